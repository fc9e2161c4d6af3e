// Entry of the engine's thread: draws and encodes, so that the extension host only hands bytes on.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { encodeImage, type ReadCodec, readImageRecipe } from "@musa/assets";
import {
	type Engine,
	encodePng,
	generateImage,
	makeRecipe,
	makeRegistry,
	openEngine,
	openRpcServer,
	parseManifest,
	type Registry,
	type RgbaImage,
	resizeImage,
} from "@musa/core";
import { fileWeightStore, makeNodeSpawn } from "@musa/core/node";
import { sizeOfHeader } from "@musa/finder/names";
import { threadPort } from "../thread/thread-port.js";
import type {
	DrawnFile,
	DrawParams,
	EngineData,
	EngineWire,
} from "./engine-wire.js";

declare const MUSA_VERSION: string;

const { folder, device, threadCount } = workerData as EngineData;
const WHITE = "#ffffff";
// A worker that nobody needs gives its memory back.
const IDLE_LIMIT_MS = 5 * 60_000;

interface Studio {
	readonly engine: Engine;
	readonly registry: Registry;
}

let studio: Promise<Studio> | undefined;

async function openStudio(): Promise<Studio> {
	const packs = join(folder, "models");
	const names = JSON.parse(
		await readFile(join(packs, "packs.json"), "utf8"),
	) as readonly string[];
	const registry = makeRegistry(
		await Promise.all(
			names.map(async (name) =>
				parseManifest(
					await readFile(join(packs, name, "manifest.json"), "utf8"),
				),
			),
		),
	);
	const engine = openEngine({
		spawn: makeNodeSpawn({ workerFile: join(folder, "node-worker.mjs") }),
		weightStore: fileWeightStore(
			Object.fromEntries(names.map((name) => [name, join(packs, name)])),
		),
		idleLimitMs: IDLE_LIMIT_MS,
	});
	return { engine, registry };
}

function getStudio(): Promise<Studio> {
	studio ??= openStudio();
	studio.catch(() => {
		studio = undefined;
	});
	return studio;
}

const readCodec: ReadCodec = async (file) =>
	new Uint8Array(await readFile(join(folder, file)));

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
			const [{ plan }] = drawn.pictures;
			const recipe = makeRecipe(plan, {
				coreVersion: MUSA_VERSION,
				embedPrompt: params.embedPrompt,
			});
			const files: DrawnFile[] = [];
			for (const { scale, image, plan: own } of drawn.pictures) {
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
					: makeThumbnail(drawn.pictures[0].image, params.thumbnailPx);
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
				ms: performance.now() - start,
			};
		},
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

interface ScaledPicture {
	readonly scale: number;
	readonly image: RgbaImage;
	readonly plan: Parameters<typeof makeRecipe>[0];
}

async function drawScales(
	signal: AbortSignal,
	{ engine, registry }: Studio,
	params: DrawParams,
	onFraction: (fraction: number) => void,
): Promise<{
	readonly pictures: readonly [ScaledPicture, ...ScaledPicture[]];
}> {
	const { prompt, width, height, style, variation, alpha, format, scales } =
		params;
	const pictures: ScaledPicture[] = [];
	let { seed } = params;
	for (const [i, scale] of scales.entries()) {
		const { image, plan } = await generateImage(
			signal,
			{
				prompt,
				size: { width: width * scale, height: height * scale },
				seed,
				style,
				variation,
				background: alpha && format !== "jpeg" ? "transparent" : WHITE,
				threadCount,
			},
			{
				registry,
				engine,
				device,
				onProgress: ({ fraction }) =>
					onFraction((i + fraction) / scales.length),
			},
		);
		// All sizes show the same picture.
		seed = plan.seed;
		pictures.push({ scale, image, plan });
	}
	const [first, ...rest] = pictures;
	if (first === undefined) throw new Error("a picture needs at least one size");
	return { pictures: [first, ...rest] };
}

function makeThumbnail(
	image: RgbaImage,
	longestPx: number,
): Uint8Array<ArrayBuffer> {
	const factor = Math.min(1, longestPx / Math.max(image.width, image.height));
	return ownBytes(
		encodePng(
			resizeImage(image, {
				width: Math.max(1, Math.round(image.width * factor)),
				height: Math.max(1, Math.round(image.height * factor)),
			}),
		),
	);
}

/** Bytes in a buffer of their own, which can move to another thread. */
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
	const isWhole =
		bytes.buffer instanceof ArrayBuffer &&
		bytes.byteLength === bytes.buffer.byteLength;
	return isWhole
		? (bytes as Uint8Array<ArrayBuffer>)
		: (bytes.slice() as Uint8Array<ArrayBuffer>);
}
