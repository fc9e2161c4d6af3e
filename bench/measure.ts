// Draws warm pictures and takes their time apart; runs in Node and in a page alike.
import {
	type Engine,
	generateImage,
	type ModelManifest,
	makeRegistry,
	type StageTiming,
	type TraceEntry,
} from "@musa/core";
import { MAT_MUL_GFLOP } from "./plain-mat-mul.js";
import { round, type Spread, spreadOf } from "./statistics.js";

// Different words each time: the engine remembers the embedding of the last prompt.
const PROMPTS = [
	"a red heart",
	"blue car",
	"a yellow star",
	"green tree",
	"orange fox",
	"a house",
	"purple rocket",
];

/** What is measured. */
export interface MeasureOptions {
	readonly engine: Engine;
	readonly manifest: ModelManifest;
	readonly device: "wasm" | "native";
	/** px, square. */
	readonly sizes: readonly number[];
	/** Warm pictures per size. */
	readonly runs: number;
	/** Runs one plain MatMul beside the pictures and gives its time in ms; left out where memory is measured. */
	readonly runMatMul?: (() => Promise<number>) | undefined;
}

/** One network's part in a picture. */
export interface NetworkFigures {
	readonly runsPerPicture: number;
	/** Per picture; the manifest's count, scaled to batch and area. */
	readonly gflop: number;
	readonly ms: Spread;
	readonly gflopPerSecond: number;
}

/** Warm pictures of one size. */
export interface SizeFigures {
	readonly runs: number;
	/** From request to pixels, without writing a file. */
	readonly totalMs: Spread;
	readonly stages: Readonly<Record<string, Spread>>;
	readonly networks: Readonly<Record<string, NetworkFigures>>;
	readonly gflop: number;
	/** Share of the total outside the runs of networks. */
	readonly outsideRunsPercent: Spread;
	/** The same work as plain float32 MatMul, run between the pictures. */
	readonly plainMatMul:
		| {
				readonly ms: Spread;
				readonly gflopPerSecond: number;
				/** Picture time over MatMul time; falls when Musa gets faster, not when the machine does. */
				readonly ratio: number;
		  }
		| undefined;
}

/** Everything measured on one engine. */
export interface EngineFigures {
	/** The first picture of a new engine, by what was done. */
	readonly firstPicture: {
		readonly totalMs: number;
		readonly stages: readonly StageTiming[];
	};
	readonly sizes: Readonly<Record<string, SizeFigures>>;
}

/** Draws one picture to open everything, then the warm ones. */
export async function measureEngine(
	options: MeasureOptions,
): Promise<EngineFigures> {
	const [firstSize = 512] = options.sizes;
	const first = await drawOnce(options, firstSize, 0);
	const sizes: Record<string, SizeFigures> = {};
	for (const size of options.sizes) {
		// Opens what only this size needs.
		await drawOnce(options, size, 0);
		const pictures: Picture[] = [];
		const matMulMs: number[] = [];
		for (let run = 1; run <= options.runs; run++) {
			const picture = await drawOnce(options, size, run);
			pictures.push(picture);
			if (options.runMatMul)
				matMulMs.push(await runSameWork(options.runMatMul, picture.gflop));
		}
		sizes[size] = summarise(pictures, matMulMs);
	}
	const stages = first.timings.map(({ stage, ms }) => ({
		stage,
		ms: round(ms),
	}));
	return { firstPicture: { totalMs: round(first.totalMs), stages }, sizes };
}

interface NetworkRun {
	readonly network: string;
	readonly ms: number;
	readonly gflop: number;
}

interface Picture {
	readonly totalMs: number;
	readonly timings: readonly StageTiming[];
	readonly runs: readonly NetworkRun[];
	readonly gflop: number;
}

