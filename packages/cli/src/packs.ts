// The model packs on this computer: those that @musa/models ships, or else every
// folder with a manifest.json inside MUSA_MODELS_DIR.
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ModelManifest, parseManifest } from "@musa/core";
import { shippedPacks } from "@musa/models";
import { UsageError } from "./usage-error.js";

/** A manifest and the folder that its paths start from. */
export interface ModelPack {
	readonly manifest: ModelManifest;
	readonly folder: string;
}

/**
 * Reads all manifests; the first is the default.
 *
 * @throws UsageError when there is no model at all
 * @throws Error that names a manifest which is not valid
 */
export async function loadPacks(): Promise<ModelPack[]> {
	const { root, names } = await findFolders();
	const packs: ModelPack[] = [];
	for (const name of names) {
		const folder = join(root, name);
		const file = join(folder, "manifest.json");
		const text = await readFile(file, "utf8").catch(() => undefined);
		if (text !== undefined)
			packs.push({ manifest: parseNamed(file, text), folder });
	}
	if (packs.length === 0)
		throw new UsageError(
			`There is no model in "${root}"; set MUSA_MODELS_DIR to a folder of model packs.`,
		);
	return packs;
}

// With several models installed it matters which manifest is the bad one.
function parseNamed(file: string, text: string): ModelManifest {
	try {
		return parseManifest(text);
	} catch (cause) {
		const reason = cause instanceof Error ? cause.message : String(cause);
		throw new Error(`${file}: ${reason}`, { cause });
	}
}

async function findFolders(): Promise<{ root: string; names: string[] }> {
	const chosen = process.env.MUSA_MODELS_DIR;
	if (chosen !== undefined && chosen !== "")
		return { root: chosen, names: await listFolders(chosen) };
	// Not by the addresses that the package states: bundled into the command, those would be the command's.
	const file = fileURLToPath(import.meta.resolve("@musa/models/package.json"));
	return { root: dirname(file), names: shippedPacks.map(({ id }) => id) };
}

async function listFolders(root: string): Promise<string[]> {
	const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
	return entries
		.filter((entry) => entry.isDirectory())
		.map((entry) => entry.name)
		.sort();
}
