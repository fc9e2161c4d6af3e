// What lies beside the model packs and belongs to none of them.
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
	hashBytes,
	openSpokenNames,
	parseRouterModel,
	type RouterModel,
	type SpokenNames,
} from "@musa/core";

/** The router's weights. @throws Error that names the file */
export async function loadRouterModel(): Promise<RouterModel> {
	return parseRouterModel(await loadAsset("router"));
}

let names: Promise<SpokenNames> | undefined;

/** What people call things, read once. @throws Error that names the file */
export function loadSpokenNames(): Promise<SpokenNames> {
	names ??= loadAsset("words").then(openSpokenNames);
	return names;
}

/** Reads and verifies the one file of a folder with a card of the same name. */
async function loadAsset(name: string): Promise<Uint8Array> {
	const models = dirname(
		fileURLToPath(import.meta.resolve("@musa/models/package.json")),
	);
	const folder = join(models, name);
	const { file } = JSON.parse(
		await readFile(join(folder, `${name}.json`), "utf8"),
	) as { file: { path: string; sha256: string } };
	const bytes = new Uint8Array(await readFile(join(folder, file.path)));
	if ((await hashBytes(bytes)) !== file.sha256)
		throw new Error(
			`${join(folder, file.path)} is not the published file; install Musa again.`,
		);
	return bytes;
}
