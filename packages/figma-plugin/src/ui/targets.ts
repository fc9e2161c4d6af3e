// Which layers a fill is for, and what is said when it is over.
import type { Size, Slot } from "../messages.js";
import type { FillReport, FillTarget } from "./fill.js";
import { readChange, readLook } from "./panel-context.js";
import type { State } from "./state.js";

/** Of a picture that goes into no layer, px on the canvas. */
export const newLayerSize: Size = { width: 256, height: 256 };

/** What would be filled now; empty when there is nothing to fill, with a word to the user. */
export function chooseTargets(state: State): readonly FillTarget[] {
	const slots = state.fillable.value;
	if (slots.length === 0 && state.slots.value.length > 0) {
		state.status.value = {
			tone: "danger",
			sentence:
				"None of the selected layers can hold a picture. Select a shape or a frame, or nothing.",
		};
		return [];
	}
	const look = readLook(state, state.prompt.value);
	const targets: FillTarget[] =
		slots.length === 0
			? [{ nodeId: null, size: newLayerSize, look }]
			: slots.map((slot, i) => makeTarget(state, slot, i));
	if (targets.every((target) => target.look.prompt.trim() !== ""))
		return targets;
	state.status.value = {
		tone: "danger",
		sentence: "Write in a few words what the picture shows.",
	};
	return [];
}

function makeTarget(state: State, slot: Slot, i: number): FillTarget {
	const own = state.isPromptPerLayer.value
		? state.layerPrompts.value[slot.nodeId]
		: undefined;
	const look = readLook(state, own ?? state.prompt.value);
	// One prompt in many layers gives a family, not copies.
	const seed = (look.seed + i) >>> 0;
	const { nodeId, size } = slot;
	const change = readChange(state, slot);
	return { nodeId, size, look: { ...look, seed }, change };
}

/** What became of a fill, in a sentence. */
export function summarise(
	{ placed, isCancelled, problems }: FillReport,
	count: number,
): State["status"]["value"] {
	const placedCount = placed.length;
	const [problem] = problems.values();
	const layers = count === 1 ? "layer" : "layers";
	if (placedCount === count)
		return {
			tone: "plain",
			sentence: count === 1 ? "Done." : `Filled ${count} ${layers}.`,
		};
	if (problem !== undefined)
		return {
			tone: "danger",
			sentence:
				count === 1
					? problem
					: `Filled ${placedCount} of ${count} ${layers}. ${problem}`,
		};
	return {
		tone: "plain",
		sentence: isCancelled
			? `Cancelled. Filled ${placedCount} of ${count} ${layers}.`
			: "Nothing was filled.",
	};
}
