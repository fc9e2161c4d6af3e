import { expect, test } from "vitest";
import { makeTensor } from "../tensor/tensor.js";
import { makeEuler } from "./euler.js";
import { makeScheduler } from "./make-scheduler.js";
import {
	describeScheduler,
	measureGaussianError,
} from "./scheduler.conformance.js";

describeScheduler("euler", makeEuler);

test("euler is of first order: half the step, half the error", () => {
	const ratio =
		measureGaussianError(makeEuler, 64) / measureGaussianError(makeEuler, 128);
	expect(ratio).toBeGreaterThan(1.8);
	expect(ratio).toBeLessThan(2.2);
});

test("one euler step moves the latents along the straight line", () => {
	const step = makeEuler([1, 0.5, 0]).step(
		0,
		makeTensor([2], new Float32Array([4, 0])),
		makeTensor([2], new Float32Array([0, 2])),
	);
	expect([...step.data]).toEqual([2, 1]);
});

test("an unknown scheduler is refused by name", () => {
	expect(makeScheduler("euler", 3, 1).timesteps).toHaveLength(4);
	expect(() => makeScheduler("ddim", 3, 1)).toThrow(/ddim/u);
	expect(() => makeScheduler("toString", 3, 1)).toThrow(/toString/u);
});
