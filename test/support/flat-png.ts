import { encodePng } from "@musa/core";

/** A PNG file of one half-transparent grey; sides in px. */
export function flatPng(width: number, height: number): Uint8Array {
	const pixels = new Uint8ClampedArray(width * height * 4).fill(200);
	return encodePng({ width, height, pixels });
}
