// Entry of the engine's thread: draws and encodes, so that the extension host only hands bytes on.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { encodeImage, readImageRecipe } from "@musa/assets";
import {
	makeRecipe,
	makeRegistry,
	openEngine,
	openRpcServer,
	openSpokenNames,
	parseManifest,
	parseRequest,
	parseRouterModel,
} from "@musa/core";
import { fileWeightStore, makeNodeSpawn } from "@musa/core/node";
import { sizeOfHeader } from "@musa/finder/names";
import {
	type Drawing,
	explainRoute,
	makeDraws,
	type Routing,
	type Studio,
} from "@musa/studio";
import { threadPort } from "../thread/thread-port.js";
import { yieldToHost } from "../thread/yield-to-host.js";
import type {
	DrawnFile,
	DrawParams,
	EngineData,
	EngineWire,
} from "./engine-wire.js";
import { encodeSmall, fitAnswer, ownBytes, readDraft } from "./fit-answer.js";
import { isOneColour } from "./is-one-colour.js";

declare const MUSA_VERSION: string;

const { folder, device, threadCount, nativeRuntime } = workerData as EngineData;
// Threads of this thread get a copy of its variables.
process.env.MUSA_NATIVE_RUNTIME = nativeRuntime;
const WHITE = "#ffffff";
// A worker that nobody needs gives its memory back.
const IDLE_LIMIT_MS = 5 * 60_000;
// Who turns hues and locks palettes needs no model again: a draft and the pictures to choose from are remembered.
const draw = makeDraws(8);

let studio: Promise<Studio> | undefined;

async function openStudio(): Promise<Studio> {
	const packs = join(folder, "models");
	const ids = JSON.parse(
		await readFile(join(packs, "packs.json"), "utf8"),
	) as readonly string[];
	const registry = makeRegistry(
		await Promise.all(
			ids.map(async (name) =>
				parseManifest(
					await readFile(join(packs, name, "manifest.json"), "utf8"),
				),
			),
		),
	);
	const engine = openEngine({
		spawn: makeNodeSpawn({ workerFile: join(folder, "node-worker.mjs") }),
		weightStore: fileWeightStore(
			Object.fromEntries(ids.map((name) => [name, join(packs, name)])),
		),
		idleLimitMs: IDLE_LIMIT_MS,
	});
	const router = parseRouterModel(
		new Uint8Array(await readFile(join(packs, "router.safetensors"))),
	);
	const names = openSpokenNames(
		new Uint8Array(await readFile(join(packs, "spoken-names.bin"))),
	);
	return { engine, registry, manifest: registry.find(), router, names };
}

function getStudio(): Promise<Studio> {
	studio ??= openStudio();
	studio.catch(() => {
		studio = undefined;
	});
	return studio;
}

const readCodec = async (file: string): Promise<Uint8Array> =>
	new Uint8Array(await readFile(join(folder, file)));
const codecs = { readCodec, readEncoder: readCodec, readSize: sizeOfHeader };

yieldToHost();
if (parentPort)
	openRpcServer<EngineWire>(threadPort(parentPort), {
		async prepare(signal) {
			const { engine, registry } = await getStudio();
			await engine.prepare(signal, {
				manifest: registry.find(),
				device,
				threadCount,
			});
			return null;
		},
		async draw(signal, params, context) {
			const start = performance.now();
			const current = await getStudio();
			const drawn = await drawScales(signal, current, params, (fraction) =>
				context.emit("progress", { fraction }),
			);
			const [{ drawing: first }] = drawn;
			const { plan } = first;
			const { hue = 0, colours = [] } = params;
			const recipe = {
				...makeRecipe(plan, {
					coreVersion: MUSA_VERSION,
					embedPrompt: params.embedPrompt,
				}),
				// What was done to the colours afterwards.
				...(hue === 0 ? {} : { hue }),
				...(colours.length === 0 ? {} : { colours }),
			};
			const files: DrawnFile[] = [];
			for (const { scale, drawing } of drawn) {
				const { image, plan: own } = drawing;
				signal.throwIfAborted();
				const bytes = await encodeImage(
					image,
					params.format,
					params.embedRecipe ? { ...recipe, size: own.targetSize } : undefined,
					readCodec,
				);
				const { width, height } = image;
				files.push({ scale, width, height, bytes: ownBytes(bytes) });
			}
			const thumbnail =
				params.thumbnailPx === undefined
					? undefined
					: encodeSmall(first.image, params.thumbnailPx);
			context.transfer([
				...files.map(({ bytes }) => bytes.buffer),
				...(thumbnail ? [thumbnail.buffer] : []),
			]);
			return {
				files,
				thumbnail,
				recipe: JSON.stringify(recipe),
				seed: plan.seed,
				reasons: plan.reasons,
				distance: first.distance,
				ms: performance.now() - start,
			};
		},
		async "list-styles"() {
			const { manifest } = await getStudio();
			return manifest.styles.map(({ id, label }) => ({ id, label }));
		},
		async "explain-routes"(_signal, { prompts, routing }) {
			const current = await getStudio();
			return prompts.map((prompt) => explainPrompt(prompt, current, routing));
		},
		async "fit-answer"(_signal, params, context) {
			const fitted = await fitAnswer(params, {
				...codecs,
				coreVersion: MUSA_VERSION,
			});
			context.transfer(fitted.files.map(({ bytes }) => bytes.buffer));
			return fitted;
		},
		"read-draft": (_signal, { bytes, longestPx }) =>
			readDraft(bytes, longestPx, codecs),
		"is-flat": (_signal, { bytes }) => isOneColour(bytes, codecs),
		inspect(_signal, { bytes }) {
			const size = sizeOfHeader(bytes);
			if (size === undefined) return null;
			let recipe: string | undefined;
			try {
				const found = readImageRecipe(bytes);
				recipe = found && JSON.stringify(found);
			} catch {
				// A damaged recipe is as good as none: the picture itself is what counts.
			}
			return { ...size, recipe };
		},
	});

interface ScaledDrawing {
	readonly scale: number;
	readonly drawing: Drawing;
}

async function drawScales(
	signal: AbortSignal,
	current: Studio,
	params: DrawParams,
	onFraction: (fraction: number) => void,
): Promise<readonly [ScaledDrawing, ...ScaledDrawing[]]> {
	const { prompt, width, height, variation, alpha, format, scales } = params;
	const { style = "", hue = 0, colours = [] } = params;
	const drawings: ScaledDrawing[] = [];
	let seed = params.seed ?? crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
	for (const [i, scale] of scales.entries()) {
		const look = { prompt, style, seed, variation, hue, colours };
		const size = { width: width * scale, height: height * scale };
		const background = alpha && format !== "jpeg" ? "transparent" : WHITE;
		const drawing = await draw(signal, current, look, size, {
			...{ background, threadCount, device },
			onProgress: ({ fraction }) => onFraction((i + fraction) / scales.length),
		});
		// All sizes show the same picture.
		seed = drawing.plan.seed;
		drawings.push({ scale, drawing });
	}
	const [first, ...rest] = drawings;
	if (first === undefined) throw new Error("a picture needs at least one size");
	return [first, ...rest];
}

function explainPrompt(
	prompt: string,
	current: Studio,
	routing: Routing | undefined,
): readonly string[] {
	try {
		const size = { width: 256, height: 256 };
		const request = parseRequest({ prompt, size }, current.registry);
		return explainRoute(request, current, routing).reasons;
	} catch (error) {
		return [error instanceof Error ? error.message : String(error)];
	}
}
