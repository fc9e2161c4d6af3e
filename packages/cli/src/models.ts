import type { ModelManifest } from "@musa/core";
import type { Command, CommandContext } from "./command.js";
import { findDamage } from "./find-damage.js";
import { loadPacks, type ModelPack } from "./packs.js";
import { clip, parseOptions } from "./parse-options.js";
import { UsageError } from "./usage-error.js";

/** `musa models`: what is installed, and whether its files are whole. */
export const models: Command = {
	summary: "the installed models",
	help: `Shows or checks the installed models.

Usage
  musa models list [--json]           id, version, size, licence and styles
  musa models verify [ID] [--json]    compare every file with the manifest; exit 1 on damage

The folder of models is taken from MUSA_MODELS_DIR when that is set.`,
	async run(args, context) {
		const { switches, positionals } = parseOptions(args, {
			json: { type: "boolean" },
		});
		const [action, ...ids] = positionals;
		const json = switches.has("json");
		if (action === "list" && ids.length === 0) return list(json, context);
		if (action === "verify" && ids.length <= 1)
			return verify(ids[0], json, context);
		throw new UsageError(
			"Write musa models list or musa models verify [ID]; see --help.",
		);
	},
};

async function list(json: boolean, context: CommandContext): Promise<number> {
	const packs = await loadPacks();
	if (json) {
		context.print(
			JSON.stringify(packs.map(({ manifest }) => describe(manifest))),
		);
		return 0;
	}
	for (const { manifest } of packs) {
		const { id, version, sizeBytes, licence, image, styles } =
			describe(manifest);
		const megabytes = (sizeBytes / 1e6).toFixed(1);
		context.print(
			`${id} ${version}  ${megabytes} MB  ${licence}  draws at ${image.width} x ${image.height} px  styles: ${styles.join(", ")}`,
		);
	}
	return 0;
}

function describe(manifest: ModelManifest) {
	const { id, version, name, description, licence, image, styles, files } =
		manifest;
	return {
		id,
		version,
		name,
		description,
		licence,
		image: { width: image.width, height: image.height },
		styles: styles.map((style) => style.id),
		sizeBytes: files.reduce((sum, file) => sum + file.bytes, 0),
	};
}

async function verify(
	id: string | undefined,
	json: boolean,
	context: CommandContext,
): Promise<number> {
	const packs = (await loadPacks()).filter(
		({ manifest }) => id === undefined || manifest.id === id,
	);
	if (packs.length === 0)
		throw new UsageError(
			`There is no model "${clip(id ?? "")}"; musa models list shows what is installed.`,
		);
	const reports = [];
	for (const pack of packs) reports.push(await verifyPack(pack, context));
	if (json) context.print(JSON.stringify(reports));
	return reports.every((report) => report.damaged.length === 0) ? 0 : 1;
}

async function verifyPack(
	{ manifest, folder }: ModelPack,
	context: CommandContext,
) {
	const damaged: { path: string; problem: string }[] = [];
	for (const file of manifest.files) {
		context.signal.throwIfAborted();
		const problem = await findDamage(folder, file);
		if (problem !== undefined) damaged.push({ path: file.path, problem });
	}
	for (const { path, problem } of damaged)
		context.say(`musa: ${manifest.id}: ${path} ${problem}`);
	if (damaged.length === 0)
		context.say(`${manifest.id}: all ${manifest.files.length} files are whole`);
	return { id: manifest.id, files: manifest.files.length, damaged };
}
