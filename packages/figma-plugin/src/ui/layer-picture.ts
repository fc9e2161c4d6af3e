// The picture that is in a layer already, as pixels to start from.
import type { RgbaImage } from "@musa/core";
import { decodeSmall } from "./decode-small.js";
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
		return await decodeSmall(file, maxSide);
	} catch (cause) {
		throw new Error(
			"The picture in this layer cannot be read. Move Change to 100 % to draw a new one.",
			{ cause },
		);
	}
}
