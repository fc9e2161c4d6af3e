// What can be done with pictures that were drawn before: those of the file's history, and those in the tray.
import type { RgbaImage } from "@musa/core";
import type { Drawing, Look } from "@musa/studio";
import { copyText } from "./copy-text.js";
import { decodeSmall } from "./decode-small.js";
import type { Edition } from "./edition.js";
import type { FillReport, FillTarget } from "./fill.js";
import { parseNodeRecipe } from "./node-recipe.js";
import type { PanelContext } from "./panel-context.js";
import { newLayerSize } from "./targets.js";

// px; twice what is seen.
const thumbnailSide = 96;

/** What the acts need from the controller. */
export interface HistoryActsContext {
	/** Runs an act and shows its failure. */
	readonly guard: (act: () => Promise<unknown>) => void;
	readonly runFill: (
		targets: readonly FillTarget[],
	) => Promise<FillReport | undefined>;
	readonly edition: Edition;
}

/** Makes the acts. */
export function makeHistoryActs(
	{ state, sandbox }: PanelContext,
	{ guard, runFill, edition }: HistoryActsContext,
) {
	/** A picture into the first selected layer, or a new one. */
	const placeOne = (look: Look, drawing?: Drawing): Promise<unknown> => {
		const slot = state.fillable.value[0];
		const { nodeId, size } = slot ?? { nodeId: null, size: newLayerSize };
		return runFill([{ nodeId, size, look, drawing }]);
	};
	return {
		changeHistory: (id: string, act: "star" | "unstar" | "delete") =>
			guard(async () => {
				state.history.value = await sandbox.ask("change-history", { id, act });
			}),
		/** A small picture of one in the list; nothing if it cannot be read. */
		async readThumbnail(imageHash: string): Promise<RgbaImage | undefined> {
			try {
				const file = await sandbox.ask("read-image", { imageHash });
				return file ? await decodeSmall(file, thumbnailSide) : undefined;
			} catch {
				return undefined;
			}
		},
		showNode: (nodeId: string) =>
			guard(async () => {
				const { isFound } = await sandbox.ask("show-node", { nodeId });
				state.status.value = {
					tone: "plain",
					sentence: isFound
						? "The layer is selected."
						: "The layer is not in this file any more.",
				};
			}),
		/** Draws a picture of the history once more. */
		placeAgain: (json: string) =>
			guard(async () => {
				const look = parseNodeRecipe(json);
				if (look) await placeOne(look);
			}),
		copyRecipe(json: string) {
			state.status.value = copyText(json)
				? { tone: "plain", sentence: "The recipe is copied." }
				: {
						tone: "danger",
						sentence: "This browser does not let Musa copy. Try again.",
					};
		},
		/** Places a picture as it was drawn, at its full size. */
		placeFromTray: (id: string) =>
			guard(async () => {
				const item = state.tray.value.find((each) => each.id === id);
				if (!item || state.job.value) return;
				if (item.finished) return edition.placeFinished(item);
				const { drawing } = item;
				if (!drawing) return;
				// If it cannot be placed it comes back with the reason.
				state.tray.value = state.tray.value.filter((each) => each !== item);
				await placeOne(drawing.look, drawing);
			}),
		dropFromTray(id: string) {
			state.tray.value = state.tray.value.filter((each) => each.id !== id);
		},
	};
}
