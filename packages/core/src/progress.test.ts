import fc from "fast-check";
import { expect, test } from "vitest";
import { makeProgressReporter, type Progress } from "./progress.js";

const stages = [
	{ stage: "denoise", weight: 3 },
	{ stage: "upscale", weight: 1 },
];

test("the fraction follows the stages' weights", () => {
	const seen: Progress[] = [];
	const report = makeProgressReporter(stages, (progress) =>
		seen.push(progress),
	);
	report("denoise", 2, 4);
	report("denoise", 4, 4);
	report("upscale", 1, 1);
	expect(seen.map(({ fraction }) => fraction)).toEqual([0.375, 0.75, 1]);
	expect(seen[0]).toEqual({
		stage: "denoise",
		step: 2,
		stepCount: 4,
		fraction: 0.375,
	});
});

test("the fraction never falls and stays from 0 to 1, whatever is reported", () => {
	const step = fc.tuple(
		fc.constantFrom("denoise", "upscale", "unknown"),
		fc.nat(9),
		fc.nat(9),
	);
	fc.assert(
		fc.property(fc.array(step), (steps) => {
			let last = 0;
			const report = makeProgressReporter(stages, ({ fraction }) => {
				expect(fraction).toBeGreaterThanOrEqual(last);
				expect(fraction).toBeLessThanOrEqual(1);
				last = fraction;
			});
			for (const [stage, at, count] of steps) report(stage, at, count);
		}),
	);
});

test("without anyone to tell, reporting does nothing", () => {
	expect(() =>
		makeProgressReporter(stages, undefined)("denoise", 1, 1),
	).not.toThrow();
});
