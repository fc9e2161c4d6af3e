// The picture that the stand-in service answers with, and how it is known again.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decodePng } from "@musa/core";

/** A green disc on white. */
export function drawDisc(width: number, height: number) {
	const pixels = new Uint8ClampedArray(4 * width * height).fill(255);
	const radius = Math.min(width, height) / 3;
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++)
			if (Math.hypot(x - width / 2, y - height / 2) < radius)
				pixels.set([20, 160, 60, 255], 4 * (y * width + x));
	return { width, height, pixels };
}

/** The picture of a file. */
export function pixelsOf(folder: string, path: string) {
	return decodePng(readFileSync(join(folder, path)));
}

/** Whether the middle of a file's picture is the disc's. */
export function isGreen(folder: string, path: string): boolean {
	const { width, height, pixels } = pixelsOf(folder, path);
	const at = 4 * (width * (height >> 1) + (width >> 1));
	return (pixels[at + 1] ?? 0) > 120 && (pixels[at] ?? 255) < 80;
}
