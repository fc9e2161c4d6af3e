// Drafts become requests; nothing is sent here.
import { encodePng } from "@musa/core";
import {
	type ConsentSheet,
	makeConsentSheet,
	type RemoteJob,
	type WireRequest,
} from "@musa/core/providers";
import type { Drawing } from "@musa/studio";
import type { FillTarget } from "../fill.js";
import { choosePictureSize } from "../picture-size.js";
import type { RoutedContext } from "./routed-context.js";
import { openProvider, priceOf, readModel, type Service } from "./services.js";
import { shrinkImage } from "./shrink-image.js";

/** px of the longer side of a reference; services scale larger ones down themselves. */
const maxReferenceSide = 1024;

/** One request, ready to be shown. */
export interface PreparedJob {
	readonly target: FillTarget;
	readonly layerName: string;
	readonly drawing: Drawing;
	readonly job: RemoteJob;
	readonly wire: WireRequest;
	readonly sheet: ConsentSheet;
}

/** Draws the drafts and writes the requests. @throws MusaError, AbortError */
export async function prepareJobs(
	signal: AbortSignal,
	targets: readonly FillTarget[],
	service: Service,
	context: RoutedContext,
): Promise<readonly PreparedJob[]> {
	const { state, routed, draw, openStudio } = context;
	const studio = await openStudio();
	const provider = openProvider(service);
	const model = readModel(service);
	const takesDraft =
		routed.settings.value.sendsDraft && model.hasReferences !== false;
	const prepared: PreparedJob[] = [];
	for (const target of targets) {
		const size = choosePictureSize(target.size, state.settings.value.scale);
		const drawing = await draw(signal, studio, target.look, size);
		const { image, look } = drawing;
		const job: RemoteJob = {
			prompt: look.prompt.trim(),
			modelId: service.modelId,
			size,
			count: 1,
			seed: look.seed,
			needsAlpha: hasClearPixels(image.pixels),
			references: takesDraft
				? [encodePng(shrinkImage(image, maxReferenceSide))]
				: [],
		};
		const wire = provider.composeJob(job, model);
		const sheet = makeConsentSheet(wire, job, {
			providerId: provider.id,
			priceMicros: priceOf(service),
			retention: service.retention,
		});
		const layer = [...state.slots.value, ...state.placeholders.value].find(
			({ nodeId }) => nodeId === target.nodeId,
		);
		const layerName = layer?.name ?? "A new layer";
		prepared.push({ target, layerName, drawing, job, wire, sheet });
	}
	return prepared;
}

function hasClearPixels(pixels: Uint8Array | Uint8ClampedArray): boolean {
	for (let i = 3; i < pixels.length; i += 4)
		if ((pixels[i] ?? 255) < 128) return true;
	return false;
}
