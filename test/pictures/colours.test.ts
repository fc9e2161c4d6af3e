// What the trained model draws has the colour that was asked for, and a thing of several colours keeps the others.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openSpokenNames } from "@musa/core";
import { afterAll, describe, expect, test } from "vitest";
import { openTestEngine } from "../support/node-engine.js";
import { ROOT, realPack } from "../support/packs.js";

const pack = realPack();
const isTrained = pack.manifest.knownWords !== undefined;
const names = openSpokenNames(
	readFileSync(join(ROOT, "models/words/spoken-names.bin")),
);
const { engine, draw } = openTestEngine(pack);
afterAll(() => engine.close());

/** Degrees of hue in HSV around which a colour word lies, and how far. */
const hues = {
	red: [0, 20],
	orange: [32, 15],
	yellow: [48, 14],
	green: [130, 40],
	blue: [215, 25],
	purple: [260, 25],
	pink: [340, 22],
} as const;

/** Of the solid pixels the share that a test of red, green and blue, 0 to 255, holds for. */
async function measure(
	prompt: string,
	style: string,
	holds: (rgb: readonly [number, number, number]) => boolean,
): Promise<number> {
	const size = { width: 96, height: 96 };
	const { image } = await draw({ prompt, style, size, seed: 1 }, { names });
	let solid = 0;
	let held = 0;
	for (let at = 0; at < image.pixels.length; at += 4) {
		if (image.pixels[at + 3] < 250) continue;
		solid++;
		const [red, green, blue] = image.pixels.subarray(at, at + 3);
		if (holds([red, green, blue])) held++;
	}
	return held / solid;
}

/** Degrees; nothing for what is nearly grey. */
function hueOf([red, green, blue]: readonly [number, number, number]):
	| number
	| undefined {
	const most = Math.max(red, green, blue);
	const range = most - Math.min(red, green, blue);
	if (range < 40) return undefined;
	const sector =
		most === red
			? (green - blue) / range
			: most === green
				? 2 + (blue - red) / range
				: 4 + (red - green) / range;
	return (60 * sector + 360) % 360;
}

const hasHue =
	([hue, reach]: readonly [number, number]) =>
	(rgb: readonly [number, number, number]): boolean => {
		const own = hueOf(rgb);
		return (
			own !== undefined && Math.abs(((own - hue + 540) % 360) - 180) <= reach
		);
	};

describe.runIf(isTrained)("a thing of several colours", () => {
	test.each(
		["car", "house", "rocket", "bus", "cat", "flower", "t-shirt"].flatMap(
			(thing) => Object.keys(hues).map((colour) => [colour, thing] as const),
		),
	)("a %s %s", async (colour, thing) => {
		const hue = hues[colour as keyof typeof hues];
		const share = await measure(`a ${colour} ${thing}`, "flat", hasHue(hue));
		expect(share).toBeGreaterThan(0.25);
		const others = colour === "blue" ? "red" : "blue";
		const plain = await measure(`a ${others} ${thing}`, "flat", hasHue(hue));
		expect(share).toBeGreaterThan(plain + 0.2);
	});

	test.each(["blue", "green", "purple"])(
		"the panes and wheels of a %s bus stay",
		async (colour) => {
			const isDark = (rgb: readonly number[]): boolean => Math.max(...rgb) < 70;
			const isLight = (rgb: readonly number[]): boolean =>
				Math.min(...rgb) > 90 && Math.max(...rgb) > 200;
			const [dark, light] = [isDark, isLight].map((each) =>
				measure(`${colour} bus`, "flat", each),
			);
			expect(await dark).toBeGreaterThan(0.02);
			expect(await light).toBeGreaterThan(0.15);
		},
	);
});

describe.runIf(isTrained)("a style of one colour", () => {
	test.each([
		["ein blaues Haus", [28, 111, 224]],
		["golden key", [226, 169, 37]],
		["gray heart", [138, 143, 152]],
		["a red bell", [224, 49, 49]],
	] as const)("%s has that ink and no other", async (prompt, ink) => {
		for (const style of ["outline", "glyph"]) {
			const share = await measure(prompt, style, (rgb) =>
				rgb.every((value, c) => Math.abs(value - ink[c]) <= 3),
			);
			expect(share).toBeGreaterThan(0.99);
		}
	});
});
