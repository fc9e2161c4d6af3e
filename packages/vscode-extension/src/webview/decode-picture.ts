import type { Pixels } from "@musa/ui";
import { t } from "@musa/ui";

/**
 * Pixels of an image file; the browser knows the formats.
 *
 * @throws DOMException when it is no picture
 */
export async function decodePicture(bytes: Uint8Array): Promise<Pixels> {
	const bitmap = await createImageBitmap(new Blob([bytes.slice()]), {
		premultiplyAlpha: "none",
	});
	const { width, height } = bitmap;
	const context = new OffscreenCanvas(width, height).getContext("2d");
	if (!context) throw new Error(t("The page has no canvas."));
	context.drawImage(bitmap, 0, 0);
	bitmap.close();
	return {
		width,
		height,
		pixels: context.getImageData(0, 0, width, height).data,
	};
}
