import { describe, expect, test } from "vitest";
import { MusaError } from "../../errors.js";
import type { WeightStore } from "../weights.js";

/** What every weight store does; `openStore` makes one that holds `files` for the model `sample`. */
export function describeWeightStore(
	name: string,
	openStore: (
		files: Readonly<Record<string, Uint8Array>>,
	) => Promise<WeightStore>,
): void {
	const never = new AbortController().signal;
	const files = {
		"weights/a.bin": new Uint8Array([1, 2, 3]),
		"b.bin": new Uint8Array([]),
	};

	describe(`${name} as a weight store`, () => {
		test("returns the bytes of a file", async () => {
			const store = await openStore(files);
			expect([...(await store.read(never, "sample", "weights/a.bin"))]).toEqual(
				[1, 2, 3],
			);
			expect([...(await store.read(never, "sample", "b.bin"))]).toEqual([]);
		});

		test.each([
			["sample", "weights/none.bin"],
			["sample", "weights"],
			["sample", ""],
			["sample", "toString"],
			["sample", "__proto__"],
			["other", "b.bin"],
			["constructor", "name"],
			["../sample", "b.bin"],
			["sample", "../sample/b.bin"],
			["sample", "weights/../b.bin"],
			["sample", "/etc/hosts"],
			["sample", "..\\b.bin"],
			["sample", "b.bin\u0000"],
		])("the file %s / %j is missing", async (modelId, path) => {
			const store = await openStore(files);
			const error = await store
				.read(never, modelId, path)
				.catch((reason: unknown) => reason);
			expect(MusaError.is(error, "model/file-missing")).toBe(true);
		});

		test("an aborted signal stops the read", async () => {
			const store = await openStore(files);
			await expect(
				store.read(AbortSignal.abort(), "sample", "b.bin"),
			).rejects.toMatchObject({ name: "AbortError" });
		});
	});
}
