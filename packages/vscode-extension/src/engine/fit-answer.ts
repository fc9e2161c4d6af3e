// In the engine's thread: pictures of other sizes and kinds become the slot's own. Nothing is drawn here.
import {
	type DecodeContext,
	decodeImage,
	encodeImage,
	type ReadCodec,
} from "@musa/assets";
import {
	compareDraft,
	composeFinal,
	decodePng,
	encodePng,
	type FinalRecord,
	parseRecipe,
	type RgbaImage,
	resizeImage,
} from "@musa/core";
import type { FitParams, FittedPicture, ReadDraft } from "./engine-wire.js";

/** What fitting takes from the thread. */
export interface FitContext extends DecodeContext {
	readonly readEncoder: ReadCodec;
	readonly coreVersion: string;
}

/**
 * Fits what a service drew to the slot of its draft, and encodes it.
 *
 * @throws Error, ImageError when the answer is no picture
 */
export async function fitAnswer(
	params: FitParams,
	context: FitContext,
): Promise<FittedPicture> {
	const { format, record, draftRecipe, thumbnailPx } = params;
	const draft = decodePng(params.draft);
	const answer = await decodeImage(params.answer, context);
	const { image, alphaSource } = composeFinal(answer, {
		draft,
		needsAlpha: params.needsAlpha,
	});
	const comparison = compareDraft(image, draft);
	const { prompt: _, ...recipe } =
		draftRecipe === undefined ? {} : parseRecipe(draftRecipe);
	const whole: FinalRecord = {
		...{ ...record, coreVersion: context.coreVersion, alphaSource },
		...comparison,
		...("seed" in recipe && { draft: recipe }),
	};
	const bytes = await encodeImage(
		image,
		format,
		params.embedRecord ? whole : undefined,
		context.readEncoder,
	);
	const { width, height } = image;
	return {
		files: [{ scale: 1, width, height, bytes: ownBytes(bytes) }],
		thumbnail: encodeSmall(image, thumbnailPx),
		recipe: JSON.stringify(whole),
		came: { width: answer.width, height: answer.height },
		...{ alphaSource, ...comparison },
	};
}

/**
 * A picture's file as a draft: whole, and small enough to be sent.
 *
 * @throws Error, ImageError when it is no picture
 */
export async function readDraft(
	bytes: Uint8Array,
	longestPx: number,
	context: DecodeContext,
): Promise<ReadDraft> {
	const image = await decodeImage(bytes, context);
	let hasAlpha = false;
	for (let i = 3; i < image.pixels.length && !hasAlpha; i += 4)
		hasAlpha = (image.pixels[i] ?? 255) < 128;
	return {
		png: ownBytes(encodePng(image)),
		small: encodeSmall(image, longestPx),
		hasAlpha,
	};
}

/** A PNG with no side longer than that. */
export function encodeSmall(
	image: RgbaImage,
	longestPx: number,
): Uint8Array<ArrayBuffer> {
	const factor = Math.min(1, longestPx / Math.max(image.width, image.height));
	return ownBytes(
		encodePng(
			resizeImage(image, {
				width: Math.max(1, Math.round(image.width * factor)),
				height: Math.max(1, Math.round(image.height * factor)),
			}),
		),
	);
}

/** Bytes in a buffer of their own, which can move to another thread. */
export function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
	const isWhole =
		bytes.buffer instanceof ArrayBuffer &&
		bytes.byteLength === bytes.buffer.byteLength;
	return isWhole
		? (bytes as Uint8Array<ArrayBuffer>)
		: (bytes.slice() as Uint8Array<ArrayBuffer>);
}
