// What every worker does, however it is started: in this thread, in a worker thread, in a browser.
import { afterEach, describe, expect, test } from "vitest";
import type { ModelManifest } from "../../models/manifest.js";
import { memoryWeightStore } from "../../models/weights.js";
import type { Progress } from "../../progress.js";
import type { Plan, RgbaImage } from "../../records.js";
import { makePlan } from "../../router/plan.js";
import type { TraceEntry } from "../../runtime/open-model.js";
import { type Engine, openEngine } from "../client.js";
import type { SpawnWorker } from "../spawn.js";

/** A model in memory. */
export interface TestModel {
	readonly manifest: ModelManifest;
	readonly files: Readonly<Record<string, Uint8Array>>;
}

/** A plan for a small picture. */
export function makeTestPlan(
	manifest: ModelManifest,
	changes: Partial<Plan> = {},
): Plan {
	const request = {
		prompt: "a red heart",
		size: { width: 64, height: 48 },
		seed: 7,
	};
	const understood = {
		kind: "object",
		needsAlpha: true,
		words: [],
		reasons: [],
	} as const;
	return {
		...makePlan(request, understood, { manifest, device: "wasm" }),
		...changes,
	};
}

function countDifferences(
	a: RgbaImage["pixels"],
	b: RgbaImage["pixels"],
): number {
	return a.filter((value, i) => value !== b[i]).length;
}

/** Checks one way to start workers. */
export function describeWorker(
	name: string,
	makeSpawn: () => SpawnWorker,
	loadModel: () => Promise<TestModel>,
): void {
	const never = new AbortController().signal;
	let engine: Engine;
	let manifest: ModelManifest;
	let files: TestModel["files"];
	const open = async (
		changes: (path: string, bytes: Uint8Array) => Uint8Array = (_, bytes) =>
			bytes,
	): Promise<void> => {
		({ manifest, files } = await loadModel());
		const stored = Object.fromEntries(
			Object.entries(files).map(([path, bytes]) => [
				path,
				changes(path, bytes),
			]),
		);
		engine = openEngine({
			spawn: makeSpawn(),
			weightStore: memoryWeightStore({ [manifest.id]: stored }),
		});
	};
	afterEach(() => engine.close());

	describe(`${name} as a worker`, () => {
		test("draws, says what it did, and draws the same again", async () => {
			await open();
			const plan = makeTestPlan(manifest);
			const seen: Progress[] = [];
			const first = await engine.generate(never, plan, manifest, {
				onProgress: (progress) => seen.push(progress),
			});
			expect(first.plan).toEqual(plan);
			expect([first.image.width, first.image.height]).toEqual([64, 48]);
			expect(first.image.pixels).toHaveLength(4 * 64 * 48);
			expect(first.timings[0].stage).toBe("start-worker");
			expect(seen.at(-1)?.fraction).toBe(1);
			expect(
				seen.every(
					({ fraction }, i) => i === 0 || fraction >= seen[i - 1].fraction,
				),
			).toBe(true);

			const second = await engine.generate(never, plan, manifest);
			expect(countDifferences(second.image.pixels, first.image.pixels)).toBe(0);
			expect(second.timings[0].stage).toBe("open-model");
			const other = await engine.generate(
				never,
				{ ...plan, seed: 8 },
				manifest,
			);
			expect(countDifferences(other.image.pixels, first.image.pixels)).not.toBe(
				0,
			);
		});

		test("queues pictures and traces only when asked", async () => {
			await open();
			const entries: TraceEntry[] = [];
			const [a, b] = await Promise.all([
				engine.generate(never, makeTestPlan(manifest, { seed: 1 }), manifest),
				engine.generate(never, makeTestPlan(manifest, { seed: 2 }), manifest, {
					onTrace: (entry) => entries.push(entry),
				}),
			]);
			expect([a.plan.seed, b.plan.seed]).toEqual([1, 2]);
			expect(
				entries.filter(({ network }) => network === "denoiser"),
			).toHaveLength(b.plan.stepCount);
			expect(entries[0]).toMatchObject({
				act: "run",
				bytes: expect.any(Number),
				ms: expect.any(Number),
			});
		});

		test("prepare opens the model ahead", async () => {
			await open();
			const target = { manifest, device: "wasm", threadCount: 1 } as const;
			const acts = await engine.prepare(never, target);
			expect(acts.map(({ stage }) => stage)).toEqual([
				"start-worker",
				"open text-encoder",
				"open denoiser",
				"open decoder",
			]);
			expect(await engine.prepare(never, target)).toEqual([]);
			const { timings } = await engine.generate(
				never,
				makeTestPlan(manifest),
				manifest,
			);
			expect(timings[0].stage).toBe("open-model");
		});

		test("an abort at any step rejects at once, and the next picture is whole", async () => {
			await open();
			const plan = makeTestPlan(manifest);
			// A traced picture is drawn whole each time.
			const onTrace = () => undefined;
			const whole = await engine.generate(never, plan, manifest);
			for (let at = 1; at <= 7; at++) {
				const controller = new AbortController();
				let reports = 0;
				const stopped = engine.generate(controller.signal, plan, manifest, {
					onTrace,
					onProgress() {
						if (++reports === at) controller.abort();
					},
				});
				await expect(stopped, `report ${at}`).rejects.toMatchObject({
					name: "AbortError",
				});
				const count = reports;
				const next = await engine.generate(never, plan, manifest, { onTrace });
				expect(reports, "reports after the abort").toBe(count);
				expect(countDifferences(next.image.pixels, whole.image.pixels)).toBe(0);
			}
		});

		test("an aborted signal starts nothing", async () => {
			await open();
			await expect(
				engine.generate(AbortSignal.abort(), makeTestPlan(manifest), manifest),
			).rejects.toMatchObject({
				name: "AbortError",
			});
		});

		test("a damaged file is named, and nothing is drawn", async () => {
			await open((path, bytes) =>
				path === manifest.networks.decoder.weights
					? bytes.map((byte) => byte ^ 1)
					: bytes,
			);
			await expect(
				engine.generate(never, makeTestPlan(manifest), manifest),
			).rejects.toMatchObject({
				code: "model/hash-mismatch",
				details: { file: manifest.networks.decoder.weights },
			});
		});

		test("a plan that cannot be drawn fails with its code, and the worker goes on", async () => {
			await open();
			const plan = makeTestPlan(manifest);
			await expect(
				engine.generate(never, { ...plan, scheduler: "none" }, manifest),
			).rejects.toMatchObject({
				code: "model/manifest-invalid",
			});
			expect((await engine.generate(never, plan, manifest)).image.width).toBe(
				64,
			);
		});

		test("a closed engine says so, to those who wait as well", async () => {
			await open();
			const waiting = engine.generate(never, makeTestPlan(manifest), manifest);
			const second = engine.generate(never, makeTestPlan(manifest), manifest);
			setTimeout(() => engine.close(), 0);
			await expect(waiting).rejects.toMatchObject({ code: "internal/closed" });
			await expect(second).rejects.toMatchObject({ code: "internal/closed" });
			await expect(
				engine.generate(never, makeTestPlan(manifest), manifest),
			).rejects.toMatchObject({
				code: "internal/closed",
			});
		});
	});
}
