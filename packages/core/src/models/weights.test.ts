import { describe, expect, test } from "vitest";
import { MusaError } from "../errors.js";
import { sampleManifest } from "./testing/sample-manifest.js";
import { describeWeightStore } from "./testing/weight-store.conformance.js";
import {
	makeWeightLoader,
	memoryWeightStore,
	type WeightStore,
} from "./weights.js";

const never = new AbortController().signal;
const [file] = sampleManifest.files;

describeWeightStore("memoryWeightStore", async (files) =>
	memoryWeightStore({ sample: files }),
);

function storeOf(
	bytes: () => Uint8Array | Promise<Uint8Array>,
): WeightStore & { reads: number } {
	const store = {
		reads: 0,
		async read() {
			store.reads++;
			return bytes();
		},
	};
	return store;
}

describe("makeWeightLoader", () => {
	test("reads a file once and hands out the same bytes", async () => {
		const store = storeOf(() => new Uint8Array([1, 2, 3]));
		const loader = makeWeightLoader(store);
		const [first, second] = await Promise.all([
			loader.load(never, sampleManifest, [file]),
			loader.load(never, sampleManifest, [file]),
		]);
		expect(second[file.path]).toBe(first[file.path]);
		expect(store.reads).toBe(1);
	});

	test.each([
		["truncated", [1, 2], "model/file-truncated"],
		["too long", [1, 2, 3, 4], "model/hash-mismatch"],
		["changed in one bit", [1, 2, 2], "model/hash-mismatch"],
		["empty", [], "model/file-truncated"],
	])("a file that is %s is refused by name", async (_, bytes, code) => {
		const loader = makeWeightLoader(storeOf(() => new Uint8Array(bytes)));
		const error = await loader
			.load(never, sampleManifest, [file])
			.catch((reason: unknown) => reason);
		expect(MusaError.is(error, code as never)).toBe(true);
		expect((error as MusaError).message).toContain(file.path);
	});

	test("a store's own failure is a missing file with its cause", async () => {
		const cause = new Error("disk on fire");
		const loader = makeWeightLoader(storeOf(() => Promise.reject(cause)));
		await expect(
			loader.load(never, sampleManifest, [file]),
		).rejects.toMatchObject({
			code: "model/file-missing",
			cause,
		});
	});

	test("a failed load is forgotten, so that a repaired file works", async () => {
		let bytes = new Uint8Array([0, 0, 0]);
		const loader = makeWeightLoader(storeOf(() => bytes));
		await expect(loader.load(never, sampleManifest, [file])).rejects.toThrow();
		bytes = new Uint8Array([1, 2, 3]);
		expect(
			(await loader.load(never, sampleManifest, [file]))[file.path],
		).toEqual(bytes);
	});

	test("whoever gives up does not fail the others", async () => {
		const controller = new AbortController();
		const loader = makeWeightLoader({
			async read(signal) {
				await new Promise((resolve) => setTimeout(resolve, 5));
				signal.throwIfAborted();
				return new Uint8Array([1, 2, 3]);
			},
		});
		const first = loader.load(controller.signal, sampleManifest, [file]);
		const second = loader.load(never, sampleManifest, [file]);
		controller.abort();
		await expect(first).rejects.toMatchObject({ name: "AbortError" });
		expect((await second)[file.path]).toEqual(new Uint8Array([1, 2, 3]));
	});
});
