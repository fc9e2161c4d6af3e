import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ModelManifest, parseManifest } from "@musa/core";

/** Root of the repository. */
export const ROOT: string = fileURLToPath(new URL("..", import.meta.url));

/** The pack that is measured. */
export interface MeasuredPack {
	readonly folder: string;
	readonly manifest: ModelManifest;
}

/** The shipped pack; where a checkout lacks it, the tests' small one, which says nothing about speed. */
export function openMeasuredPack(): MeasuredPack {
	const shipped = join(ROOT, "models/musa-xxs");
	const folder = existsSync(join(shipped, "manifest.json"))
		? shipped
		: join(ROOT, "test/support/tiny-model");
	const manifest = parseManifest(readFileSync(join(folder, "manifest.json")));
	return { folder, manifest };
}
