// People and programs get in between while pictures are drawn: nothing is lost, nothing overwritten.
import assert from "node:assert/strict";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decodePng } from "@musa/core";
import { commands, extensions, Uri, workspace } from "vscode";
import {
	acts,
	hasMark,
	layWorld,
	listFiles,
	openOf,
	type Random,
	uriOf,
	WANTED,
	type World,
	type WorldDocument,
} from "./races-world.js";

const ROUNDS = 200;
const ROUNDS_PER_TEST = 25;
const LONGEST_PAUSE_MS = 60;
// To play one round by hand, counted from 0.
const only = process.env.MUSA_VSCODE_ROUND;

/** What a command of the extension tells of its picture. */
interface End {
	readonly state: "done" | "failed" | "cancelled";
	readonly job: {
		readonly order: {
			readonly size: { readonly width: number; readonly height: number };
		};
		readonly row: { readonly sentence?: string };
	};
	readonly result?: { readonly writtenPath: string };
}

suite("while pictures are drawn", () => {
	const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file("/");
	const worlds: World[] = [];

	suiteSetup(async function () {
		this.timeout(300_000);
		await extensions.getExtension("musa.musa-vscode")?.activate();
		for (let round = 0; round < ROUNDS; round++)
			worlds.push(layWorld(join(folder.fsPath, `races/${round}`)));
		await commands.executeCommand("musa.rescan");
	});

	for (let first = 0; first < ROUNDS; first += ROUNDS_PER_TEST)
		test(`rounds ${first + 1} to ${first + ROUNDS_PER_TEST} of edits, renames, deletes, saves and others' files lose nothing`, async function () {
			this.timeout(300_000);
			for (let round = first; round < first + ROUNDS_PER_TEST; round++) {
				if (only && Number(only) !== round) continue;
				const world = worlds[round];
				if (world) await playRound(folder, world, round);
			}
		});
});

async function playRound(
	folder: Uri,
	world: World,
	round: number,
): Promise<void> {
	const random = makeRandom(round + 1);
	try {
		const ends = await play(folder, world, random);
		checkDocuments(world);
		checkFiles(world, folder, ends);
	} catch (error) {
		const story = world.story.join("\n");
		throw new Error(`round ${round}: ${error}\n${story}`);
	} finally {
		for (const { path } of world.documents)
			if (existsSync(join(world.root, path)))
				chmodSync(join(world.root, path), 0o644);
		for (const document of world.documents)
			while (openOf(world, document)?.isDirty) {
				await commands.executeCommand(
					"vscode.open",
					uriOf(world, document.path),
				);
				await commands.executeCommand("workbench.action.files.revert");
				await commands.executeCommand(
					"workbench.action.revertAndCloseActiveEditor",
				);
			}
		await commands.executeCommand("workbench.action.closeAllEditors");
	}
}

/** Asks for pictures and gets in between; returns how each picture ended. */
async function play(
	folder: Uri,
	world: World,
	random: Random,
): Promise<readonly End[]> {
	const running: Promise<End | undefined>[] = [];
	const names = Object.keys(acts);
	const start = performance.now();
	const tell = (what: string): void => {
		world.story.push(`${Math.round(performance.now() - start)} ms  ${what}`);
	};
	const ask = (document: WorldDocument): void => {
		const target = pick(WANTED, random);
		const path = relative(folder, uriOf(world, ""));
		const id = `${folder}\n${path}${document.path}\n${path}${target}\n0`;
		const job = Promise.resolve(
			commands.executeCommand<End | undefined>("musa.generateHere", id),
		);
		running.push(job);
		tell(`asks for ${target} in ${document.path}`);
		void job.then((end) =>
			tell(`${target}: ${end?.state} ${end?.job.row.sentence ?? ""}`),
		);
	};
	if (random() < 0.7)
		await commands.executeCommand(
			"vscode.open",
			uriOf(world, pick(world.documents, random).path),
		);
	ask(pick(world.documents, random));
	const count = 3 + Math.floor(random() * 4);
	for (let i = 0; i < count; i++) {
		await pause(random() * LONGEST_PAUSE_MS);
		const document = pick(world.documents, random);
		if (random() < 0.2) {
			ask(document);
			continue;
		}
		const name = pick(names, random);
		tell(`${name} (${document.path}) …`);
		const isDone = await acts[name]?.(world, document, random);
		tell(`${name} (${document.path}): ${isDone}`);
	}
	const ends = await Promise.all(running);
	if (random() < 0.5)
		for (const document of world.documents) {
			const isDone = await acts.save?.(world, document, random);
			tell(`saves ${document.path}: ${isDone}`);
		}
	return ends.filter((end) => end !== undefined);
}

function checkDocuments(world: World): void {
	for (const document of world.documents) {
		const path = join(world.root, document.path);
		if (document.isDeleted) {
			assert.ok(!existsSync(path), `${document.path} came back`);
			continue;
		}
		const disk = readFileSync(path, "utf8");
		const text = openOf(world, document)?.getText() ?? disk;
		for (const mark of document.typed)
			assert.ok(hasMark(text, mark), `${mark} is gone:\n${text}`);
		for (const mark of document.saved)
			assert.ok(hasMark(disk, mark), `${mark} was saved and is gone:\n${disk}`);
		for (const mark of document.foreign)
			assert.ok(hasMark(disk, mark), `${mark} was on the disk and is gone`);
		for (const version of [text, disk])
			assert.equal(strip(version), strip(document.base), document.path);
	}
}

/** A text without what the user and Musa may add. */
function strip(text: string): string {
	return text
		.replace(/(<!-- u\d+ -->|\/\* u\d+ \*\/)\n/g, "")
		.replace(/ data-u\d+=""/g, "")
		.replace(/ (width|height|alt)="[^"]*"/g, "")
		.replace(/!\[[^\]]*\]/g, "![]")
		.replace(/-\d+\.png/g, ".png");
}

function checkFiles(world: World, folder: Uri, ends: readonly End[]): void {
	const inFolder = relative(folder, uriOf(world, ""));
	const written = new Map(
		ends.flatMap(({ job, result }) =>
			result === undefined
				? []
				: [[result.writtenPath.slice(inFolder.length), job.order.size]],
		),
	);
	const known = new Set([
		...world.documents.map(({ path }) => path),
		...world.planted.keys(),
		...written.keys(),
	]);
	const files = listFiles(world.root);
	assert.deepEqual(
		files.filter((path) => !known.has(path)),
		[],
		"files that nobody asked for",
	);
	for (const [path, bytes] of world.planted)
		assert.ok(
			bytes.equals(readFileSync(join(world.root, path))),
			`${path} of somebody else was overwritten`,
		);
	for (const [path, size] of written) {
		const file = join(world.root, path);
		if (world.isSwept && (world.planted.has(path) || !existsSync(file)))
			continue;
		const { width, height } = decodePng(new Uint8Array(readFileSync(file)));
		assert.deepEqual({ width, height }, size, path);
	}
}

function relative(folder: Uri, uri: Uri): string {
	return `${uri.path.slice(folder.path.length + 1).replace(/\/$/, "")}/`;
}

function pick<T>(items: readonly T[], random: Random): T {
	return items[Math.floor(random() * items.length)] as T;
}

function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}

/** mulberry32 */
function makeRandom(seed: number): Random {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
