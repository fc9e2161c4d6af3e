import type { GeneratedImage, StageTiming } from "@musa/core";
import type { reportAdvice } from "./advise.js";

/** One picture that lies on disk. */
export interface WrittenImage {
	readonly file: string;
	readonly width: number;
	readonly height: number;
	readonly seed: number;
	/** Of the file's bytes, lower-case hex. */
	readonly sha256: string;
}

/** What `musa generate --json` prints. */
export interface GenerateReport {
	readonly images: readonly WrittenImage[];
	/** What the router says; missing where a recipe decided. */
	readonly route?: ReturnType<typeof reportAdvice>;
	readonly model: string;
	readonly device: string;
	readonly threads: number;
	/** How well the model knows the prompt, 0 to 1; missing if it cannot say. */
	readonly confidence?: number;
	readonly unknownWords?: readonly string[];
	/** Summed over all pictures. */
	readonly stages: readonly StageTiming[];
	readonly totalMs: number;
	/** From the start of the process to the first picture on disk. */
	readonly coldMs: number;
	/** 10^6 bytes, the whole process. */
	readonly peakRssMb: number;
}

/** Puts the figures of a run together; times in ms with one decimal. */
export function makeReport(run: {
	readonly images: readonly WrittenImage[];
	/** Of the pictures: they differ in nothing that is told here. */
	readonly first: Omit<GeneratedImage, "image">;
	readonly timings: readonly StageTiming[];
	readonly totalMs: number;
	readonly coldMs: number;
}): GenerateReport {
	const { images, first, timings, totalMs, coldMs } = run;
	const { plan, confidence, unknownWords } = first;
	const stages = new Map<string, number>();
	for (const { stage, ms } of timings)
		stages.set(stage, (stages.get(stage) ?? 0) + ms);
	return {
		images,
		model: plan.modelId,
		device: plan.device,
		threads: plan.threadCount,
		...(confidence !== undefined && {
			confidence: Math.round(confidence * 1000) / 1000,
		}),
		...(unknownWords && { unknownWords }),
		stages: [...stages].map(([stage, ms]) => ({ stage, ms: tenth(ms) })),
		totalMs: tenth(totalMs),
		coldMs: tenth(coldMs),
		// resourceUsage counts KiB.
		peakRssMb: tenth((process.resourceUsage().maxRSS * 1024) / 1e6),
	};
}

function tenth(value: number): number {
	return Math.round(value * 10) / 10;
}
