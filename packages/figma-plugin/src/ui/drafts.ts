// The live draft: the newest wish is drawn small, shown in the panel and in the first layer; older wishes are forgotten.
import { isAbortError, parseRequest, type RgbaImage } from "@musa/core";
import {
	type Drawing,
	explainRoute,
	type Look,
	localRoute,
	makeDraw,
	makeLatestOnly,
	type Studio,
} from "@musa/studio";
import type { Size, Slot } from "../messages.js";
import { encodeDraft } from "./encode-picture.js";
import { readLayerPicture } from "./layer-picture.js";
import {
	nextSeed,
	type PanelContext,
	readChange,
	readLook,
	showFailure,
} from "./panel-context.js";
import { choosePictureSize } from "./picture-size.js";

/** The open draft in a layer. */
export interface DraftAction {
	readonly actionId: number;
	readonly nodeId: string;
}

/** The live draft. */
export interface Drafts {
	/** Draws again after a short pause: for typing. */
	wishSoon(): void;
	/** Draws again as soon as the current drawing is done, and shows it before it is enlarged: for dragging. */
	wishNow(): void;
	/** Stops drawing and waits until nothing runs. */
	stop(): Promise<void>;
	/** Hands the open draft over; whoever takes it ends its action. */
	take(): DraftAction | undefined;
	/** Puts the layer's own fill back. */
	drop(): Promise<void>;
}

const draftLimit = 256;
const stripSize = { width: 128, height: 128 };
const stripCount = 4;

/** Makes the live draft of a panel. */
export function makeDrafts(context: PanelContext): Drafts {
	const { state, sandbox, openStudio, draw } = context;
	// Its own, so that the draft's picture stays remembered.
	const drawSmall = makeDraw();
	let action: DraftAction | undefined;
	let stripKey = "";
	let isWarm = false;
	let isHasty = false;
	/** The draft that was last drawn in its whole size. */
	let lastKey = "";
	let own: { nodeId: string; image: RgbaImage | undefined } | undefined;

	const drop = async (): Promise<void> => {
		const dropped = action;
		action = undefined;
		own = undefined;
		if (dropped)
			await sandbox.ask("end-action", { actionId: dropped.actionId });
	};

	const showInLayer = async (png: Uint8Array): Promise<void> => {
		const slot = state.fillable.value[0];
		if (action && action.nodeId !== slot?.nodeId) await drop();
		if (!slot || !state.settings.value.isDraftInLayer) return;
		// A picture for the layer is on its way: a draft would look like somebody else's change.
		if (state.job.value) return;
		if (!action) {
			action = { actionId: context.nextActionId(), nodeId: slot.nodeId };
			await sandbox.ask("begin-action", {
				actionId: action.actionId,
				nodeIds: [slot.nodeId],
			});
		}
		const reply = await sandbox.ask("place-image", {
			actionId: action.actionId,
			nodeId: slot.nodeId,
			png,
			size: slot.size,
			prompt: "",
			recipe: null,
		});
		state.isDraftInLayer.value = reply.state === "placed";
	};

	const drawStrip = async (
		signal: AbortSignal,
		studio: Studio,
		draft: Look,
	): Promise<void> => {
		const look = { ...draft, variation: undefined };
		const change = look.start?.strength;
		const key = JSON.stringify({ ...look, seed: 0, start: change });
		const seeds = state.strip.value.map(({ seed }) => seed);
		if (key === stripKey && seeds.includes(look.seed)) return;
		stripKey = key;
		let { seed } = look;
		if (seeds.length === stripCount && seeds.includes(seed))
			seed = seeds[0] ?? seed;
		const fresh = Array.from({ length: stripCount }, () => {
			const item = { seed, image: undefined };
			seed = nextSeed(seed);
			return item;
		});
		state.strip.value = fresh;
		for (const item of fresh) {
			const drawn = await drawSmall(
				signal,
				studio,
				{ ...look, seed: item.seed },
				stripSize,
			);
			state.strip.value = state.strip.value.map((each) =>
				each.seed === item.seed ? { ...each, image: drawn.image } : each,
			);
		}
	};

	/** Adds the layer's own picture, which stays the same while a draft lies over it. */
	const addStart = async (
		look: Look,
		slot: Slot | undefined,
	): Promise<Look> => {
		const strength = readChange(state, slot);
		if (!slot || strength === undefined) return look;
		if (own?.nodeId !== slot.nodeId)
			own = {
				nodeId: slot.nodeId,
				image: await readLayerPicture(sandbox, slot.nodeId),
			};
		const { image } = own;
		return image ? { ...look, start: { image, strength } } : look;
	};

	/** Draws a picture that nobody sees: the runtime compiles its code on first use. */
	const warmUp = async (signal: AbortSignal): Promise<void> => {
		if (isWarm) return;
		isWarm = true;
		const size = { width: draftLimit, height: draftLimit };
		const look = readLook(state, "leaf");
		await drawSmall(signal, await openStudio(), look, size);
	};

	const drawOnce = async (signal: AbortSignal): Promise<void> => {
		const start = performance.now();
		const prompt = state.prompt.value;
		if (prompt.trim() === "") {
			state.draft.value = undefined;
			state.route.value = localRoute;
			await drop();
			return warmUp(signal);
		}
		const studio = await openStudio();
		isWarm = true;
		const { registry } = studio;
		const slot = state.fillable.value[0];
		const look = await addStart(readLook(state, prompt), slot);
		signal.throwIfAborted();
		const size = slot
			? choosePictureSize(slot.size, state.settings.value.scale, draftLimit)
			: { width: draftLimit, height: draftLimit };
		const request = parseRequest({ prompt, size, style: look.style }, registry);
		state.route.value = explainRoute(request, studio, context.routing());
		const key = describeDrawing(look, size);
		if (isHasty && key !== lastKey) {
			const { width } = studio.manifest.image;
			if (Math.min(size.width, size.height) > width) {
				const small = choosePictureSize(size, 1, width);
				await show(signal, await drawSmall(signal, studio, look, small));
				if (wishes.isWished()) return;
			}
		}
		await show(signal, await draw(signal, studio, look, size));
		lastKey = key;
		state.draftMs.value = performance.now() - start;
		if (!wishes.isWished()) await drawStrip(signal, studio, look);
	};

	const show = async (signal: AbortSignal, drawing: Drawing): Promise<void> => {
		signal.throwIfAborted();
		state.draft.value = drawing;
		state.status.value = { tone: "plain", sentence: "" };
		const png = await encodeDraft(drawing.image);
		signal.throwIfAborted();
		await showInLayer(png);
	};

	const wishes = makeLatestOnly(drawOnce, (error) => {
		// The strip may be incomplete.
		stripKey = "";
		if (!isAbortError(error)) showFailure(state, error);
	});

	return {
		wishNow() {
			isHasty = true;
			wishes.wishNow();
		},
		wishSoon() {
			isHasty = false;
			wishes.wishSoon();
		},
		stop: wishes.stop,
		take() {
			const taken = action;
			action = undefined;
			own = undefined;
			state.isDraftInLayer.value = false;
			return taken;
		},
		async drop() {
			state.isDraftInLayer.value = false;
			await drop();
		},
	};
}

/** Everything that the model draws; colours are changed afterwards. */
function describeDrawing(
	{ prompt, style, seed, variation, start }: Look,
	size: Size,
): string {
	return JSON.stringify([
		...[prompt, style, seed, variation, start?.strength, size],
	]);
}
