// Keeps what the panel knows of layers and colours true. Figma tells when others are selected and when styles change, but not when
// a selected layer or a variable changes: whoever comes back to the panel is taken to have done that.
import type { Selection } from "../messages.js";
import type { Drafts } from "./drafts.js";
import { type PanelContext, readLook, showFailure } from "./panel-context.js";

/** Makes the acts that follow the document. */
export function followDocument(
	{ state, sandbox }: PanelContext,
	drafts: Drafts,
) {
	const guard = (act: () => Promise<unknown>): void => {
		act().catch((error: unknown) => showFailure(state, error));
	};
	const onSelection = ({ slots, moreCount }: Selection): void => {
		const [before] = state.fillable.value;
		state.slots.value = slots;
		state.moreCount.value = moreCount;
		const [first] = state.fillable.value;
		if (state.job.value) return;
		if (first?.nodeId !== before?.nodeId) {
			guard(async () => {
				await drafts.stop();
				await drafts.drop();
			});
			return;
		}
		const isResized =
			first?.size.width !== before?.size.width ||
			first?.size.height !== before?.size.height;
		if (isResized && state.isDraftInLayer.value) drafts.wishNow();
	};
	const refreshPalettes = (): void =>
		guard(async () => {
			const colours = readLook(state, "").colours;
			state.palettes.value = await sandbox.ask("read-palettes", null);
			const isOther = readLook(state, "").colours.join() !== colours.join();
			if (isOther && state.draft.value) drafts.wishNow();
		});
	const refresh = (): void => {
		guard(async () => onSelection(await sandbox.ask("read-selection", null)));
		refreshPalettes();
	};
	return { onSelection, refreshPalettes, refresh };
}
