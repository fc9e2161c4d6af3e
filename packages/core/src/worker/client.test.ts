import { describe, expect, test, vi } from "vitest";
import { memoryWeightStore } from "../models/weights.js";
import { fakeFiles, makeFakeManifest } from "../runtime/testing/fake-model.js";
import type { FakeRuntime } from "../runtime/testing/fake-runtime.js";
import { type Engine, type EngineOptions, openEngine } from "./client.js";
import { makeFakeSpawn } from "./testing/fake-spawn.js";
import { describeWorker, makeTestPlan } from "./testing/worker.conformance.js";

const never = new AbortController().signal;
const manifest = await makeFakeManifest();
const plan = makeTestPlan(manifest);
const hang = (): Promise<void> => new Promise(() => {});

function open(
	prepare?: (runtime: FakeRuntime, index: number) => void,
	options: Partial<EngineOptions> = {},
): { engine: Engine; workers: ReturnType<typeof makeFakeSpawn>["workers"] } {
	const { spawn, workers } = makeFakeSpawn(prepare);
	const weightStore = memoryWeightStore({ [manifest.id]: fakeFiles });
	return { engine: openEngine({ spawn, weightStore, ...options }), workers };
}

describeWorker(
	"a message channel",
	() => makeFakeSpawn().spawn,
	async () => ({ manifest, files: fakeFiles }),
);

