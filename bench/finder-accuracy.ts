// npx tsx bench/finder-accuracy.ts DIR… [--seeds N] [--labels FILE] [--sample N] [--list]: hides a random tenth of
// the images that real sites name, and compares what the finder says with what a plain search says.
// docs/finder.md tells the method. Nothing in the folders is changed.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type FileSystem, type MissingImage, openFinder } from "@musa/finder";
import { nodeFiles } from "@musa/finder/node";
import {
	findMentions,
	isImage,
	MADE,
	type Mention,
	mentionsOf,
	readSite,
} from "./finder-mentions.js";

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		/** How often a tenth is hidden; each time another one. */
		seeds: { type: "string", default: "3" },
		/** Verdicts by hand: {"key": true or false}. */
		labels: { type: "string" },
		/** At most this many findings of an untouched site are judged by hand. */
		sample: { type: "string", default: "40" },
		/** Print what has no verdict yet, and every mistake. */
		list: { type: "boolean", default: false },
	},
});
const HIDDEN_SHARE = 0.1;
const MIN_CONFIDENCE = 0.5;
const labels: Readonly<Record<string, boolean>> =
	values.labels === undefined
		? {}
		: JSON.parse(readFileSync(values.labels, "utf8"));

interface SiteFigures {
	readonly site: string;
	readonly images: number;
	readonly named: number;
	/** Hidden images, over all seeds, that a document names; and how many the finder reports. */
	hidden: number;
	found: number;
	/** Findings on the untouched site, how many were judged, and how many of these are true. */
	natural: number;
	judged: number;
	right: number;
	/** Findings about hidden images, over all seeds. */
	findings: number;
	unjudged: number;
}

const all: SiteFigures[] = [];
for (const folder of positionals) all.push(await measure(resolve(folder)));
report(all);

async function measure(root: string): Promise<SiteFigures> {
	const name = basename(root);
	const site = readSite(root);
	const places = findMentions(site);
	const images = site.files.filter(isImage);
	const mentions = new Map(
		images.map((image) => [image, mentionsOf(image, site, places)]),
	);
	const named = images.filter(
		(image) =>
			!MADE.test(image) &&
			(mentions.get(image) ?? []).some(({ kind }) => kind === "path"),
	);
	const figures: SiteFigures = {
		site: name,
		images: images.length,
		named: named.length,
		hidden: 0,
		found: 0,
		natural: 0,
		judged: 0,
		right: 0,
		findings: 0,
		unjudged: 0,
	};
	const untouched = await scan(root, new Set());
	judgeNatural(name, root, untouched, figures);
	const known = new Set(untouched.map(keyOf));
	for (let seed = 1; seed <= Number(values.seeds); seed++) {
		const hidden = pick(named, HIDDEN_SHARE, `${name} ${seed}`);
		const missing = (await scan(root, new Set(hidden))).filter(
			(image) => !known.has(keyOf(image)),
		);
		const targets = new Set(missing.map(({ target }) => target));
		figures.findings += missing.filter(({ target }) =>
			hidden.includes(target),
		).length;
		for (const image of missing)
			if (!hidden.includes(image.target))
				judgeOther(name, root, image, figures);
		for (const image of hidden) {
			const isFound = targets.has(image);
			if (!isFound && !isReference(name, image, mentions.get(image), figures))
				continue;
			figures.hidden++;
			if (isFound) figures.found++;
		}
	}
	return figures;
}

/** Scans with some files hidden, as if they had been deleted. */
async function scan(
	root: string,
	hidden: ReadonlySet<string>,
): Promise<MissingImage[]> {
	const files = nodeFiles(root);
	const without: FileSystem = {
		...files,
		async list(folder) {
			const entries = await files.list(folder);
			const prefix = folder === "" ? "" : `${folder}/`;
			return entries.filter(({ name }) => !hidden.has(prefix + name));
		},
	};
	const { signal } = new AbortController();
	const finder = await openFinder(signal, without);
	const { missing } = await finder.scan(signal);
	return missing.filter(({ confidence }) => confidence >= MIN_CONFIDENCE);
}

