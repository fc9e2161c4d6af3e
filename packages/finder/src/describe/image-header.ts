// The size of a picture from the first bytes of its file.
import type { ImageSize } from "../records.js";

/** How many bytes are enough for nearly every file. */
export const headerBytes = 65_536;

/** Reads PNG, GIF, JPEG, WebP and SVG; undefined for others and for broken ones. */
export function sizeOfHeader(bytes: Uint8Array): ImageSize | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	try {
		if (view.getUint32(0) === 0x89504e47)
			return { width: view.getUint32(16), height: view.getUint32(20) };
		if (view.getUint32(0) === 0x47494638)
			return {
				width: view.getUint16(6, true),
				height: view.getUint16(8, true),
			};
		if (view.getUint16(0) === 0xffd8) return sizeOfJpeg(view);
		if (view.getUint32(0) === 0x52494646) return sizeOfWebp(view);
		return sizeOfSvg(new TextDecoder().decode(bytes.subarray(0, 4096)));
	} catch {
		// Shorter than its header claims.
		return undefined;
	}
}

function sizeOfJpeg(view: DataView): ImageSize | undefined {
	for (let at = 2; ; at += 2 + view.getUint16(at + 2)) {
		const marker = view.getUint16(at);
		if (marker < 0xff00) return undefined;
		const isFrame =
			marker >= 0xffc0 &&
			marker <= 0xffcf &&
			![0xffc4, 0xffc8, 0xffcc].includes(marker);
		if (isFrame)
			return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
	}
}

function sizeOfWebp(view: DataView): ImageSize | undefined {
	const kind = view.getUint32(12);
	if (kind === 0x56503820)
		return {
			width: view.getUint16(26, true) & 0x3fff,
			height: view.getUint16(28, true) & 0x3fff,
		};
	const low = (at: number) =>
		view.getUint16(at, true) + (view.getUint8(at + 2) << 16) + 1;
	if (kind === 0x56503858) return { width: low(24), height: low(27) };
	if (kind !== 0x5650384c) return undefined;
	const bits = view.getUint32(21, true);
	return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
}

function sizeOfSvg(text: string): ImageSize | undefined {
	const tag = /<svg\b[^>]*>/i.exec(text)?.[0];
	if (tag === undefined) return undefined;
	const [, , , width, height] =
		/viewBox\s*=\s*["']\s*([\d.-]+)[\s,]+([\d.-]+)[\s,]+([\d.]+)[\s,]+([\d.]+)/.exec(
			tag,
		) ?? [];
	const own = (name: string) =>
		new RegExp(`\\s${name}\\s*=\\s*["']([\\d.]+)(?:px)?["']`).exec(tag)?.[1];
	const size = {
		width: Math.round(Number(own("width") ?? width)),
		height: Math.round(Number(own("height") ?? height)),
	};
	return size.width > 0 && size.height > 0 ? size : undefined;
}
