// Pictures at their full size into layers, one after the other, as one action of the document.
import { isAbortError, makeRecipe } from "@musa/core";
import type { Drawing, Look } from "@musa/studio";
import type { Size } from "../messages.js";
import { encodePicture } from "./encode-picture.js";
import { readLayerPicture } from "./layer-picture.js";
import { makeId } from "./make-id.js";
import { formatNodeRecipe } from "./node-recipe.js";
import { describeFailure, type PanelContext } from "./panel-context.js";
import { choosePictureSize } from "./picture-size.js";

/** One picture for one layer. */
export interface FillTarget {
	/** `null` makes a new rectangle. */
	readonly nodeId: string | null;
	/** Of the layer on the canvas. */
	readonly size: Size;
	readonly look: Look;
	/** How much of the layer's own picture may change, 0 to 1; without it a new one is drawn. */
	readonly change?: number | undefined;
	/** Its picture, if it was drawn before. */
	readonly drawing?: Drawing | undefined;
}

/** What became of a fill. */
export interface FillReport {
	/** By node id; `null` for a new layer. */
	readonly placed: readonly (string | null)[];
	readonly isCancelled: boolean;
	/** Plain words for what was not placed, by node id. */
	readonly problems: ReadonlyMap<string, string>;
}

/** Draws and places all targets; a picture whose layer is gone goes to the tray. */
export type Fill = (
	targets: readonly FillTarget[],
	/** An open action to go on with, if there is one. */
	actionId?: number,
) => Promise<FillReport>;

/** Makes the function that fills, and the one that cancels it. */
export function makeFill(context: PanelContext): {
	readonly fill: Fill;
	readonly cancel: () => void;
} {
	const { state, sandbox, openStudio, draw } = context;
	let controller: AbortController | undefined;

	const addStart = async ({
		nodeId,
		look,
		change,
	}: FillTarget): Promise<Look> => {
		if (nodeId === null || change === undefined) return look;
		const image = await readLayerPicture(sandbox, nodeId);
		return image ? { ...look, start: { image, strength: change } } : look;
	};

	/** The layer may have another size by now. */
	const readSize = async ({ nodeId, size }: FillTarget): Promise<Size> =>
		(nodeId !== null && (await sandbox.ask("read-size", { nodeId }))) || size;

	const askToPlace = async (
		target: FillTarget,
		drawing: Drawing,
		actionId: number,
	): Promise<string | undefined> => {
		const recipe = makeRecipe(drawing.plan, { coreVersion: MUSA_VERSION });
		const png = await encodePicture(drawing.image, recipe);
		const reply = await sandbox.ask("place-image", {
			actionId,
			nodeId: target.nodeId,
			png,
			size: target.size,
			prompt: target.look.prompt,
			recipe: formatNodeRecipe(drawing),
		});
		return reply.state === "placed" ? undefined : reply.sentence;
	};

	/** Says what is wrong, if anything is; then the picture is in the tray. */
	const placeOne = async (
		target: FillTarget,
		drawing: Drawing,
		actionId: number,
	): Promise<string | undefined> => {
		const sentence = await askToPlace(target, drawing, actionId).catch(
			describeFailure,
		);
		if (sentence !== undefined)
			state.tray.value = [
				{ id: makeId(), prompt: target.look.prompt, drawing, sentence },
				...state.tray.value,
			];
		return sentence;
	};

	const fill: Fill = async (targets, given) => {
		const actionId = given ?? context.nextActionId();
		controller = new AbortController();
		const { signal } = controller;
		const nodeIds = targets.flatMap(({ nodeId }) => nodeId ?? []);
		const problems = new Map<string, string>();
		const placed: (string | null)[] = [];
		const report = (at: number, fraction: number): void => {
			const count = targets.length;
			const label =
				count === 1
					? "Drawing"
					: `Drawing ${Math.min(at + 1, count)} of ${count}`;
			state.job.value = { label, fraction: (at + fraction) / count };
		};
		report(0, 0);
		try {
			await sandbox.ask("begin-action", { actionId, nodeIds });
			const studio = await openStudio();
			for (const [at, target] of targets.entries()) {
				report(at, 0);
				try {
					const { scale } = state.settings.value;
					const drawing =
						target.drawing ??
						(await draw(
							signal,
							studio,
							await addStart(target),
							choosePictureSize(await readSize(target), scale),
							{ onProgress: ({ fraction }) => report(at, fraction) },
						));
					signal.throwIfAborted();
					const problem = await placeOne(target, drawing, actionId);
					if (problem === undefined) placed.push(target.nodeId);
					else problems.set(target.nodeId ?? "", problem);
				} catch (error) {
					if (isAbortError(error)) break;
					problems.set(target.nodeId ?? "", describeFailure(error));
				}
			}
		} catch (error) {
			for (const id of nodeIds) problems.set(id, describeFailure(error));
			if (nodeIds.length === 0) problems.set("", describeFailure(error));
		} finally {
			state.job.value = undefined;
			await sandbox.ask("end-action", { actionId }).catch(() => undefined);
		}
		return { placed, isCancelled: signal.aborted, problems };
	};
	return { fill, cancel: () => controller?.abort() };
}
