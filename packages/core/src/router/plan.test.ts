import { describe, expect, test } from "vitest";
import { hashModel, makeRegistry } from "../models/registry.js";
import { sampleManifest } from "../models/testing/sample-manifest.js";
import type { Plan } from "../records.js";
import { makePlan } from "./plan.js";
import { parseRequest } from "./request.js";
import { triage } from "./triage.js";

const manifest = {
	...sampleManifest,
	backgroundWords: ["background", "sky"],
	styles: [...sampleManifest.styles, { id: "line", label: "Line" }],
};
const registry = makeRegistry([manifest]);

function plan(changes: object): Plan {
	const asked = {
		prompt: "a red heart",
		size: { width: 512, height: 512 },
		seed: 7,
		...changes,
	};
	const request = parseRequest(asked, registry);
	return makePlan(request, triage(request, manifest), {
		manifest,
		device: "wasm",
	});
}

test("a plan fills in everything that the request leaves open", () => {
	expect(plan({})).toEqual({
		provider: "local",
		modelId: "sample",
		modelVersion: "1.2.3",
		modelSha256: hashModel(manifest),
		prompt: "a red heart",
		style: manifest.defaultStyle,
		kind: "object",
		seed: 7,
		grid: { height: 4, width: 4 },
		nativeSize: { width: 128, height: 128 },
		scheduler: "euler",
		stepCount: 4,
		guidanceScale: 2,
		device: "wasm",
		threadCount: 1,
		upscaleFactors: [4],
		fit: "contain",
		targetSize: { width: 512, height: 512 },
		background: "transparent",
		reasons: [],
	});
});

test("what the request says goes before the model's own settings", () => {
	const asked = {
		seed: 0,
		stepCount: 9,
		guidanceScale: 1,
		style: "line",
		device: "webgpu",
		threadCount: 4,
		background: "#aabbcc",
	};
	expect(plan(asked)).toMatchObject(asked);
	expect(plan({ device: "auto" }).device).toBe("wasm");
});

test.each([
	["a heart", 1, 1, []],
	["a heart", 128, 128, []],
	["a heart", 129, 129, [4]],
	["a heart", 512, 512, [4]],
	["a heart", 513, 513, [8]],
	["a heart", 1024, 1024, [8]],
	["a heart", 1025, 1025, [4, 4]],
	["a heart", 2048, 2048, [4, 4]],
	["a heart", 4096, 4096, [8, 4]],
	["a heart", 4096, 100, []],
	["the sky", 4096, 100, [8, 4]],
	["the sky", 512, 640, [8]],
])("%s at %d x %d is enlarged by %j", (prompt, width, height, factors) => {
	expect(plan({ prompt, size: { width, height } }).upscaleFactors).toEqual(
		factors,
	);
});

const oblong = {
	...manifest,
	latents: {
		...manifest.latents,
		grids: [
			{ height: 6, width: 3 },
			{ height: 4, width: 4 },
			{ height: 3, width: 6 },
			{ height: 3, width: 4 },
			{ height: 6, width: 8 },
		],
	},
};

function planOblong(prompt: string, width: number, height: number, more = {}) {
	const request = parseRequest(
		{ prompt, size: { width, height }, ...more },
		makeRegistry([oblong]),
	);
	const context = { manifest: oblong, device: "wasm" } as const;
	return makePlan(request, triage(request, oblong), context);
}

test.each([
	["the sky", 1000, 1000, "4x4", "128x128", [8]],
	["the sky", 1920, 1080, "6x3", "192x96", [4, 4]],
	["the sky", 1280, 960, "4x3", "128x96", [4, 4]],
	["the sky", 4096, 1, "6x3", "192x96", [8, 4]],
	["the sky", 300, 700, "3x6", "96x192", [4]],
	["the sky", 110, 100, "4x4", "128x128", []],
	["a heart", 1920, 1080, "4x4", "128x128", [4, 4]],
])(
	"%s at %i x %i is drawn on the grid of the nearest shape",
	(prompt, width, height, grid, native, factors) => {
		const made = planOblong(prompt, width, height);
		expect(`${made.grid.width}x${made.grid.height}`).toBe(grid);
		expect(`${made.nativeSize.width}x${made.nativeSize.height}`).toBe(native);
		expect(made.upscaleFactors).toEqual(factors);
	},
);

test("a grid that is asked for goes before the nearest one, if the model has it", () => {
	const grid = { height: 4, width: 4 };
	expect(planOblong("the sky", 600, 300, { grid })).toMatchObject({
		grid,
		nativeSize: { width: 128, height: 128 },
	});
	expect(() =>
		planOblong("the sky", 600, 300, { grid: { height: 5, width: 4 } }),
	).toThrow("it was 4 x 5). Choose one of: 4 x 4, 3 x 6, 6 x 3, 4 x 3, 8 x 6.");
});

test("a model without the large network uses the small one twice", () => {
	const { "upscaler-x8": _, ...networks } = manifest.networks;
	const smaller = { ...manifest, networks } as typeof manifest;
	const request = parseRequest(
		{ prompt: "x", size: { width: 1024, height: 1024 } },
		registry,
	);
	const context = { manifest: smaller, device: "wasm" } as const;
	expect(
		makePlan(request, triage(request, smaller), context).upscaleFactors,
	).toEqual([4, 4]);
	const large = { ...request, size: { width: 4096, height: 4096 } };
	expect(
		makePlan(large, triage(large, smaller), context).upscaleFactors,
	).toEqual([4, 4]);
});

