import { expect, test } from "vitest";
import { makeDpmSolver2M } from "./dpm-solver-2m.js";
import { makeEuler } from "./euler.js";
import {
	describeScheduler,
	measureGaussianError,
} from "./scheduler.conformance.js";

describeScheduler("dpm-solver-2m", makeDpmSolver2M);

test.each([8, 16, 32])(
	"at %i steps the second order is nearer to the exact flow than euler",
	(stepCount) => {
		expect(measureGaussianError(makeDpmSolver2M, stepCount)).toBeLessThan(
			measureGaussianError(makeEuler, stepCount) / 2,
		);
	},
);
