import type { ImageSize, MissingImage } from "./records.js";

// What a page can use when nothing says: a sharp icon, a picture as wide as a column of text.
const CUT_OUT_PX = 512;
const SCENE = { width: 1200, height: 800 };

/** The size at which to draw a missing image: what is asked, and a sensible guess for what nobody says; in pixels. */
export function sizeToDraw({
	width,
	height,
	alpha,
}: Pick<MissingImage, "width" | "height" | "alpha">): ImageSize {
	const ratio = alpha ? 1 : SCENE.width / SCENE.height;
	if (width !== null && height !== null) return { width, height };
	if (width !== null)
		return { width, height: Math.max(1, Math.round(width / ratio)) };
	if (height !== null)
		return { width: Math.max(1, Math.round(height * ratio)), height };
	return alpha ? { width: CUT_OUT_PX, height: CUT_OUT_PX } : SCENE;
}