describe("openEngine", () => {
	test("starts no worker before it is needed and ends it on close", async () => {
		const { engine, workers } = open();
		expect(workers).toHaveLength(0);
		await engine.generate(never, plan, manifest);
		await engine.generate(never, plan, manifest);
		expect(workers).toHaveLength(1);
		engine.close();
		engine.close();
		expect(workers[0].isTerminated).toBe(true);
	});

	test("a picture to start from goes along and stays with its owner", async () => {
		const { engine, workers } = open();
		const bytes = new Uint8Array(4 * 8 * 8 + 100).fill(200);
		const init = { width: 8, height: 8, pixels: bytes.subarray(100) };
		const sha256 = "0".repeat(64);
		const changed = {
			...plan,
			init: { width: 8, height: 8, sha256, strength: 0.5 },
		};
		const first = await engine.generate(never, changed, manifest, { init });
		const again = await engine.generate(never, changed, manifest, {
			init,
			onTrace: () => undefined,
		});
		expect(again.image).toEqual(first.image);
		expect(bytes).toHaveLength(4 * 8 * 8 + 100);
		expect(
			workers[0].runtime.runs.filter((name) => name === "encoder"),
		).toHaveLength(2);
		await expect(
			engine.generate(never, changed, manifest),
		).rejects.toMatchObject({ code: "request/init-invalid" });
		engine.close();
	});

	test("a run that does not stop loses its worker, and the next picture gets another", async () => {
		const controller = new AbortController();
		const { engine, workers } = open(
			(runtime, index) => {
				if (index > 0) return;
				runtime.beforeRun = (network) => {
					if (network !== "denoiser") return;
					controller.abort();
					return hang();
				};
			},
			{ abortLimitMs: 20 },
		);
		await expect(
			engine.generate(controller.signal, plan, manifest),
		).rejects.toMatchObject({ name: "AbortError" });
		expect((await engine.generate(never, plan, manifest)).image.width).toBe(64);
		expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([
			true,
			false,
		]);
		engine.close();
	});

	test("a run that stops in time keeps its worker", async () => {
		const { engine, workers } = open(undefined, { abortLimitMs: 5000 });
		const controller = new AbortController();
		await expect(
			engine.generate(controller.signal, plan, manifest, {
				onProgress: () => controller.abort(),
			}),
		).rejects.toMatchObject({ name: "AbortError" });
		await engine.generate(never, plan, manifest);
		expect(workers).toHaveLength(1);
		expect(workers[0].runtime.runs.length).toBeLessThan(12);
		engine.close();
	});

	test("a picture that waits in the queue can be aborted while another is drawn", async () => {
		let openGate = (): void => {};
		const gate = new Promise<void>((resolve) => {
			openGate = resolve;
		});
		const { engine, workers } = open((runtime) => {
			runtime.beforeRun = () => gate;
		});
		const first = engine.generate(never, plan, manifest);
		const controller = new AbortController();
		const second = engine.generate(controller.signal, plan, manifest);
		controller.abort();
		await expect(second).rejects.toMatchObject({ name: "AbortError" });
		openGate();
		await first;
		expect(
			workers[0].runtime.runs.filter((name) => name === "decoder"),
		).toHaveLength(1);
		engine.close();
	});

	test("a crash fails the picture that was drawn and not the next", async () => {
		const { engine, workers } = open((runtime, index) => {
			if (index === 0) runtime.beforeRun = hang;
		});
		const lost = engine.generate(never, plan, manifest);
		await vi.waitFor(() => expect(workers[0]?.runtime.open.size).toBe(4));
		workers[0].crash(new Error("SIGILL"));
		await expect(lost).rejects.toMatchObject({
			code: "device/lost",
			details: { reason: "SIGILL" },
		});
		expect((await engine.generate(never, plan, manifest)).image.width).toBe(64);
		expect(workers).toHaveLength(2);
		engine.close();
	});

	test("a crash between pictures goes unnoticed", async () => {
		const { engine, workers } = open();
		await engine.generate(never, plan, manifest);
		workers[0].crash(new Error("killed"));
		await engine.generate(never, plan, manifest);
		expect(workers).toHaveLength(2);
		engine.close();
	});

	test("after running out of memory the worker is replaced", async () => {
		const { DeviceError } = await import("../errors.js");
		const { engine, workers } = open((runtime, index) => {
			runtime.beforeRun = () => {
				if (index === 0) throw new DeviceError("device/out-of-memory");
			};
		});
		await expect(engine.generate(never, plan, manifest)).rejects.toMatchObject({
			code: "device/out-of-memory",
		});
		expect(workers[0].isTerminated).toBe(true);
		await engine.generate(never, plan, manifest);
		engine.close();
	});

	test("another number of threads needs another worker, another model does not", async () => {
		const { engine, workers } = open();
		await engine.generate(never, plan, manifest);
		await engine.generate(never, { ...plan, threadCount: 2 }, manifest);
		expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([
			true,
			false,
		]);
		const renamed = { ...manifest, files: manifest.files.toReversed() };
		await engine.generate(never, { ...plan, threadCount: 2 }, renamed);
		expect(workers).toHaveLength(2);
		expect([...workers[1].runtime.open].sort()).toEqual([
			"decoder",
			"denoiser",
			"text-encoder",
			"upscaler-x4",
		]);
		engine.close();
	});

	test("an idle worker is dropped", async () => {
		const { engine, workers } = open(undefined, { idleLimitMs: 10 });
		await engine.generate(never, plan, manifest);
		await vi.waitFor(() => expect(workers[0].isTerminated).toBe(true));
		await engine.generate(never, plan, manifest);
		expect(workers).toHaveLength(2);
		engine.close();
	});

	test("a worker that cannot start is an error each time it is tried", async () => {
		let tries = 0;
		const { engine } = open(undefined, {
			spawn() {
				tries++;
				throw new Error("no threads here");
			},
		});
		await expect(engine.generate(never, plan, manifest)).rejects.toThrow(
			"no threads here",
		);
		await expect(engine.generate(never, plan, manifest)).rejects.toThrow(
			"no threads here",
		);
		expect(tries).toBe(2);
	});

	test("no signal keeps a listener", async () => {
		const { engine } = open();
		const controller = new AbortController();
		let listeners = 0;
		const { signal } = controller;
		const add = signal.addEventListener.bind(signal);
		const remove = signal.removeEventListener.bind(signal);
		signal.addEventListener = (...args: Parameters<typeof add>) => {
			listeners++;
			add(...args);
		};
		signal.removeEventListener = (...args: Parameters<typeof remove>) => {
			listeners--;
			remove(...args);
		};
		for (let seed = 0; seed < 3; seed++)
			await engine.generate(signal, { ...plan, seed }, manifest);
		await engine
			.generate(signal, { ...plan, scheduler: "none" }, manifest)
			.catch(() => undefined);
		await new Promise((resolve) => setTimeout(resolve, 5));
		expect(listeners).toBe(0);
		engine.close();
	});

	test("the runtime's binary is read once per worker and handed over", async () => {
		const readOrtWasm = vi.fn(async () => new Uint8Array([0, 97, 115, 109]));
		const { engine } = open(undefined, { readOrtWasm });
		await engine.generate(never, plan, manifest);
		await engine.generate(never, plan, manifest);
		expect(readOrtWasm.mock.calls).toEqual([["wasm"]]);
		engine.close();
	});
});
