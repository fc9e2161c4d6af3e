import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { MusaError } from "../errors.js";
import {
	type ModelManifest,
	parseManifest,
	selectFiles,
	selectGraph,
} from "./manifest.js";
import { manifestSchema } from "./manifest-schema.js";
import { sampleManifest } from "./testing/sample-manifest.js";

function refusal(
	change: (manifest: ReturnType<typeof editable>) => void,
): MusaError {
	const manifest = editable();
	change(manifest);
	try {
		parseManifest(manifest);
	} catch (error) {
		if (MusaError.is(error, "model/manifest-invalid")) return error;
		throw error;
	}
	throw new Error("the manifest was accepted");
}

const weightsFile = "weights/denoiser.safetensors";
/** The sample's files have three bytes each. */
const knownWords = (file: string, bits: number) => ({
	file,
	bits,
	hashes: 7,
	calibration: { intercept: 0, knownShare: 1, knownPhrase: 1, wordCount: 0 },
});

// biome-ignore lint/suspicious/noExplicitAny: tests break the manifest in ways its type forbids
function editable(): any {
	return structuredClone(sampleManifest);
}

describe("parseManifest", () => {
	test("accepts a value, text and bytes alike", () => {
		const text = JSON.stringify(sampleManifest);
		expect(parseManifest(sampleManifest)).toEqual(sampleManifest);
		expect(parseManifest(text)).toEqual(sampleManifest);
		expect(parseManifest(new TextEncoder().encode(text))).toEqual(
			sampleManifest,
		);
		const plain = editable();
		plain.styles[0].oneColour = true;
		expect(parseManifest(plain).styles[0].oneColour).toBe(true);
	});

	test.each<[string, (manifest: ReturnType<typeof editable>) => void]>([
		["surprise", (m) => (m.surprise = 1)],
		["image.depth", (m) => (m.image.depth = 8)],
		["networks.matting", (m) => (m.networks.matting = m.networks.decoder)],
		[
			"networks.decoder.graphs.wasm",
			(m) => (m.networks.decoder.graphs.wasm = {}),
		],
		["files[1].url", (m) => (m.files[1].url = "x")],
		["tokenizer", (m) => delete m.tokenizer],
		["networks.upscaler-x8", (m) => delete m.networks["upscaler-x8"]],
		["schemaVersion", (m) => (m.schemaVersion = 2)],
		["id", (m) => (m.id = "../up")],
		["version", (m) => (m.version = "latest")],
		["sampling.stepCount", (m) => (m.sampling.stepCount = 51)],
		["sampling.stepCount", (m) => (m.sampling.stepCount = 1.5)],
		["sampling.scheduler", (m) => (m.sampling.scheduler = "ddim")],
		["defaultStyle", (m) => (m.defaultStyle = "oil")],
		["latents.grids", (m) => (m.latents.grids = [{ height: 3, width: 6 }])],
		["knownWords.file", (m) => (m.knownWords = knownWords("none.bin", 8))],
		["knownWords.bits", (m) => (m.knownWords = knownWords(weightsFile, 25))],
		[
			"knownWords.phrases",
			(m) => (m.knownWords = { ...knownWords(weightsFile, 8), phrases: "yes" }),
		],
		[
			"knownWords.calibration.intercept",
			(m) => {
				m.knownWords = knownWords(weightsFile, 8);
				m.knownWords.calibration.intercept = Number.NaN;
			},
		],
		[
			"latents.grids",
			(m) => (m.latents.grids = Array(2).fill({ height: 4, width: 4 })),
		],
		["styles[0].oneColour", (m) => (m.styles[0].oneColour = "yes")],
		["latents.grids", (m) => (m.latents.grids = [])],
		[
			"latents.grids[0].height",
			(m) => (m.latents.grids = [{ height: 0, width: 4 }]),
		],
		[
			"image.width",
			(m) => {
				m.latents.grids = [{ height: 4, width: 4 }];
				m.image.width = 130;
			},
		],
		["alphaLevels.low", (m) => (m.alphaLevels.low = 1)],
		["files[0].sha256", (m) => (m.files[0].sha256 = "ABC")],
		["files[9].path", (m) => (m.files[9].path = m.files[8].path)],
		[
			"networks.denoiser.weights",
			(m) => (m.networks.denoiser.weights = "weights/other.safetensors"),
		],
		[
			"networks.denoiser.graphs.default.file",
			(m) => (m.networks.denoiser.graphs.default.file = "graphs/o.onnx"),
		],
	])("refuses a wrong %s and names it", (field, change) => {
		const error = refusal(change);
		expect(error.details.field).toBe(field);
		expect(error.message).toContain(field);
	});

	test.each([
		"../secret",
		"/etc/passwd",
		"a/../../b",
		"C:\\x",
		"a//b",
		"a/./b",
		".hidden",
		"a\\b",
		"a/b\u0000",
		"",
		"a/%2e%2e/b",
	])("refuses the path %j", (path) => {
		expect(refusal((m) => (m.files[0].path = path)).details.field).toBe(
			"files[0].path",
		);
	});

	test.each([null, 1, [], "", "{", "[]", new Uint8Array([0xff])])(
		"refuses %j",
		(input) => {
			expect(() => parseManifest(input)).toThrow(/manifest/u);
		},
	);

	test("refuses a field that would reach a prototype", () => {
		const text = JSON.stringify(sampleManifest).replace(
			"{",
			'{"__proto__":{"id":"x"},',
		);
		expect(() => parseManifest(text)).toThrow(/__proto__/u);
	});
});

test("a device without a graph of its own takes the default one", () => {
	const manifest: ModelManifest = editable();
	const denoiser = {
		...manifest.networks.denoiser,
		graphs: {
			...manifest.networks.denoiser.graphs,
			webgpu: { file: "graphs/decoder.onnx", int8: [] },
		},
	};
	expect(selectGraph(denoiser, "webgpu").file).toBe("graphs/decoder.onnx");
	expect(selectGraph(denoiser, "wasm").file).toBe("graphs/denoiser.onnx");
	expect(selectGraph(manifest.networks.decoder, "webgpu").file).toBe(
		"graphs/decoder.onnx",
	);
	expect(selectFiles(manifest, "wasm")).toEqual(manifest.files);
});

test("models/schema/manifest.schema.json is the schema that the parser reads (npm run schema renews it)", async () => {
	const file = new URL(
		"../../../../models/schema/manifest.schema.json",
		import.meta.url,
	);
	expect(JSON.parse(await readFile(file, "utf8"))).toEqual(
		JSON.parse(JSON.stringify(manifestSchema)),
	);
});
