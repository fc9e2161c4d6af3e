// The picture that a generation starts from: checked when it is asked for, and named by its hash in the plan.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { RequestError } from "../errors.js";
import type { ModelManifest } from "../models/manifest.js";
import type { ImageRequest, InitPicture, RgbaImage } from "../records.js";

/** How much of a picture may change when the request leaves it open. */
export const defaultStrength = 0.6;

/**
 * Checks the picture of a request.
 *
 * @throws RequestError `request/init-unsupported`, `request/init-invalid`
 */
export function parseInit(
	value: unknown,
	{ name, networks }: ModelManifest,
): RgbaImage | undefined {
	if (value === undefined) return undefined;
	if (networks.encoder === undefined)
		throw new RequestError("request/init-unsupported", {
			details: { model: name },
		});
	const { width, height, pixels } = (
		typeof value === "object" && value !== null ? value : {}
	) as Partial<Record<keyof RgbaImage, unknown>>;
	if (!isSide(width) || !isSide(height))
		throw invalid("its width and height are no whole numbers of pixels");
	if (!isBytes(pixels) || pixels.length !== 4 * width * height)
		throw invalid(`it has not 4 bytes for each of ${width} x ${height} pixels`);
	if (!hasVisiblePixel(pixels)) throw invalid("there is nothing on it");
	return { width, height, pixels };
}

/**
 * Checks how much of the picture may change.
 *
 * @param init  the picture as it was given
 * @throws RequestError `request/strength-invalid`, also for a strength without a picture
 */
export function parseStrength(
	value: unknown,
	init: unknown,
): number | undefined {
	if (value === undefined) return undefined;
	const isShare = typeof value === "number" && value >= 0 && value <= 1;
	if (isShare && init !== undefined) return value;
	const got = isShare ? `${value} without a picture` : String(value);
	throw new RequestError("request/strength-invalid", {
		details: { got: got.replace(/[^ -~]/g, "?").slice(0, 40) },
	});
}

/** Names the picture of a request; none if all of it may change, because then nothing of it is left. */
export function nameInit({
	init,
	strength = defaultStrength,
}: ImageRequest): InitPicture | undefined {
	if (init === undefined || strength === 1) return undefined;
	const { width, height, pixels } = init;
	const bytes = new Uint8Array(
		pixels.buffer,
		pixels.byteOffset,
		pixels.byteLength,
	);
	return { width, height, sha256: bytesToHex(sha256(bytes)), strength };
}

function isSide(value: unknown): value is number {
	return Number.isInteger(value) && (value as number) > 0;
}

/** By its tag, because a picture may come from another realm, whose classes are others. */
function isBytes(value: unknown): value is RgbaImage["pixels"] {
	const tag = Object.prototype.toString.call(value);
	return tag === "[object Uint8Array]" || tag === "[object Uint8ClampedArray]";
}

function hasVisiblePixel(pixels: RgbaImage["pixels"]): boolean {
	for (let i = 3; i < pixels.length; i += 4) if (pixels[i] > 0) return true;
	return false;
}

function invalid(reason: string): RequestError {
	return new RequestError("request/init-invalid", { details: { reason } });
}
