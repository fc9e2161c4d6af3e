// The picture that is in a layer already, as pixels to start from.
import type { RgbaImage } from "@musa/core";
import type { SandboxClient } from "./sandbox.js";

// px; the model looks at less.
const maxSide = 512;

/**
 * Reads the picture that is seen in a layer, drafts apart, at 512 px at most.
 *
 * @returns nothing if the layer has none
 * @throws Error with a sentence for the user when it cannot be read
 */
export async function readLayerPicture(
	sandbox: SandboxClient,
	nodeId: string,
): Promise<RgbaImage | undefined> {
	const file = await sandbox.ask("read-picture", { nodeId });
	if (!file) return undefined;
	try {
		const bitmap = await createImageBitmap(new Blob([file.slice()]));
		const scale = Math.min(1, maxSide / Math.max(bitmap.width, bitmap.height));
		const width = Math.max(1, Math.round(scale * bitmap.width));
		const height = Math.max(1, Math.round(scale * bitmap.height));
		const context = new OffscreenCanvas(width, height).getContext("2d");
		if (!context) throw new Error("no canvas");
		context.imageSmoothingQuality = "high";
		context.drawImage(bitmap, 0, 0, width, height);
		bitmap.close();
		const { data } = context.getImageData(0, 0, width, height);
		return { width, height, pixels: data };
	} catch (cause) {
		throw new Error(
			"The picture in this layer cannot be read. Move Change to 100 % to draw a new one.",
			{ cause },
		);
	}
}
