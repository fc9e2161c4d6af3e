import { expect, test } from "vitest";
import { hashModel, makeRegistry } from "./registry.js";
import { sampleManifest } from "./testing/sample-manifest.js";

const other = { ...sampleManifest, id: "other" };

test("the first manifest is the default and others are found by id", () => {
	const registry = makeRegistry([sampleManifest, other]);
	expect(registry.find()).toBe(sampleManifest);
	expect(registry.find("other")).toBe(other);
	expect(() => registry.find("none")).toThrow(/none.*sample, other/u);
});

test("no model, or two of the same name, is an error", () => {
	expect(() => makeRegistry([])).toThrow(/no model/u);
	expect(() => makeRegistry([other, other])).toThrow(/share/u);
});

test("a model's hash changes with any file and not with their order", () => {
	const hash = hashModel(sampleManifest);
	expect(hash).toMatch(/^[0-9a-f]{64}$/u);
	expect(
		hashModel({ ...sampleManifest, files: sampleManifest.files.toReversed() }),
	).toBe(hash);
	const [first, ...rest] = sampleManifest.files;
	expect(
		hashModel({
			...sampleManifest,
			files: [{ ...first, sha256: "0".repeat(64) }, ...rest],
		}),
	).not.toBe(hash);
});
