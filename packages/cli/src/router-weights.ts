import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { hashBytes, parseRouterModel, type RouterModel } from "@musa/core";

/**
 * Reads and verifies the router's weights, which lie beside the model packs.
 *
 * @throws Error that names the file
 */
export async function loadRouterModel(): Promise<RouterModel> {
	const models = dirname(
		fileURLToPath(import.meta.resolve("@musa/models/package.json")),
	);
	const folder = join(models, "router");
	const card = JSON.parse(
		await readFile(join(folder, "router.json"), "utf8"),
	) as { file: { path: string; sha256: string } };
	const bytes = new Uint8Array(
		await readFile(join(folder, "router.safetensors")),
	);
	if ((await hashBytes(bytes)) !== card.file.sha256)
		throw new Error(
			`${join(folder, "router.safetensors")} is not the published file; install Musa again.`,
		);
	return parseRouterModel(bytes);
}
