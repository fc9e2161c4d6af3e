import { encodePng } from "@musa/core";

/**
 * A PNG of one colour.
 *
 * @param shade  another one gives other bytes
 */
export function makePng(
	width: number,
	height: number,
	shade: number,
): Uint8Array {
	const pixels = new Uint8Array(4 * width * height).fill(shade & 255);
	return encodePng({ width, height, pixels });
}
