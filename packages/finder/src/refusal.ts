// Why a missing image cannot or must not be made, in one plain sentence.
import { baseOf } from "./paths.js";
import type { MissingImage } from "./records.js";
import { sizeToDraw } from "./size-to-draw.js";

/** The largest side that Musa draws, in pixels. */
export const maxSidePx = 4096;

// Windows keeps these names for devices, with any extension.
const RESERVED = /^(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])$/i;
const FORBIDDEN = /[<>:"|?*\p{Cc}]|[. ]$/u;

/** Says why an image can't be made at its target, or undefined when nothing speaks against it. */
export function refusalOf(
	image: Pick<
		MissingImage,
		"target" | "existing" | "width" | "height" | "format" | "alpha"
	>,
): string | undefined {
	const { target, existing, width, height, format } = image;
	if (existing !== undefined)
		return `"${existing}" is there and differs in upper and lower case only; correct the reference instead.`;
	for (const part of target.split("/")) {
		if (RESERVED.test(part.split(".")[0] ?? ""))
			return `"${baseOf(part)}" is a name that Windows reserves; choose another.`;
		if (FORBIDDEN.test(part))
			return `"${part}" is a name that Windows does not allow; choose another.`;
		if (part.length > 255)
			return "The file's name is too long; choose a shorter one.";
	}
	if (width === 0 || height === 0)
		return `It is asked at ${width ?? "?"} x ${height ?? "?"} px, and a picture needs at least one pixel.`;
	const drawn = sizeToDraw(image);
	if (drawn.width > maxSidePx || drawn.height > maxSidePx)
		return `It is asked at ${width ?? "?"} x ${height ?? "?"} px; the most is ${maxSidePx} px a side.`;
	if (format !== "png" && format !== "jpeg" && format !== "webp")
		return `Musa does not write ${format.toUpperCase()} yet.`;
	return undefined;
}
