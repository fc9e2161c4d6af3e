import type { ModelManifest } from "@musa/core";
import type { ModelCapabilities } from "@musa/core/providers";
import type { Command, CommandContext } from "./command.js";
import { findDamage } from "./find-damage.js";
import { loadPacks, type ModelPack } from "./packs.js";
import { clip, parseOptions } from "./parse-options.js";
import { UsageError } from "./usage-error.js";
import { loadUserSettings } from "./user-settings.js";

/** `musa models`: what is installed, and whether its files are whole. */
export const models: Command = {
	summary: "the installed models",
	help: `Shows or checks the installed models.

Usage
  musa models list [--json]           id, version, size, licence and styles
  musa models list --tier private|cloud [--json]
                                      what a service that you set up says about its models; sends the question and your key
  musa models verify [ID] [--json]    compare every file with the manifest; exit 1 on damage

The folder of models is taken from MUSA_MODELS_DIR when that is set.`,
	async run(args, context) {
		const { values, switches, positionals } = parseOptions(args, {
			json: { type: "boolean" },
			tier: { type: "string" },
		});
		const [action, ...ids] = positionals;
		const json = switches.has("json");
		if (action === "list" && ids.length === 0)
			return values.tier === undefined
				? list(json, context)
				: listTier(values.tier, json, context);
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

async function listTier(
	name: string,
	json: boolean,
	context: CommandContext,
): Promise<number> {
	const settings = await loadUserSettings();
	if (settings.policy === "never")
		throw new UsageError(
			"Your settings say that nothing may leave this computer.",
		);
	const tier = settings.tiers.find((known) => known.tier === name);
	if (tier === undefined)
		throw new UsageError(
			`No tier "${clip(name)}" is set up; write it into providers.json in your settings folder.`,
		);
	// Loaded on use: the models on this computer need nothing that can send.
	const { discoverTier } = await import("./discover-tier.js");
	const found = await discoverTier(tier, settings, context);
	if (json) {
		context.print(JSON.stringify(found));
		return 0;
	}
	for (const model of found.models)
		context.print(
			[
				`${printable(model.id)}${model.id === tier.modelId ? "  (in your settings)" : ""}`,
				...listSkills(model),
			].join("  "),
		);
	if (found.tensors === "json")
		context.say(
			'The server does not name the binary tensor extension; if a job fails there, write "tensors": "json" into its tier.',
		);
	if (!found.models.some(({ id }) => id === tier.modelId))
		context.say(
			`${printable(tier.modelId)} of your settings is not among them.`,
		);
	return 0;
}

/** What a service says; it may say nothing. */
function listSkills(model: ModelCapabilities): string[] {
	const { sizes, priceMicros } = model;
	const skills = [
		["transparency", model.hasAlpha],
		["masks", model.hasMasks],
		["references", model.hasReferences],
		["seeds", model.hasSeed],
	] as const;
	return [
		...skills.flatMap(([name, has]) =>
			has === undefined ? [] : [has ? name : `no ${name}`],
		),
		...(sizes ?? []).map(({ width, height }) => `${width} x ${height} px`),
		...(priceMicros === undefined ? [] : [`${priceMicros / 1e6} each`]),
	];
}

function printable(text: string): string {
	return text.replace(/[\p{Cc}\p{Cf}]/gu, "?");
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
