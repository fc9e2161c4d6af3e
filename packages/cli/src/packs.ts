// The model packs on this computer: every folder with a manifest.json inside
// MUSA_MODELS_DIR, or else inside the installed @musa/models package.
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ModelManifest, parseManifest } from "@musa/core";
import { UsageError } from "./usage-error.js";

/** A manifest and the folder that its paths start from. */
export interface ModelPack {
	readonly manifest: ModelManifest;
	readonly folder: string;
}

/**
 * Reads all manifests, in order of folder names.
 *
 * @throws UsageError when there is no model at all
 * @throws Error that names a manifest which is not valid
 */
export async function loadPacks(): Promise<ModelPack[]> {
	const root = modelsFolder();
	const packs: ModelPack[] = [];
	for (const name of await listFolders(root)) {
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

function modelsFolder(): string {
	const chosen = process.env.MUSA_MODELS_DIR;
	if (chosen !== undefined && chosen !== "") return chosen;
	return dirname(
		fileURLToPath(import.meta.resolve("@musa/models/package.json")),
	);
}

async function listFolders(root: string): Promise<string[]> {
	const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
	return entries
		.filter((entry) => entry.isDirectory())
		.map((entry) => entry.name)
		.sort();
}
