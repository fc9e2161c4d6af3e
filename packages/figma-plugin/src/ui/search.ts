// Placeholders: looking for them, how far that is and how to end it, and filling them.
import type { PlaceholderReport } from "../messages.js";
import type { FillReport, FillTarget } from "./fill.js";
import { type PanelContext, readLook } from "./panel-context.js";
import type { ListedPlaceholder } from "./state.js";

/** A search that may be running. */
export interface Search {
	/** Looks, and lists what was found with drafted prompts. */
	find(scope: "selection" | "page"): Promise<void>;
	/** The chosen ones as one family: one look, and a seed for each. */
	chooseTargets(): readonly FillTarget[];
	/** Takes what was placed from the list, and tells of the others why. */
	settle(outcome: Pick<FillReport, "placed" | "problems">): void;
	/** Changes one of the list. */
	change(nodeId: string, changes: Partial<ListedPlaceholder>): void;
	/** Hears how far it is. */
	onProgress(progress: {
		readonly lookedAt: number;
		readonly layerCount: number;
	}): void;
}

const emptyWords = {
	selection:
		"No shape or frame is selected. Select some, or look on this page.",
	page: "There is no shape and no frame on this page.",
};

/** Makes the search of a panel. */
export function makeSearch({ state, sandbox }: PanelContext): Search {
	let isSearching = false;
	// What was found so far is listed.
	const cancel = (): void => {
		sandbox.ask("cancel-search", null).catch(() => undefined);
	};
	const report = (lookedAt: number, layerCount: number): void => {
		state.job.value = {
			label: `Looked at ${formatCount(lookedAt)} of ${formatCount(layerCount)} layers`,
			fraction: lookedAt / layerCount,
			cancel,
		};
	};
	return {
		async find(scope) {
			if (state.job.value) return;
			isSearching = true;
			const label = "Looking at the layers…";
			state.job.value = { label, fraction: 0, cancel };
			try {
				const found = await sandbox.ask("find-placeholders", { scope });
				state.placeholders.value = found.placeholders.map((each) => ({
					...each,
					isChosen: true,
				}));
				const sentence =
					found.layerCount === 0 && !found.isCancelled
						? emptyWords[scope]
						: summarise(found);
				state.status.value = { tone: "plain", sentence };
			} finally {
				isSearching = false;
				state.job.value = undefined;
			}
		},
		chooseTargets() {
			const chosen = state.placeholders.value.filter(
				({ isChosen }) => isChosen,
			);
			return chosen.map(({ nodeId, size, prompt }, i) => ({
				nodeId,
				size,
				look: {
					...readLook(state, prompt),
					seed: (state.seed.value + i) >>> 0,
					variation: undefined,
				},
			}));
		},
		settle({ placed, problems }) {
			state.placeholders.value = state.placeholders.value.flatMap((each) => {
				if (placed.includes(each.nodeId)) return [];
				const outcome = problems.get(each.nodeId);
				return outcome === undefined ? each : { ...each, outcome };
			});
		},
		change(nodeId, changes) {
			state.placeholders.value = state.placeholders.value.map((each) =>
				each.nodeId === nodeId ? { ...each, ...changes } : each,
			);
		},
		onProgress({ lookedAt, layerCount }) {
			if (isSearching) report(lookedAt, layerCount);
		},
	};
}

function summarise({
	placeholders,
	foundCount,
	layerCount,
	isCancelled,
}: PlaceholderReport): string {
	const shown = placeholders.length;
	const found = `${formatCount(foundCount)} ${foundCount === 1 ? "placeholder" : "placeholders"} among ${formatCount(layerCount)} layers`;
	if (isCancelled) return `Cancelled: ${found} so far.`;
	return shown < foundCount
		? `${found}; the first ${shown} are listed. Fill these, then look again.`
		: `${found}.`;
}

function formatCount(count: number): string {
	return count.toLocaleString("en");
}
