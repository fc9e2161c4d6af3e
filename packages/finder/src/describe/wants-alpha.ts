import type { ImageFormat, ImageUse } from "../records.js";

const OPAQUE_USES: ReadonlySet<ImageUse> = new Set([
	"og-image",
	"twitter-image",
	"meta-image",
	"poster",
	"screenshot",
]);
const ICON_USES: ReadonlySet<ImageUse> = new Set(["favicon", "manifest-icon"]);
const CUT_OUT =
	/logo|icon|badge|sprite|sticker|avatar|emoji|mascot|character|arrow|symbol|mark|shape|cutout|transparent|button|star|item|object|product/i;
const FULL =
	/photo|hero|banner|background|\bbg\b|cover|wallpaper|screenshot|screen|landscape|scene|texture|pattern|header|slide|thumb|preview|poster|gallery|view/i;

/** Whether the use of an image implies a transparent surrounding. */
export function wantsAlpha(
	use: ImageUse,
	format: ImageFormat,
	words: string,
	width: number | null,
	height: number | null,
): boolean {
	if (format === "jpeg" || format === "bmp" || OPAQUE_USES.has(use))
		return false;
	// Apple fills transparent touch icons with black.
	if (use === "touch-icon") return false;
	if (ICON_USES.has(use) || format === "svg" || format === "ico") return true;
	if (CUT_OUT.test(words)) return true;
	if (FULL.test(words) || use === "background") return false;
	if (width === null || height === null) return format === "png";
	return width <= 512 && height <= 512 && width / height < 2;
}
