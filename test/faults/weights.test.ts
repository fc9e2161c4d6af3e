// Damaged packs: the file is named, and no picture is ever made of one.
import {
	hashBytes,
	type ModelManifest,
	MusaError,
	memoryWeightStore,
	type WeightStore,
} from "@musa/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openTestEngine } from "../support/node-engine.js";
import { tinyPack } from "../support/packs.js";

const PATIENT = { timeout: 300_000 };
const REQUEST = {
	prompt: "a red heart",
	size: { width: 32, height: 32 },
	seed: 3,
};

const pack = tinyPack();
const { manifest } = pack;
const files = pack.readFiles();
// The upscaler is verified with all others, although a picture of 32 px needs none.
const paths = [
	"weights/decoder.safetensors",
	"weights/upscaler-x4.safetensors",
	"graphs/denoiser.onnx",
];

/** Draws with other bytes for some files; the failure, or a picture that should not be. */
async function drawWith(
	changed: Readonly<Record<string, Uint8Array>>,
	under: ModelManifest = manifest,
): Promise<MusaError> {
	const { engine, draw } = openTestEngine(pack, {
		manifest: under,
		weightStore: memoryWeightStore({ [manifest.id]: { ...files, ...changed } }),
	});
	try {
		await draw(REQUEST);
	} catch (error) {
		if (MusaError.is(error)) return error;
		throw error;
	} finally {
		engine.close();
	}
	throw new Error("a picture was made of damaged weights");
}

/** The manifest that vouches for other bytes, as if they had been published so. */
async function publish(
	path: string,
	bytes: Uint8Array,
): Promise<ModelManifest> {
	const sha256 = await hashBytes(bytes);
	return {
		...manifest,
		files: manifest.files.map((file) =>
			file.path === path ? { path, bytes: bytes.length, sha256 } : file,
		),
	};
}

function bytesOf(path: string): Uint8Array {
	const bytes = files[path];
	if (bytes === undefined) throw new Error(`the tiny model has no ${path}`);
	return bytes;
}

describe(
	"a file that isn't the published one is named and refused:",
	PATIENT,
	() => {
		test.each(paths)("%s, cut anywhere", async (path) => {
			const whole = bytesOf(path);
			for (const length of [0, 1, 8, whole.length >> 1, whole.length - 1]) {
				const error = await drawWith({ [path]: whole.slice(0, length) });
				expect(error.code).toBe("model/file-truncated");
				expect(error.message).toContain(path);
			}
		});

		test.each(paths)("%s, with any bit flipped", async (path) => {
			const whole = bytesOf(path);
			await fc.assert(
				fc.asyncProperty(fc.nat(8 * whole.length - 1), async (bit) => {
					const bytes = whole.slice();
					bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
					const error = await drawWith({ [path]: bytes });
					expect(error.code).toBe("model/hash-mismatch");
					expect(error.message).toContain(path);
				}),
				{ numRuns: 8 },
			);
		});

		test("two files that took each other's place", async () => {
			const [a, b] = ["graphs/decoder.onnx", "graphs/denoiser.onnx"] as const;
			const error = await drawWith({ [a]: bytesOf(b), [b]: bytesOf(a) });
			expect(error.code).toMatch(/^model\/(hash-mismatch|file-truncated)$/);
		});

		test("one that is missing", async () => {
			const { "weights/decoder.safetensors": _gone, ...rest } = files;
			const { engine, draw } = openTestEngine(pack, {
				weightStore: memoryWeightStore({ [manifest.id]: rest }),
			});
			await expect(draw(REQUEST)).rejects.toMatchObject({
				code: "model/file-missing",
				message: expect.stringContaining("weights/decoder.safetensors"),
			});
			engine.close();
		});
	},
);

describe(
	"published bytes that are wrong make an error, never a picture:",
	PATIENT,
	() => {
		test("a graph of noise", async () => {
			const path = "graphs/decoder.onnx";
			const noise = bytesOf(path).map((_, i) => (i * 7919) & 255);
			const error = await drawWith(
				{ [path]: noise },
				await publish(path, noise),
			);
			expect(error.code).toMatch(/^(model|device)\//);
		});

		test("weights cut short", async () => {
			const path = "weights/decoder.safetensors";
			const cut = bytesOf(path).slice(0, -40);
			const error = await drawWith({ [path]: cut }, await publish(path, cut));
			expect(error.code).toBe("model/file-truncated");
			expect(error.message).toContain(path);
		});

		test("a header that claims more than there is", async () => {
			const path = "weights/decoder.safetensors";
			const bytes = bytesOf(path).slice();
			bytes.fill(255, 0, 8);
			const error = await drawWith(
				{ [path]: bytes },
				await publish(path, bytes),
			);
			expect(error.code).toBe("model/file-invalid");
		});

		test("weights that are not numbers", async () => {
			const path = "weights/decoder.safetensors";
			const bytes = bytesOf(path).slice();
			const headerBytes = new DataView(bytes.buffer).getUint32(0, true);
			// All bits set is NaN in float16 and float32 alike.
			bytes.fill(255, 8 + headerBytes);
			const error = await drawWith(
				{ [path]: bytes },
				await publish(path, bytes),
			);
			expect(error.code).toMatch(
				/^(device\/not-a-number|model\/file-invalid)$/,
			);
		});

		test("weights that are all zero", async () => {
			const path = "weights/decoder.safetensors";
			const bytes = bytesOf(path).slice();
			const headerBytes = new DataView(bytes.buffer).getUint32(0, true);
			bytes.fill(0, 8 + headerBytes);
			const error = await drawWith(
				{ [path]: bytes },
				await publish(path, bytes),
			);
			expect(error.code).toMatch(
				/^(model\/blank-picture|device\/not-a-number)$/,
			);
		});
	},
);

test("a store that fails once is asked again", PATIENT, async () => {
	const whole = memoryWeightStore({ [manifest.id]: files });
	let failures = 1;
	const weightStore: WeightStore = {
		read: (signal, modelId, path) =>
			failures-- > 0
				? Promise.reject(new Error("the cable is out"))
				: whole.read(signal, modelId, path),
	};
	const { engine, draw } = openTestEngine(pack, { weightStore });
	await expect(draw(REQUEST)).rejects.toHaveProperty(
		"code",
		"model/file-missing",
	);
	expect((await draw(REQUEST)).image.width).toBe(32);
	engine.close();
});
