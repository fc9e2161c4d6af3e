import { ModelError } from "../errors.js";
import { makeDpmSolver2M } from "./dpm-solver-2m.js";
import { makeEuler } from "./euler.js";
import {
	countStepsFrom,
	type MakeScheduler,
	makeTimesteps,
	type Scheduler,
} from "./scheduler.js";

/** Every scheduler by its name in manifests and plans. */
export const schedulers: Readonly<Record<string, MakeScheduler>> = {
	euler: makeEuler,
	"dpm-solver-2m": makeDpmSolver2M,
};

/**
 * Starts a run of a scheduler.
 *
 * @param stepCount  of the whole way from noise; from a later time it takes its share of them
 * @param shift      the manifest's `timestepShift`
 * @param from       the time to start at: 1 is noise
 * @throws ModelError `model/manifest-invalid` for a name that this version does not know
 */
export function makeScheduler(
	name: string,
	stepCount: number,
	shift: number,
	from = 1,
): Scheduler {
	const make = Object.hasOwn(schedulers, name) ? schedulers[name] : undefined;
	if (!make) {
		throw new ModelError("model/manifest-invalid", {
			details: {
				field: "sampling.scheduler",
				reason: `${name} is unknown here`,
			},
		});
	}
	return make(makeTimesteps(countStepsFrom(from, stepCount), shift, from));
}
