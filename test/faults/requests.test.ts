// Hostile input through the public API: refused before a worker starts, or drawn at exactly the asked size.
import {
	generateImage,
	makeRegistry,
	memoryWeightStore,
	openEngine,
} from "@musa/core";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestEngine, type TestEngine } from "../support/node-engine.js";
import { tinyPack } from "../support/packs.js";

const PATIENT = { timeout: 300_000 };
const pack = tinyPack();
const size = { width: 16, height: 16 };

/** Draws with an engine whose worker must never start. */
function refuse(request: unknown): Promise<unknown> {
	const engine = openEngine({
		spawn: () => {
			throw new Error("a worker was started for a bad request");
		},
		weightStore: memoryWeightStore({}),
	});
	return generateImage(new AbortController().signal, request, {
		registry: makeRegistry([pack.manifest]),
		engine,
	});
}

const BAD: [string, unknown, string][] = [
	["nothing", undefined, "request/invalid"],
	["null", null, "request/invalid"],
	["a list", [], "request/invalid"],
	["an unknown field", { prompt: "a", size, colour: 1 }, "request/invalid"],
	["a prompt that is a number", { prompt: 7, size }, "request/invalid"],
	["an empty prompt", { prompt: "", size }, "request/prompt-empty"],
	[
		"a prompt of 1 MB",
		{ prompt: "heart ".repeat(180_000), size },
		"request/prompt-too-long",
	],
	["a NUL", { prompt: "a\0b", size }, "request/prompt-control-characters"],
	[
		"an escape sequence",
		{ prompt: "a\u001b[31mb", size },
		"request/prompt-control-characters",
	],
	[
		"half an emoji",
		{ prompt: "a \ud83d", size },
		"request/prompt-control-characters",
	],
	["no size", { prompt: "a" }, "request/size-invalid"],
	...[
		0,
		-1,
		4097,
		1e9,
		1.5,
		Number.NaN,
		Number.POSITIVE_INFINITY,
		"16",
		null,
		-0,
	].map((width): [string, unknown, string] => [
		`a width of ${Object.is(width, -0) ? "-0" : JSON.stringify(width)} (${width})`,
		{ prompt: "a", size: { width, height: 16 } },
		"request/size-invalid",
	]),
	...[-1, 2 ** 32, 0.5, Number.NaN, "7", 2 ** 53].map(
		(seed): [string, unknown, string] => [
			`the seed ${seed}`,
			{ prompt: "a", size, seed },
			"request/seed-invalid",
		],
	),
	["no steps", { prompt: "a", size, stepCount: 0 }, "request/steps-invalid"],
	[
		"a million steps",
		{ prompt: "a", size, stepCount: 1e6 },
		"request/steps-invalid",
	],
	[
		"guidance NaN",
		{ prompt: "a", size, guidanceScale: Number.NaN },
		"request/guidance-invalid",
	],
	[
		"the style __proto__",
		{ prompt: "a", size, style: "__proto__" },
		"request/style-unknown",
	],
	[
		"the model ../../etc",
		{ prompt: "a", size, modelId: "../../etc" },
		"request/model-unknown",
	],
	[
		"the device cpu",
		{ prompt: "a", size, device: "cpu" },
		"request/device-unknown",
	],
	[
		"a background with CSS",
		{ prompt: "a", size, background: "#fff;url(//x)" },
		"request/background-invalid",
	],
];

describe("refused before anything starts:", PATIENT, () => {
	test.each(BAD)("%s", async (_, request, code) => {
		await expect(refuse(request)).rejects.toMatchObject({
			name: "RequestError",
			code,
		});
	});

	test("no message repeats the prompt", async () => {
		const failure = refuse({ prompt: "secret\0word", size });
		await expect(failure).rejects.not.toHaveProperty(
			"message",
			expect.stringContaining("secret"),
		);
	});
});

describe("drawn at exactly the asked size:", PATIENT, () => {
	let engine: TestEngine;
	beforeAll(() => {
		engine = openTestEngine(pack);
	});
	afterAll(() => engine.engine.close());

	const prompts = [
		"the of and",
		"❤️🧑‍🚀🏳️‍🌈".repeat(50),
		"قلب أحمر \u202eevil\u202c",
		"Z̷̢͝a̶̛l̸g̶o̷".repeat(20),
		"__proto__ constructor toString",
		"'; DROP TABLE pictures; --",
		"<script>alert(1)</script> {{x}}",
		"(((red))) [heart:1.5] --seed 9",
		"x".repeat(2000),
		"\ufeffheart\u200b\u200d",
		"тест 红心 ハート แมว 심장",
	];
	test.each(prompts)("the prompt %j", async (prompt) => {
		const { image } = await engine.draw({ prompt, size, seed: 1 });
		expect(image).toMatchObject(size);
		expect(image.pixels.length).toBe(4 * 16 * 16);
	});

	test.each([
		[1, 1],
		[1, 4096],
		[4096, 1],
		[3, 701],
		[127, 129],
		[513, 511],
	])("%d x %d px", async (width, height) => {
		const { image } = await engine.draw({
			prompt: "a red heart",
			size: { width, height },
			seed: 1,
		});
		expect(image).toMatchObject({ width, height });
		expect(image.pixels.length).toBe(4 * width * height);
	});

	test("any size, with a transparent frame for an object", async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 16, max: 700 }),
				fc.integer({ min: 16, max: 700 }),
				fc.nat(2 ** 32 - 1),
				async (width, height, seed) => {
					const { image } = await engine.draw({
						prompt: "a red heart",
						size: { width, height },
						seed,
					});
					expect(image).toMatchObject({ width, height });
					const corners = [
						0,
						width - 1,
						width * (height - 1),
						width * height - 1,
					];
					for (const corner of corners)
						expect(image.pixels[4 * corner + 3]).toBe(0);
				},
			),
			{ numRuns: 6 },
		);
	});

	test("a background prompt is opaque everywhere", async () => {
		const { image, plan } = await engine.draw({
			prompt: "blue gradient background",
			size: { width: 150, height: 60 },
			seed: 1,
		});
		expect(plan.kind).toBe("background");
		expect(image.pixels.every((value, i) => i % 4 !== 3 || value === 255)).toBe(
			true,
		);
	});
});
