import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ErrorCode } from "../errors.js";
import { makeRegistry } from "../models/registry.js";
import { sampleManifest } from "../models/testing/sample-manifest.js";
import { parseRequest } from "./request.js";

const registry = makeRegistry([sampleManifest]);
const valid = { prompt: "a red heart", size: { width: 512, height: 512 } };
const parse = (changes: object): unknown =>
	parseRequest({ ...valid, ...changes }, registry);

const init = {
	width: 2,
	height: 1,
	pixels: Uint8Array.of(1, 2, 3, 4, 0, 0, 0, 0),
};

test("the smallest request keeps nothing but what was asked", () => {
	expect(parseRequest(valid, registry)).toEqual(valid);
	expect(parse({ seed: undefined, style: undefined })).toEqual(valid);
});

test("everything that can be asked is kept", () => {
	const all = {
		...valid,
		seed: 2 ** 32 - 1,
		variation: { seed: 3, strength: 0.25 },
		stepCount: 50,
		guidanceScale: 1,
		style: "flat",
		background: "#ff8800",
		init,
		strength: 0.25,
		grid: { height: 4, width: 4 },
		modelId: "sample",
		device: "native",
		threadCount: 16,
	};
	expect(parseRequest(all, registry)).toEqual(all);
});

test("a prompt is trimmed, and line ends and tabs become spaces", () => {
	expect(parse({ prompt: " a\tred\r\nheart \n" })).toMatchObject({
		prompt: "a red  heart",
	});
});

test("2,000 characters are enough and 2,001 too many, however they are stored", () => {
	for (const character of ["x", "😀", "字"]) {
		expect(parse({ prompt: character.repeat(2000) })).toBeDefined();
		expect(() => parse({ prompt: character.repeat(2001) })).toThrow(
			"2001 characters",
		);
	}
	expect(parse({ prompt: `${" ".repeat(5000)}x` })).toMatchObject({
		prompt: "x",
	});
});

test("a model without an encoder says so", () => {
	const { encoder, ...networks } = sampleManifest.networks;
	expect(encoder).toBeDefined();
	const blind = { ...sampleManifest, networks } as typeof sampleManifest;
	const ask = (): unknown =>
		parseRequest({ ...valid, init }, makeRegistry([blind]));
	expect(ask).toThrow(
		"The model Sample cannot start from a picture. Leave the picture away, or choose another model.",
	);
	expect(ask).toThrow(
		expect.objectContaining({ code: "request/init-unsupported" }),
	);
});

test("a picture from another realm is a picture", () => {
	const pixels = runInNewContext("Uint8ClampedArray.of(1, 2, 3, 4)");
	expect(pixels).not.toBeInstanceOf(Uint8ClampedArray);
	expect(parse({ init: { width: 1, height: 1, pixels } })).toMatchObject({
		init: { pixels },
	});
});

test("short colours are written out", () => {
	expect(parse({ background: "#FA0" })).toMatchObject({
		background: "#ffaa00",
	});
	expect(parse({ background: "#AbCdEf" })).toMatchObject({
		background: "#abcdef",
	});
});

