// Looking for placeholders: what was found, how far it is, and how to end it.
import type { PlaceholderReport } from "../messages.js";
import type { PanelContext } from "./panel-context.js";

/** A search that may be running. */
export interface Search {
	/** Looks, and lists what was found with drafted prompts. */
	find(scope: "selection" | "page"): Promise<void>;
	/** Hears how far it is. */
	onProgress(progress: {
		readonly lookedAt: number;
		readonly layerCount: number;
	}): void;
}

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
				state.status.value = { tone: "plain", sentence: summarise(found) };
			} finally {
				isSearching = false;
				state.job.value = undefined;
			}
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
