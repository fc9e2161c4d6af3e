// Draws in this page with WebGPU. What it needs comes from the extension host, which reads it from the extension's own folder.
import {
	makeRegistry,
	openEngine,
	openSpokenNames,
	parseManifest,
} from "@musa/core";
import { makeBrowserSpawn } from "@musa/core/browser";
import { makeDraws } from "@musa/studio";
import type { Draft, Look, Size } from "../../records.js";
import type { Host } from "../host.js";
import type { ShownDraft } from "../panel/state.js";

/** Draws in this page, while it lives. */
export interface PageEngine {
	/** @throws MusaError, AbortError */
	draw(
		signal: AbortSignal,
		look: Look,
		size: Size,
	): Promise<Pick<ShownDraft, "image"> & Pick<Draft, "distance">>;
	close(): void;
}

// A page that nobody uses gives its memory back.
const IDLE_LIMIT_MS = 5 * 60_000;
// A draft and the pictures to choose from.
const REMEMBERED = 8;
const WHITE = "#ffffff";
const RUNTIME = "webgpu/runtime.wasm.gz";

/**
 * Opens the engine; the runtime is the larger part of it.
 *
 * @throws MusaError, AbortError
 */
export async function openPageEngine(
	signal: AbortSignal,
	host: Host,
): Promise<PageEngine> {
	const read = (path: string, own = signal): Promise<Uint8Array> =>
		host.ask("read-engine-file", { path }, own);
	const readText = async (path: string): Promise<string> =>
		new TextDecoder().decode(await read(path));
	const ids: readonly string[] = JSON.parse(
		await readText("models/packs.json"),
	);
	const registry = makeRegistry(
		await Promise.all(
			ids.map(async (id) =>
				parseManifest(await readText(`models/${id}/manifest.json`)),
			),
		),
	);
	const names = openSpokenNames(await read("models/spoken-names.bin"));
	const source = await readText("webgpu/worker.js");
	const engine = openEngine({
		// A worker from any other address would be another origin's.
		spawn: makeBrowserSpawn(source, { kinds: ["blob"] }),
		weightStore: {
			read: (own, id, path) => read(`models/${id}/${path}`, own),
		},
		// Later workers outlive the opening.
		readOrtWasm: async () =>
			unzip(await host.ask("read-engine-file", { path: RUNTIME })),
		idleLimitMs: IDLE_LIMIT_MS,
	});
	try {
		await engine.prepare(signal, {
			manifest: registry.find(),
			device: "webgpu",
			threadCount: 1,
		});
	} catch (error) {
		engine.close();
		throw error;
	}
	const draw = makeDraws(REMEMBERED);
	return {
		async draw(own, look, size) {
			const { style, alpha, hue = 0, colours = [] } = look;
			const { image, distance } = await draw(
				own,
				{ engine, registry, names, device: "webgpu" },
				{ ...look, style: style === "auto" ? "" : style, hue, colours },
				size,
				{ background: alpha ? "transparent" : WHITE },
			);
			return { image, ...(distance ? { distance } : {}) };
		},
		close: () => engine.close(),
	};
}

async function unzip(bytes: Uint8Array): Promise<Uint8Array> {
	const packed = new Blob([bytes.slice()]).stream();
	const unpacked = packed.pipeThrough(new DecompressionStream("gzip"));
	return new Uint8Array(await new Response(unpacked).arrayBuffer());
}