async function drawOnce(
	{ engine, manifest, device }: MeasureOptions,
	side: number,
	run: number,
): Promise<Picture> {
	const runs: NetworkRun[] = [];
	const start = performance.now();
	const { timings } = await generateImage(
		new AbortController().signal,
		{
			prompt: PROMPTS[run % PROMPTS.length],
			size: { width: side, height: side },
			seed: run,
			device,
		},
		{
			registry: makeRegistry([manifest]),
			engine,
			trace: (entry) => {
				if (entry.act !== "run") return;
				const { network, ms } = entry;
				runs.push({ network, ms, gflop: countGflop(entry, manifest) });
			},
		},
	);
	const totalMs = performance.now() - start;
	const gflop = runs.reduce((sum, each) => sum + each.gflop, 0);
	return { totalMs, timings, runs, gflop };
}

// The manifest counts one run at the native shape: batch 1, and the native picture for an upscaler.
function countGflop(entry: TraceEntry, manifest: ModelManifest): number {
	const network = Object.entries(manifest.networks).find(
		([name]) => name === entry.network,
	)?.[1];
	const gflop = network?.gflop ?? 0;
	const [shape = ""] = Object.values(entry.inputs);
	const [batch = 1, , height = 1, width = 1] = (shape.match(/\d+/g) ?? []).map(
		Number,
	);
	if (!entry.network.startsWith("upscaler")) return gflop * batch;
	return (
		(gflop * height * width) / (manifest.image.height * manifest.image.width)
	);
}

async function runSameWork(
	runMatMul: () => Promise<number>,
	gflop: number,
): Promise<number> {
	const repeats = Math.max(1, Math.round(gflop / MAT_MUL_GFLOP));
	let ms = 0;
	for (let i = 0; i < repeats; i++) ms += await runMatMul();
	// As long as exactly the same work would have taken.
	return (ms * gflop) / (repeats * MAT_MUL_GFLOP);
}

function summarise(
	pictures: readonly Picture[],
	matMulMs: readonly number[],
): SizeFigures {
	const totalMs = spreadOf(pictures.map((picture) => picture.totalMs));
	const gflop = pictures[0]?.gflop ?? 0;
	const outside = pictures.map(({ totalMs: total, runs }) => {
		const inside = runs.reduce((sum, { ms }) => sum + ms, 0);
		return (100 * (total - inside)) / total;
	});
	const matMul = matMulMs.length === 0 ? undefined : spreadOf(matMulMs);
	return {
		runs: pictures.length,
		totalMs,
		stages: summariseStages(pictures),
		networks: summariseNetworks(pictures),
		gflop: round(gflop),
		outsideRunsPercent: spreadOf(outside),
		plainMatMul: matMul && {
			ms: matMul,
			gflopPerSecond: round((1000 * gflop) / matMul.p50),
			ratio: round(totalMs.p50 / matMul.p50),
		},
	};
}

function summariseStages(pictures: readonly Picture[]): Record<string, Spread> {
	const names = new Set(
		pictures.flatMap(({ timings }) => timings.map(({ stage }) => stage)),
	);
	const spreads: Record<string, Spread> = {};
	for (const name of names)
		spreads[name] = spreadOf(
			pictures.map(({ timings }) =>
				sumOf(timings.filter(({ stage }) => stage === name)),
			),
		);
	return spreads;
}

function summariseNetworks(
	pictures: readonly Picture[],
): Record<string, NetworkFigures> {
	const names = new Set(
		pictures.flatMap(({ runs }) => runs.map(({ network }) => network)),
	);
	const figures: Record<string, NetworkFigures> = {};
	for (const name of names) {
		const ofName = pictures.map(({ runs }) =>
			runs.filter(({ network }) => network === name),
		);
		const ms = spreadOf(ofName.map(sumOf));
		const gflop = ofName[0]?.reduce((sum, run) => sum + run.gflop, 0) ?? 0;
		figures[name] = {
			runsPerPicture: ofName[0]?.length ?? 0,
			gflop: round(gflop),
			ms,
			gflopPerSecond: round((1000 * gflop) / ms.p50),
		};
	}
	return figures;
}

function sumOf(items: readonly { readonly ms: number }[]): number {
	return items.reduce((sum, { ms }) => sum + ms, 0);
}
