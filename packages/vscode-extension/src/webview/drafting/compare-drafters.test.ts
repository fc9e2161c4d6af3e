import { expect, test } from "vitest";
import {
	compareDrafters,
	type DrawFresh,
	isWebGpuFaster,
} from "./compare-drafters.js";

const never = new AbortController().signal;
/** Draws until it is told to stop. */
const endless: DrawFresh = (signal) =>
	new Promise((_, reject) =>
		signal.addEventListener("abort", () => reject(signal.reason)),
	);

test("both draw in turn, each time another picture", async () => {
	const drawn: [string, number][] = [];
	const draw =
		(name: string): DrawFresh =>
		async (_signal, seed) => {
			drawn.push([name, seed]);
		};
	const draws = { host: draw("host"), webgpu: draw("webgpu") };
	const times = await compareDrafters(never, draws, 60_000);
	expect(Object.keys(times)).toEqual(["host", "webgpu"]);
	expect(drawn).toEqual(
		[0, 1, 2].flatMap((seed) => [
			["host", seed],
			["webgpu", seed],
		]),
	);
});

test("who is not done in time has no time, and loses", async () => {
	const quick: DrawFresh = async () => undefined;
	const draws = { host: quick, webgpu: endless };
	const times = await compareDrafters(never, draws, 50);
	expect(Object.keys(times)).toEqual(["host"]);
	expect(isWebGpuFaster(times)).toBe(false);
	expect(isWebGpuFaster({})).toBe(false);
	expect(isWebGpuFaster({ host: 300, webgpu: 80 })).toBe(true);
	expect(isWebGpuFaster({ host: 80, webgpu: 300 })).toBe(false);
});

test("the user's next wish ends it without a result", async () => {
	const user = new AbortController();
	const draws = { host: endless, webgpu: endless };
	const comparing = compareDrafters(user.signal, draws, 60_000);
	user.abort();
	await expect(comparing).rejects.toMatchObject({ name: "AbortError" });
});

test("a failure is no result", async () => {
	const broken: DrawFresh = async () => {
		throw new Error("the device is lost");
	};
	const draws = { host: async () => undefined, webgpu: broken };
	await expect(compareDrafters(never, draws, 60_000)).rejects.toThrow("lost");
});
