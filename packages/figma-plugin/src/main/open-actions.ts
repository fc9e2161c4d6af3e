// What open actions remember: what the layers had, and what Musa itself wrote last.
import type { FillableNode } from "./fills.js";

/** A layer of an action. */
export interface Target {
	readonly node: FillableNode;
	/** The fills without a draft: as found, or with the picture that was placed. */
	original: readonly Paint[];
	/** The style that they came from; written fills part a layer from it. */
	styleId: string;
	/** The fills as Musa knows them. */
	known: string;
	isDraft: boolean;
}

/** One act of the user on some layers. */
export interface Action {
	/** By node id. */
	readonly targets: Map<string, Target>;
	hasPlaced: boolean;
}

/** By their number. */
export const actions = new Map<number, Action>();

/** A layer's fills as if no draft lay in it. */
export function readOwnFills(node: FillableNode): FillableNode["fills"] {
	for (const { targets } of actions.values()) {
		const target = targets.get(node.id);
		if (target?.isDraft) return target.original;
	}
	return node.fills;
}