const faults: readonly [ErrorCode, object][] = [
	["request/prompt-empty", { prompt: "" }],
	["request/prompt-empty", { prompt: " \n\t " }],
	["request/prompt-empty", { prompt: undefined }],
	["request/invalid", { prompt: 7 }],
	["request/invalid", { colour: "red" }],
	["request/prompt-too-long", { prompt: "x".repeat(2 ** 20) }],
	["request/prompt-control-characters", { prompt: "a\0heart" }],
	["request/prompt-control-characters", { prompt: "a \u001b[31mheart" }],
	["request/prompt-control-characters", { prompt: "a\u007fheart" }],
	["request/prompt-control-characters", { prompt: "a \ud800 heart" }],
	...[undefined, null, 512, "512x512", {}, { width: 512 }].map(
		(size): [ErrorCode, object] => ["request/size-invalid", { size }],
	),
	...[0, -1, 4097, 1.5, Number.NaN, Infinity, "512", 2 ** 53].map(
		(width): [ErrorCode, object] => [
			"request/size-invalid",
			{ size: { width, height: 8 } },
		],
	),
	["request/size-invalid", { size: { width: 8, height: 0 } }],
	...[-1, 2 ** 32, 0.5, Number.NaN, "7", null].map(
		(seed): [ErrorCode, object] => ["request/seed-invalid", { seed }],
	),
	...[0, 51, 2.5, "4"].map((stepCount): [ErrorCode, object] => [
		"request/steps-invalid",
		{ stepCount },
	]),
	...[0.9, 10.1, Number.NaN, "2"].map((guidanceScale): [ErrorCode, object] => [
		"request/guidance-invalid",
		{ guidanceScale },
	]),
	["request/style-unknown", { style: "baroque" }],
	["request/style-unknown", { style: "" }],
	["request/style-unknown", { style: ["flat"] }],
	["request/model-unknown", { modelId: "other" }],
	["request/model-unknown", { modelId: 1 }],
	["request/device-unknown", { device: "cuda" }],
	["request/device-unknown", { device: "" }],
	...["red", "#ff", "#ggg", "#ff88001", "", "ff8800", "#ff8800\n", 0].map(
		(background): [ErrorCode, object] => [
			"request/background-invalid",
			{ background },
		],
	),
	...[
		null,
		"draft.png",
		{},
		{ ...init, width: 0 },
		{ ...init, width: 1.5 },
		{ ...init, height: 2 },
		{ ...init, pixels: [...init.pixels] },
		{ ...init, pixels: new Uint16Array(8) },
		{ ...init, pixels: init.pixels.buffer },
		{ ...init, pixels: Uint8Array.of(1, 2, 3, 0, 1, 2, 3, 0) },
	].map((bad): [ErrorCode, object] => ["request/init-invalid", { init: bad }]),
	...[-0.01, 1.01, Number.NaN, "0.5", null].map(
		(strength): [ErrorCode, object] => [
			"request/strength-invalid",
			{ init, strength },
		],
	),
	["request/strength-invalid", { strength: 0.5 }],
	...[null, {}, "4x4", { height: 4, width: 5 }].map(
		(grid): [ErrorCode, object] => ["request/grid-unknown", { grid }],
	),
	...[0, 17, 1.5, "2"].map((threadCount): [ErrorCode, object] => [
		"request/threads-invalid",
		{ threadCount },
	]),
];

test.each(faults)("%s: %j", (code, changes) => {
	expect(() => parse(changes)).toThrow(expect.objectContaining({ code }));
});

test.each([[null], [undefined], ["a red heart"], [7], [[]]])(
	"%j is no request",
	(input) => {
		expect(() => parseRequest(input, registry)).toThrow(
			expect.objectContaining({ code: "request/invalid" }),
		);
	},
);

test("an error lists what would have been right and shows what was wrong, on one short line", () => {
	expect(() => parse({ style: "baroque" })).toThrow("Choose one of: flat.");
	expect(() => parse({ size: { width: "12x", height: 8 } })).toThrow(
		"it was 12x x 8",
	);
	expect(() => parse({ style: `x\n\u202e${"y".repeat(99)}` })).toThrow(
		/called x\?\?y{37}…\./u,
	);
});

test("whatever is asked, the answer is a request or a request error", () => {
	const field = fc.constantFrom(
		...["prompt", "size", "seed", "stepCount", "guidanceScale", "style"],
		...[
			"background",
			"grid",
			"init",
			"strength",
			"modelId",
			"device",
			"threadCount",
		],
	);
	fc.assert(
		fc.property(fc.dictionary(field, fc.anything()), (changes) => {
			try {
				parse(changes);
			} catch (error) {
				expect(error).toMatchObject({ name: "RequestError" });
			}
		}),
	);
});

test.each([
	null,
	1,
	{},
	{ seed: 1 },
	{ seed: -1, strength: 0.5 },
	{ seed: 1, strength: 1.01 },
	{ seed: 1, strength: Number.NaN },
	{ seed: 1, strength: "0.5" },
])("the variation %j is refused in plain words", (variation) => {
	expect(() => parse({ variation })).toThrow(/seed and a strength/);
});
