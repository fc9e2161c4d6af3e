// Colours as people see distances between them: OKLab (Ottosson, 2020, https://bottosson.github.io/posts/oklab/).

/** Lightness 0 to 1, green–red and blue–yellow about -0.4 to 0.4. */
export type Oklab = readonly [lightness: number, a: number, b: number];

/** Red, green and blue of sRGB, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** Of whole values, which nearly all are. */
const linearOf = Float64Array.from({ length: 256 }, (_, value) =>
	toLinear(value / 255),
);

/** From sRGB to OKLab. */
export function toOklab([red, green, blue]: Rgb): Oklab {
	const r = linearOf[red] ?? toLinear(red / 255);
	const g = linearOf[green] ?? toLinear(green / 255);
	const b = linearOf[blue] ?? toLinear(blue / 255);
	const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
	const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
	const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
	return [
		0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
		1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
		0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
	];
}

/** From OKLab to the nearest whole sRGB values; what sRGB cannot show is clipped. */
export function fromOklab([lightness, a, b]: Oklab): Rgb {
	const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
	const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
	const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
	return [
		toByte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
		toByte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
		toByte(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
	];
}

/** Distance of two colours, ΔE OK times 100: black and white are 100 apart, 2 is just visible. */
export function deltaE(first: Oklab, second: Oklab): number {
	return (
		100 *
		Math.hypot(first[0] - second[0], first[1] - second[1], first[2] - second[2])
	);
}

/** Reads `#rrggbb`; `undefined` for anything else. */
export function parseHexColour(text: string): Rgb | undefined {
	if (!/^#[0-9a-f]{6}$/i.test(text)) return undefined;
	const value = Number.parseInt(text.slice(1), 16);
	return [value >> 16, (value >> 8) & 255, value & 255];
}

/** Writes `#rrggbb`. */
export function formatHexColour(rgb: Rgb): string {
	return `#${rgb.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

function toLinear(value: number): number {
	return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function toByte(linear: number): number {
	const value =
		linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
	return Math.round(255 * Math.min(1, Math.max(0, value)));
}
