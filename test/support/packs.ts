// Which pack the tests run on: the shipped one, or the small random one of the
// same format when a checkout has no trained weights.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
	type ModelManifest,
	parseManifest,
} from "../../packages/core/src/models/manifest.js";

/** Root of the repository, without a slash at the end. */
export const ROOT: string = fileURLToPath(
	new URL("../..", import.meta.url),
).replace(/[/\\]$/, "");

/** A pack on disk. */
export interface TestPack {
	readonly folder: string;
	readonly manifest: ModelManifest;
	/** All files of the manifest by path. */
	readFiles(): Record<string, Uint8Array>;
	/** One golden file; undefined when the pack has none of that name. */
	readGolden(name: string): Uint8Array | undefined;
}

const SHIPPED = join(ROOT, "models", "musa-xxs");
const TINY = join(ROOT, "test", "support", "tiny-model");

/** Opens the pack in `folder`. */
export function openPack(folder: string): TestPack {
	const manifest = parseManifest(readFileSync(join(folder, "manifest.json")));
	return {
		folder,
		manifest,
		readFiles: () =>
			Object.fromEntries(
				manifest.files.map(({ path }) => [
					path,
					new Uint8Array(readFileSync(join(folder, path))),
				]),
			),
		readGolden(name) {
			const path = join(folder, "golden", name);
			return existsSync(path) ? new Uint8Array(readFileSync(path)) : undefined;
		},
	};
}

/** The small pack with random weights: same format, milliseconds per picture. */
export const tinyPack = (): TestPack => openPack(TINY);

/** The trained pack, or the small one where a checkout lacks it. */
export const realPack = (): TestPack =>
	openPack(existsSync(join(SHIPPED, "manifest.json")) ? SHIPPED : TINY);

/** Every pack of this checkout, for tests that hold for each. */
export const allPacks = (): TestPack[] =>
	[SHIPPED, TINY]
		.filter((folder) => existsSync(join(folder, "manifest.json")))
		.map(openPack);

/** A temporary folder that `remove` takes away again. */
export function makeFolder(): { readonly path: string; remove(): void } {
	const path = mkdtempSync(join(tmpdir(), "musa-test-"));
	return {
		path,
		remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }),
	};
}

/** A folder of models that holds a copy of `pack`, ready to be damaged. */
export function copyPack(pack: TestPack, models: string): string {
	const folder = join(models, pack.manifest.id);
	cpSync(pack.folder, folder, { recursive: true });
	return folder;
}
