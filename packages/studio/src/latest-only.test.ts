import { expect, test, vi } from "vitest";
import { makeLatestOnly } from "./latest-only.js";

const untilIdle = () => new Promise((resolve) => setTimeout(resolve, 0));

test("wishes made during a run become one more run", async () => {
	const gates: (() => void)[] = [];
	const runs = makeLatestOnly(
		() => new Promise((resolve) => gates.push(resolve)),
		() => undefined,
	);
	runs.wishNow();
	runs.wishNow();
	runs.wishNow();
	expect(gates).toHaveLength(1);
	expect(runs.isWished()).toBe(true);
	gates[0]?.();
	await untilIdle();
	expect(gates).toHaveLength(2);
	gates[1]?.();
	await untilIdle();
	expect(gates).toHaveLength(2);
});

test("stopping ends the run, forgets the wish, and waits", async () => {
	const failures: unknown[] = [];
	let count = 0;
	const runs = makeLatestOnly(
		(signal) => {
			count++;
			return new Promise((_, reject) =>
				signal.addEventListener("abort", () => reject(signal.reason)),
			);
		},
		(error) => failures.push(error),
	);
	runs.wishNow();
	runs.wishNow();
	await runs.stop();
	expect(count).toBe(1);
	expect(failures).toMatchObject([{ name: "AbortError" }]);
	runs.wishNow();
	expect(count).toBe(2);
	await runs.stop();
});

test("typing waits for a pause and draws the last word only", async () => {
	vi.useFakeTimers();
	let count = 0;
	const runs = makeLatestOnly(
		async () => {
			count++;
		},
		() => undefined,
	);
	for (let i = 0; i < 5; i++) {
		runs.wishSoon();
		await vi.advanceTimersByTimeAsync(50);
	}
	expect(count).toBe(0);
	await vi.advanceTimersByTimeAsync(50);
	expect(count).toBe(1);
	vi.useRealTimers();
});
