// What agents' tools get here: one folder and the engine on this computer. Nothing in it can send.
import { lstatSync } from "node:fs";
import { join } from "node:path";
import {
	type AgentHost,
	type DrawnPicture,
	type DrawOrder,
	ToolRefusal,
} from "@musa/agent-tools";
import {
	type Engine,
	encodePng,
	makeRegistry,
	parseRequest,
	type RgbaImage,
	resizeImage,
} from "@musa/core";
import { readRuleBook } from "@musa/finder";
import { nodeFiles } from "@musa/finder/node";
import type { CommandContext } from "./command.js";
import { drawIntoFolder } from "./draw-into-folder.js";
import { openLocalEngine } from "./local-engine.js";
import { loadPacks, type ModelPack } from "./packs.js";
import { lockToPalette } from "./project-rules.js";

const THUMBNAIL_PX = 256;

/** A host over one folder; `close` ends the engine. */
export interface FolderHost extends Pick<AgentHost, "files" | "draw"> {
	close(): void;
}

/**
 * Opens a host; the engine starts with the first picture, and pictures are drawn one after the other.
 *
 * @param folder  absolute, links followed
 */
export async function openFolderHost(
	folder: string,
	context: CommandContext,
): Promise<FolderHost> {
	const packs = await loadPacks();
	let engine: Engine | undefined;
	let last: Promise<unknown> = Promise.resolve();
	const drawNow = async (
		signal: AbortSignal,
		order: DrawOrder,
	): Promise<DrawnPicture> => {
		signal.throwIfAborted();
		assertFree(folder, order.path);
		engine ??= openLocalEngine(packs);
		return drawOrder(folder, order, packs, engine, { ...context, signal });
	};
	return {
		files: nodeFiles(folder),
		draw(signal, order) {
			const drawn = last.then(() => drawNow(signal, order));
			last = drawn.catch(() => undefined);
			return drawn;
		},
		close: () => engine?.close(),
	};
}

async function drawOrder(
	folder: string,
	order: DrawOrder,
	packs: readonly ModelPack[],
	engine: Engine,
	context: CommandContext,
): Promise<DrawnPicture> {
	const { path, prompt, width, height, alpha, seed } = order;
	const { book } = await readRuleBook(nodeFiles(folder));
	const { style, palette, output } = book.rulesFor(path);
	const lock = lockToPalette(palette);
	const registry = makeRegistry(packs.map(({ manifest }) => manifest));
	const request = parseRequest(
		{
			prompt,
			size: { width, height },
			...(seed === undefined ? {} : { seed }),
			...(style === undefined ? {} : { style }),
			...(alpha ? {} : { background: "#ffffff" }),
		},
		registry,
	);
	let thumbnail = new Uint8Array();
	const written = await drawIntoFolder(
		{
			...{ folder, target: path, request, registry, engine },
			embedPrompt: false,
			maxBytes: output?.maxBytes,
			finish: (image) => {
				const held = lock?.(image) ?? image;
				thumbnail = thumbnailOf(held);
				return held;
			},
		},
		context,
	);
	return { path, width, height, seed: written.seed, thumbnail };
}

function thumbnailOf(image: RgbaImage): Uint8Array<ArrayBuffer> {
	const scale = Math.min(1, THUMBNAIL_PX / Math.max(image.width, image.height));
	const px = (side: number) => Math.max(1, Math.round(side * scale));
	const size = { width: px(image.width), height: px(image.height) };
	return new Uint8Array(encodePng(resizeImage(image, size)));
}

function assertFree(folder: string, path: string): void {
	if (lstatSync(join(folder, path), { throwIfNoEntry: false }) !== undefined)
		throw new ToolRefusal(
			`"${path}" is there already and is never replaced; choose another path.`,
		);
}
