import { sniffImage } from "./read-image-recipe.js";

/** Whether the end of a PNG, WebP or JPEG file is missing, as after a copy that broke off; nothing is decoded. */
export function isCutOff(bytes: Uint8Array): boolean {
	switch (sniffImage(bytes)) {
		case "png":
			return findLast(bytes, [0x49, 0x45, 0x4e, 0x44]) === -1;
		case "webp": {
			const { buffer, byteOffset } = bytes;
			const length = new DataView(buffer, byteOffset).getUint32(4, true);
			return bytes.length < length + 8;
		}
		case "jpeg":
			return findLast(bytes, [0xff, 0xd9]) === -1;
		default:
			return false;
	}
}

function findLast(bytes: Uint8Array, mark: readonly number[]): number {
	for (let at = bytes.length - mark.length; at >= 0; at--)
		if (mark.every((byte, i) => bytes[at + i] === byte)) return at;
	return -1;
}
