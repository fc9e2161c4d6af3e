// The real runtime in a real thread, on the small pack of random weights.
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { parseManifest } from "../models/manifest.js";
import { memoryWeightStore } from "../models/weights.js";
import { openEngine } from "../worker/client.js";
import {
	describeWorker,
	makeTestPlan,
	type TestModel,
} from "../worker/testing/worker.conformance.js";
import { makeNodeSpawn } from "./spawn-node-worker.js";

const folder = new URL("../../../../test/support/tiny-model/", import.meta.url);

async function loadTinyModel(): Promise<TestModel> {
	const manifest = parseManifest(
		await readFile(new URL("manifest.json", folder)),
	);
	const files = await Promise.all(
		manifest.files.map(
			async ({ path }) =>
				[path, new Uint8Array(await readFile(new URL(path, folder)))] as const,
		),
	);
	return { manifest, files: Object.fromEntries(files) };
}

describeWorker("a thread from source", () => makeNodeSpawn(), loadTinyModel);

const never = new AbortController().signal;

test("two threads draw a picture", async () => {
	const { manifest, files } = await loadTinyModel();
	const engine = openEngine({
		spawn: makeNodeSpawn(),
		weightStore: memoryWeightStore({ [manifest.id]: files }),
	});
	const { image } = await engine.generate(
		never,
		makeTestPlan(manifest, { threadCount: 2 }),
		manifest,
	);
	expect(image.width).toBe(64);
	engine.close();
});

test("a device that is not here is refused, and the next picture works", async () => {
	const { manifest, files } = await loadTinyModel();
	const engine = openEngine({
		spawn: makeNodeSpawn(),
		weightStore: memoryWeightStore({ [manifest.id]: files }),
	});
	await expect(
		engine.generate(
			never,
			makeTestPlan(manifest, { device: "webgpu" }),
			manifest,
		),
	).rejects.toMatchObject({
		code: "device/unavailable",
		details: { device: "webgpu" },
	});
	expect(
		(await engine.generate(never, makeTestPlan(manifest), manifest)).image
			.width,
	).toBe(64);
	engine.close();
});

test("a worker file that does not exist cannot start", async () => {
	await expect(
		makeNodeSpawn({ workerFile: "/does/not/exist.js" })(),
	).rejects.toMatchObject({
		code: "device/unavailable",
	});
});