test("a style that the prompt names is taken, unless the request says another", () => {
	expect(plan({ prompt: "Line heart" })).toMatchObject({
		style: "line",
		reasons: ['The word "line" chose the style.'],
	});
	expect(plan({ prompt: "line heart", style: "flat" })).toMatchObject({
		style: "flat",
		reasons: [],
	});
	expect(plan({ prompt: "an online heart" }).style).toBe(manifest.defaultStyle);
});

test("a missing seed is drawn once and written down", () => {
	const request = parseRequest(
		{ prompt: "x", size: { width: 8, height: 8 } },
		registry,
	);
	const draw = (): number =>
		makePlan(request, triage(request, manifest), { manifest, device: "wasm" })
			.seed;
	const seeds = Array.from({ length: 8 }, draw);
	expect(new Set(seeds).size).toBeGreaterThan(1);
	for (const seed of seeds)
		expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32).toBe(true);
});

const init = {
	width: 2,
	height: 1,
	// A view into more bytes than are its own.
	pixels: Uint8Array.of(9, 1, 2, 3, 4, 5, 6, 7, 8, 9).subarray(1, 9),
};

test("a plan names the picture that it starts from by its pixels", () => {
	const made = plan({ init });
	expect(made.init).toEqual({
		width: 2,
		height: 1,
		// printf '\1\2\3\4\5\6\7\10' | sha256sum
		sha256: "66840dda154e8a113c31dd0ad32f7f3a366a80e8136979d8f5a101d3d29d6f72",
		strength: 0.6,
	});
	expect(plan({ init, strength: 0.2 }).init?.strength).toBe(0.2);
	expect(made.stepCount).toBe(4);
	expect(JSON.stringify(made)).not.toContain("pixels");
});

test("where all may change nothing of a picture is left, and where nothing may nothing is enlarged", () => {
	expect(plan({ init, strength: 1 })).toEqual(plan({}));
	expect(plan({ init, strength: 0 }).upscaleFactors).toEqual([]);
});

const reasonTable: readonly [
	string,
	object,
	Partial<Plan>,
	readonly RegExp[],
][] = [
	["a red heart", {}, { kind: "object", fit: "contain" }, []],
	[
		"Evening SKY",
		{},
		{ kind: "background", fit: "cover" },
		[/"sky" asks.*no transparent/],
	],
	[
		"evening sky",
		{ background: "#000" },
		{ kind: "background" },
		[/"sky" asks.*frame\.$/],
	],
	["skyscraper", {}, { kind: "object" }, []],
	["one two three four five the a", {}, {}, []],
	[
		"one two three four five six seven",
		{},
		{},
		[/reads 5 words.*after "five"/],
	],
	['a sign "SALE"', {}, {}, [/cannot write/]],
	["a sign «soldes»", {}, {}, [/cannot write/]],
	["a heart's beat", {}, {}, []],
	["!!!", {}, { kind: "object" }, [/no words/]],
];

test.each(reasonTable)("%s %j", (prompt, changes, expected, reasons) => {
	const made = plan({ prompt, ...changes });
	expect(made).toMatchObject(expected);
	expect(made.reasons).toHaveLength(reasons.length);
	reasons.forEach((pattern, i) => {
		expect(made.reasons[i]).toMatch(pattern);
	});
});

test("triage says whether the picture needs alpha and lists the words it saw", () => {
	const read = (prompt: string, background?: "#000000") =>
		triage(
			{
				prompt,
				size: { width: 8, height: 8 },
				...(background ? { background } : {}),
			},
			manifest,
		);
	expect(read("The Red  heart!")).toMatchObject({
		needsAlpha: true,
		words: ["red", "heart"],
	});
	expect(read("heart", "#000000").needsAlpha).toBe(false);
	expect(read("sky").needsAlpha).toBe(false);
});

describe("a word for a ground before a thing says how the thing looks", () => {
	const grounds = {
		...sampleManifest,
		backgroundWords: ["background", "gradient", "pattern", "wallpaper"],
	};
	const kindOf = (prompt: string): string =>
		triage(
			parseRequest(
				{ prompt, size: { width: 64, height: 64 } },
				makeRegistry([grounds]),
			),
			grounds,
		).kind;

	test.each([
		...["purple gradient sphere", "gradient heart icon", "gradient app icon"],
		...["pattern lock", "wallpaper roll", "background check icon"],
	])("%s", (prompt) => {
		expect(kindOf(prompt)).toBe("object");
	});

	test.each([
		...["gradient", "blue gradient", "gradient wallpaper in teal"],
		...["gradient mesh background", "pattern of leaves", "background image"],
		...["wallpaper flowers", "gradient, heart", "gradient and heart gradient"],
		...["pattern cat, pattern", "background art", "abstract gradient blue"],
	])("but not in %s", (prompt) => {
		expect(kindOf(prompt)).toBe("background");
	});
});