function judgeNatural(
	name: string,
	root: string,
	missing: readonly MissingImage[],
	figures: SiteFigures,
): void {
	figures.natural = missing.length;
	for (const key of pick(
		missing.map(keyOf),
		Number(values.sample) / Math.max(1, missing.length),
		name,
	)) {
		const image = missing.find(
			(candidate) => keyOf(candidate) === key,
		) as MissingImage;
		const verdict = labels[labelKey(name, key)];
		if (verdict === undefined) {
			figures.unjudged++;
			list("judge", name, labelKey(name, key), image, root);
		} else {
			figures.judged++;
			if (verdict) figures.right++;
			else list("wrong", name, labelKey(name, key), image, root);
		}
	}
}

// A finding that appears only when another file is hidden and names none of the hidden ones.
function judgeOther(
	name: string,
	root: string,
	image: MissingImage,
	figures: SiteFigures,
): void {
	const key = labelKey(name, keyOf(image));
	const verdict = labels[key];
	if (verdict === undefined) figures.unjudged++;
	figures.natural++;
	if (verdict !== undefined) figures.judged++;
	if (verdict === true) figures.right++;
	else list(verdict === undefined ? "judge" : "wrong", name, key, image, root);
}

/** Whether an image that the finder missed is named by a document at all; by hand where there is a verdict. */
function isReference(
	name: string,
	image: string,
	mentions: readonly Mention[] = [],
	figures: SiteFigures,
): boolean {
	const key = labelKey(name, `missed ${image}`);
	const verdict = labels[key];
	if (verdict === undefined) figures.unjudged++;
	if (values.list && verdict !== false) {
		console.error(`missed ${key} ${name} ${image}`);
		for (const { file, line, kind, context } of mentions)
			if (kind === "path") console.error(`       ${file}:${line}  ${context}`);
	}
	return verdict ?? true;
}

function list(
	what: string,
	name: string,
	key: string,
	image: MissingImage,
	root: string,
): void {
	if (!values.list) return;
	const { file, line, target, use, confidence } = image;
	const text = readFileSync(`${root}/${file}`, "utf8").split("\n")[line - 1];
	console.error(
		`${what}  ${key} ${name} ${file}:${line} ${use} ${confidence} -> ${target}\n       ${(text ?? "").trim().slice(0, 200)}`,
	);
}

function keyOf({ file, start, target }: MissingImage): string {
	return `${file} ${start} ${target}`;
}

// Labels name nothing of the sites.
function labelKey(site: string, key: string): string {
	return createHash("sha256")
		.update(`${site} ${key}`)
		.digest("hex")
		.slice(0, 12);
}

/** A share of a list, by the hash of each item: the same for the same seed on every machine. */
function pick(items: readonly string[], share: number, seed: string): string[] {
	const order = (item: string) =>
		createHash("sha256").update(`${seed} ${item}`).digest("hex");
	const count = Math.min(items.length, Math.ceil(items.length * share));
	return [...items]
		.sort((a, b) => (order(a) < order(b) ? -1 : 1))
		.slice(0, count);
}

function report(sites: readonly SiteFigures[]): void {
	const sum = (field: Exclude<keyof SiteFigures, "site">) =>
		sites.reduce((total, figures) => total + figures[field], 0);
	// What was judged stands for the rest of its site.
	const rightNatural = sites.reduce(
		(total, { natural, judged, right }) =>
			total + (judged === 0 ? 0 : (natural * right) / judged),
		0,
	);
	const natural = sum("natural");
	const findings = sum("findings");
	console.log(
		JSON.stringify(
			{
				sites,
				recall: share(sum("found") / sum("hidden")),
				precision: share((findings + rightNatural) / (findings + natural)),
				precisionUntouched:
					natural === 0 ? null : share(rightNatural / natural),
				unjudged: sum("unjudged"),
			},
			null,
			"\t",
		),
	);
}

/** Four decimals. */
function share(value: number): number {
	return Math.round(value * 10_000) / 10_000;
}
