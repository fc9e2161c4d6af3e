import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import { makeFolder, tinyPack } from "./packs.js";
import { type MusaOptions, type MusaRun, runMusa } from "./run-musa.js";
import { splitWords } from "./split-words.js";

/** The folder of models that holds the small one. */
export const TINY_MODELS: string = dirname(tinyPack().folder);

/** An empty folder per test, with the command in it. */
export interface MusaFolder {
	path(name?: string): string;
	read(name: string): Uint8Array;
	sha256(name: string): string;
	/** Names of all that is in it, sorted. */
	list(): string[];
	/** Runs `musa` there, on the small model unless told otherwise; a text is split at spaces outside double quotes. */
	run(
		line: string | readonly string[],
		options?: Partial<Omit<MusaOptions, "cwd">>,
	): Promise<MusaRun>;
	/** The same for a run that must end well. */
	runOk(
		line: string | readonly string[],
		options?: Partial<Omit<MusaOptions, "cwd">>,
	): Promise<MusaRun>;
}

/** Gives each test of the calling file a fresh folder. */
export function useMusaFolder(): MusaFolder {
	let folder: ReturnType<typeof makeFolder>;
	beforeEach(() => {
		folder = makeFolder();
	});
	afterEach(() => folder.remove());

	const path = (name = "") => join(folder.path, name);
	const read = (name: string) => new Uint8Array(readFileSync(path(name)));
	const run: MusaFolder["run"] = (line, options) =>
		runMusa(typeof line === "string" ? splitWords(line) : line, {
			cwd: folder.path,
			models: TINY_MODELS,
			...options,
		});
	return {
		path,
		read,
		sha256: (name) => createHash("sha256").update(read(name)).digest("hex"),
		list: () => readdirSync(folder.path).sort(),
		run,
		async runOk(line, options) {
			const ended = await run(line, options);
			expect(ended.stderr, "what a failed run says").not.toMatch(/^musa: /m);
			expect(ended.code).toBe(0);
			return ended;
		},
	};
}
