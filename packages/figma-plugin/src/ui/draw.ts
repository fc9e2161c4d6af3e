// From words to a picture in the file's colours: core draws, then hue and palette are applied.
import {
	generateImage,
	makeHueTurn,
	makePaletteLock,
	measurePalette,
	type OnProgress,
	type PaletteDistance,
	type Plan,
	parseHexColour,
	planPaletteLock,
	type RgbaImage,
	type Variation,
} from "@musa/core";
import type { Size } from "../messages.js";
import type { Studio } from "./studio.js";

/** Everything that decides how a picture looks. */
export interface Look {
	readonly prompt: string;
	readonly style: string;
	readonly seed: number;
	readonly variation?: Variation | undefined;
	/** Degrees. */
	readonly hue: number;
	/** `#rrggbb`; empty leaves the colours alone. */
	readonly colours: readonly string[];
}

/** A picture with what made it. */
export interface Drawing {
	readonly look: Look;
	readonly image: RgbaImage;
	readonly plan: Plan;
	/** How far it is from the palette, if there is one. */
	readonly distance: PaletteDistance | undefined;
}

/** Draws looks; remembers the last picture, so that a change of colour needs no model. */
export type Draw = (
	signal: AbortSignal,
	studio: Studio,
	look: Look,
	size: Size,
	onProgress?: OnProgress,
) => Promise<Drawing>;

const rowsPerSlice = 256;

/** Makes the function that draws. @throws MusaError, AbortError */
export function makeDraw(): Draw {
	let last: { key: string; image: RgbaImage; plan: Plan } | undefined;
	return async (signal, studio, look, size, onProgress) => {
		const { prompt, style, seed, variation } = look;
		const key = JSON.stringify([prompt, style, seed, variation, size]);
		if (last?.key !== key) {
			const request = { prompt, style, seed, variation, size };
			const { engine, registry } = studio;
			const { image, plan } = await generateImage(signal, request, {
				engine,
				registry,
				onProgress,
			});
			last = { key, image, plan };
		}
		const { image: drawn, plan } = last;
		const image = { ...drawn, pixels: drawn.pixels.slice() };
		if (look.hue !== 0)
			await changeInSlices(signal, image, makeHueTurn(look.hue));
		const colours = look.colours
			.map(parseHexColour)
			.filter((rgb) => rgb !== undefined);
		if (colours.length > 0) {
			const lock = makePaletteLock(planPaletteLock(image, colours));
			await changeInSlices(signal, image, lock);
		}
		const distance =
			colours.length > 0 ? measurePalette(image, colours) : undefined;
		return { look, image, plan, distance };
	};
}

/** Large pictures take a while: the page gets its turn in between. */
async function changeInSlices(
	signal: AbortSignal,
	{ width, height, pixels }: RgbaImage,
	change: (pixels: Uint8Array | Uint8ClampedArray) => void,
): Promise<void> {
	for (let row = 0; row < height; row += rowsPerSlice) {
		signal.throwIfAborted();
		change(pixels.subarray(4 * width * row, 4 * width * (row + rowsPerSlice)));
		if (row + rowsPerSlice < height)
			await new Promise((resolve) => setTimeout(resolve, 0));
	}
}
