import type { Look, PanelMemory, Size } from "../../records.js";
import type { PanelState } from "./state.js";

/** The look that the controls ask for. */
export function readLook(state: PanelState): Look {
	const strength = state.strength.value / 100;
	return {
		prompt: state.prompt.value,
		style: state.style.value,
		seed: state.seed.value,
		...(strength === 0
			? {}
			: { variation: { seed: state.variationSeed.value, strength } }),
		alpha: state.alpha.value,
		hue: state.hue.value,
		colours: readColours(state),
	};
}

/** Sets the controls to a look. */
export function showLook(state: PanelState, look: Partial<Look>): void {
	const { prompt, style, seed, variation, alpha, hue, colours } = look;
	if (prompt !== undefined) state.prompt.value = prompt;
	if (style !== undefined) state.style.value = style;
	if (seed !== undefined) {
		state.seed.value = seed;
		state.strength.value = Math.round(100 * (variation?.strength ?? 0));
		state.variationSeed.value = variation?.seed ?? nextSeed(seed);
	}
	if (alpha !== undefined) state.alpha.value = alpha;
	if (hue !== undefined) state.hue.value = hue;
	if (colours !== undefined) {
		const same = state.palettes.value.find(
			(palette) => String(palette.colours) === String(colours),
		);
		state.ownColours.value = same ? [] : colours;
		state.paletteId.value = same?.id ?? (colours.length > 0 ? "own" : "");
	}
}

/** What the host remembers of the panel. */
export function readMemory(state: PanelState): PanelMemory {
	const slot = state.slot.value;
	return {
		look: readLook(state),
		size: state.size.value,
		...(slot ? { slot } : {}),
		seeds: state.strip.value.map(({ seed }) => seed),
		variationSeed: state.variationSeed.value,
		paletteId: state.paletteId.value,
	};
}

/** The size at which a picture is looked at: the same shape, no side above `limit`. */
export function draftSize({ width, height }: Size, limit: number): Size {
	const factor = Math.min(1, limit / Math.max(width, height));
	const fit = (side: number): number => Math.max(1, Math.round(side * factor));
	return { width: fit(width), height: fit(height) };
}

/** A new seed, uint32. */
export function drawSeed(): number {
	return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}

/** The seed that follows, uint32. */
export function nextSeed(seed: number): number {
	return (seed + 1) >>> 0;
}

function readColours({ paletteId, palettes, ownColours }: PanelState) {
	if (paletteId.value === "own") return ownColours.value;
	return palettes.value.find(({ id }) => id === paletteId.value)?.colours ?? [];
}
