// From words to a picture in the file's colours: core draws, then hue and palette are applied.
import {
	type Device,
	generateImage,
	type ImageRequest,
	type ImageSize,
	makeHueTurn,
	makePaletteLock,
	makeTurns,
	measurePalette,
	type OnProgress,
	type Plan,
	parseHexColour,
	planPaletteLock,
	type RgbaImage,
} from "@musa/core";
import type { Drawing, Look, Studio } from "./look.js";

/** What most pictures do without. */
export interface DrawOptions {
	readonly onProgress?: OnProgress | undefined;
	readonly background?: ImageRequest["background"] | undefined;
	readonly threadCount?: number | undefined;
	/** Where networks run; `wasm` by default. */
	readonly device?: Device | undefined;
}

/** Draws looks; remembers the last picture, so that a change of colour needs no model. */
export type Draw = (
	signal: AbortSignal,
	studio: Pick<Studio, "engine" | "registry" | "names" | "device">,
	look: Look,
	size: ImageSize,
	options?: DrawOptions,
) => Promise<Drawing>;

// 64 kB of a picture 1024 px wide: well under a ms of work.
const rowsPerSlice = 16;

/** Makes the function that draws. @throws MusaError, AbortError */
export function makeDraw(): Draw {
	let last:
		| { key: string; from: RgbaImage | undefined; image: RgbaImage; plan: Plan }
		| undefined;
	return async (signal, studio, look, size, options = {}) => {
		const { prompt, style, seed, variation, start } = look;
		const { onProgress, background, threadCount, device } = options;
		const key = JSON.stringify([
			...[prompt, style, seed, variation, size],
			...[background, threadCount, device, start?.strength],
		]);
		if (last?.key !== key || last.from !== start?.image) {
			const request = {
				...{ prompt, seed, variation, size },
				...(style === "" ? {} : { style }),
				...(studio.device === undefined ? {} : { device: studio.device }),
				...(start && { init: start.image, strength: start.strength }),
				...(background === undefined ? {} : { background }),
				...(threadCount === undefined ? {} : { threadCount }),
			};
			const { engine, registry, names } = studio;
			const { image, plan } = await generateImage(signal, request, {
				engine,
				registry,
				names,
				device,
				onProgress,
			});
			last = { key, from: start?.image, image, plan };
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

/**
 * Draws as `makeDraw` does and remembers several pictures: a draft, and those to choose from.
 *
 * @param limit  how many
 */
export function makeDraws(limit: number): Draw {
	const draws = new Map<string, Draw>();
	return (signal, studio, look, size, options) => {
		const { prompt, style, seed, variation } = look;
		const key = JSON.stringify([prompt, style, seed, variation, size]);
		const draw = draws.get(key) ?? makeDraw();
		draws.delete(key);
		draws.set(key, draw);
		const [oldest] = draws.keys();
		if (draws.size > limit && oldest !== undefined) draws.delete(oldest);
		return draw(signal, studio, look, size, options);
	};
}

/** Large pictures take a while: the page gets its turn in between. */
async function changeInSlices(
	signal: AbortSignal,
	{ width, height, pixels }: RgbaImage,
	change: (pixels: Uint8Array | Uint8ClampedArray) => void,
): Promise<void> {
	const takeTurn = makeTurns();
	for (let row = 0; row < height; row += rowsPerSlice) {
		signal.throwIfAborted();
		change(pixels.subarray(4 * width * row, 4 * width * (row + rowsPerSlice)));
		await takeTurn();
	}
}
