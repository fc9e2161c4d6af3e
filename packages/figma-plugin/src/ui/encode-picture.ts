import {
	encodePng,
	type Recipe,
	type RgbaImage,
	writeRecipe,
} from "@musa/core";

// Above this many pixels the browser's own encoder works beside the page instead of in it.
const maxPixelsInPage = 300 * 300;

/** A picture as PNG bytes; a recipe marks it as drawn by a model. */
export async function encodePicture(
	image: RgbaImage,
	recipe: Recipe | undefined,
): Promise<Uint8Array> {
	const png =
		image.width * image.height > maxPixelsInPage
			? ((await encodeOutsidePage(image)) ?? encodePng(image))
			: encodePng(image);
	return recipe ? writeRecipe(png, recipe) : png;
}

/** A draft as PNG bytes, by the browser's own encoder: ours would hold the page up, above all the first time. */
export async function encodeDraft(image: RgbaImage): Promise<Uint8Array> {
	return (await encodeOutsidePage(image)) ?? encodePng(image);
}

async function encodeOutsidePage({
	width,
	height,
	pixels,
}: RgbaImage): Promise<Uint8Array | undefined> {
	const canvas = new OffscreenCanvas(width, height);
	const context = canvas.getContext("2d");
	if (!context) return undefined;
	const data = new ImageData(width, height);
	data.data.set(pixels);
	context.putImageData(data, 0, 0);
	const blob = await canvas.convertToBlob({ type: "image/png" });
	return new Uint8Array(await blob.arrayBuffer());
}
