import { expect, test } from "vitest";
import { within } from "./within.js";

const endless = (signal: AbortSignal): Promise<never> =>
	new Promise((_, reject) =>
		signal.addEventListener("abort", () =>
			reject(new DOMException("stopped", "AbortError")),
		),
	);

test("what is done in time gives its result", async () => {
	const { signal } = new AbortController();
	expect(await within(signal, 60_000, async () => 7)).toBe(7);
});

test("what takes too long fails with how long it had, also where it calls that an abort", async () => {
	const { signal } = new AbortController();
	await expect(within(signal, 50, endless)).rejects.toThrow(
		"it took more than 0.05 s",
	);
});

test("who is stopped before hears of that", async () => {
	const controller = new AbortController();
	const running = within(controller.signal, 60_000, endless);
	controller.abort();
	await expect(running).rejects.toMatchObject({ name: "AbortError" });
});
