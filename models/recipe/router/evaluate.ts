// Judges prompts with Musa's own code and writes what was reached as JSON; exit 1 if a goal is missed. Without --test it
// judges the validation split, so that whoever tries things out never sees the test split. At the repository's root:
//   npx tsx models/recipe/router/evaluate.ts --prompts FOLDER [--test] [--cldr FOLDER] [--python python3] [--weights FILE] [--out FILE]
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { judgePrompt } from "../../../packages/core/src/router/judge-prompt.js";
import { parseRouterModel } from "../../../packages/core/src/router/router-model.js";

const here = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
	options: {
		prompts: { type: "string" },
		cldr: { type: "string" },
		python: { type: "string", default: "python3" },
		out: { type: "string" },
		test: { type: "boolean" },
		weights: { type: "string", default: join(here, "../../router/router.safetensors") },
	},
});
if (values.prompts === undefined || !existsSync(join(values.prompts, "prompts_dev.jsonl"))) {
	console.error("Give the folder of the labelled prompt sets with --prompts; prompts_dev.jsonl must be in it.");
	process.exit(2);
}
const made = spawnSync(values.python, [join(here, "evaluate_rows.py"), "--prompts", values.prompts, ...(values.test ? ["--test"] : []), ...(values.cldr ? ["--cldr", values.cldr] : [])], { encoding: "utf8", maxBuffer: 2 ** 28 });
if (made.status !== 0) throw new Error(made.stderr);

interface Row { prompt: string; complex: number; set: string; lang: string }
interface Pair { short: string; long: string }
interface Both { en: string; zh: string; complex: number }
interface Split {
	labelled: Row[]; made: Row[];
	rated: { prompt: string; rating: number }[];
	longer: { cut: Pair[]; added: Pair[] };
	pairs: Both[];
	wishes: Both[];
	languages: { prompt: string; english: boolean; language: string }[];
}
const rows = JSON.parse(made.stdout) as { validation: Split; test?: Split; fitted: Row[] };
const model = parseRouterModel(new Uint8Array(readFileSync(values.weights)));
const scoreOf = (prompt: string): number => judgePrompt(prompt, model).score;
const round = (x: number): number => Math.round(x * 1e4) / 1e4;
const countOf = (prompt: string): number => prompt.split(/\s+/).length;

function rank(list: readonly number[]): number[] {
	const order = list.map((value, i) => ({ value, i })).sort((a, b) => a.value - b.value);
	const ranks = new Array<number>(list.length);
	for (let start = 0; start < order.length; ) {
		let end = start;
		while (end < order.length && order[end]!.value === order[start]!.value) end++;
		for (let k = start; k < end; k++) ranks[order[k]!.i] = (start + end - 1) / 2;
		start = end;
	}
	return ranks;
}
function auroc(scores: readonly number[], labels: readonly number[]): number {
	const ranks = rank(scores);
	const positive = labels.filter((x) => x === 1).length;
	const sum = ranks.reduce((total, x, i) => total + (labels[i] === 1 ? x + 1 : 0), 0);
	return (sum - (positive * (positive + 1)) / 2) / (positive * (labels.length - positive));
}
function spearman(a: readonly number[], b: readonly number[]): number {
	const [x, y] = [rank(a), rank(b)];
	const mean = (a.length - 1) / 2;
	const dot = (p: number[], q: number[]) => p.reduce((total, v, i) => total + (v - mean) * (q[i]! - mean), 0);
	return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
}
/** Ten bins of equal width; each class weighs the same. */
function calibrationError(scores: readonly number[], labels: readonly number[]): number {
	const positive = labels.filter((x) => x === 1).length;
	const weightOf = (label: number) => (label === 1 ? 0.5 / positive : 0.5 / (labels.length - positive));
	let error = 0;
	for (let bin = 0; bin < 10; bin++) {
		let weight = 0, score = 0, label = 0;
		scores.forEach((value, i) => {
			if (Math.min(9, Math.floor(value * 10)) !== bin) return;
			const w = weightOf(labels[i]!);
			weight += w; score += w * value; label += w * labels[i]!;
		});
		error += Math.abs(score - label);
	}
	return error;
}
/** The baseline: logistic regression on hashed words and pairs of words, by plain stochastic gradient. */
function fitNgrams(train: readonly Row[]): (prompt: string) => number {
	const size = 2 ** 15;
	const weights = new Float64Array(size + 1);
	const featuresOf = (prompt: string): number[] => {
		const words = prompt.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? [];
		const all = [...words, ...words.slice(1).map((word, i) => `${words[i]} ${word}`)];
		return all.map((text) => [...text].reduce((h, c) => Math.imul(h ^ c.codePointAt(0)!, 16777619), 2166136261) & (size - 1));
	};
	const score = (ids: number[]) => 1 / (1 + Math.exp(-(weights[size]! + ids.reduce((t, id) => t + weights[id]!, 0))));
	const share = train.filter((row) => row.complex === 1).length / train.length;
	for (let epoch = 0; epoch < 5; epoch++)
		for (let i = 0; i < train.length; i++) {
			const row = train[(i * 7919 + epoch) % train.length]!;
			const ids = featuresOf(row.prompt);
			const step = (0.1 * (row.complex - score(ids))) / (row.complex === 1 ? share : 1 - share) / 2;
			for (const id of ids) weights[id]! += step;
			weights[size]! += step;
		}
	return (prompt) => score(featuresOf(prompt));
}

function describe(list: readonly Row[], baseline: (prompt: string) => number) {
	const labels = list.map((row) => row.complex);
	const scores = list.map((row) => scoreOf(row.prompt));
	return {
		prompts: list.length, simple: labels.filter((x) => x === 0).length,
		auroc: round(auroc(scores, labels)),
		aurocWordCount: round(auroc(list.map((row) => countOf(row.prompt)), labels)),
		aurocNgrams: round(auroc(list.map((row) => baseline(row.prompt)), labels)),
		calibrationError: round(calibrationError(scores, labels)),
		accuracyAtHalf: round(scores.filter((s, i) => (s >= 0.5 ? 1 : 0) === labels[i]).length / list.length),
	};
}
/** The middle 95 of 100 rank correlations of 2,000 draws with replacement. */
function spread(scores: readonly number[], ratings: readonly number[]): readonly [number, number] {
	let state = 1;
	const draw = () => (state = Math.imul(state, 1664525) + 1013904223 >>> 0) / 2 ** 32;
	const found = Array.from({ length: 2000 }, () => {
		const chosen = scores.map(() => Math.floor(draw() * scores.length));
		return spearman(chosen.map((i) => scores[i]!), chosen.map((i) => ratings[i]!));
	}).sort((a, b) => a - b);
	return [round(found[50]!), round(found[1949]!)];
}
function describeRatings(list: Split["rated"], baseline: (prompt: string) => number) {
	const ratings = list.map((row) => row.rating);
	const scores = list.map((row) => scoreOf(row.prompt));
	return {
		prompts: list.length,
		spearman: round(spearman(scores, ratings)), spearman95: spread(scores, ratings),
		spearmanWordCount: round(spearman(list.map((row) => countOf(row.prompt)), ratings)),
		spearmanNgrams: round(spearman(list.map((row) => baseline(row.prompt)), ratings)),
	};
}
const baseline = fitNgrams(rows.fitted);
function isWithoutDoubt(prompt: string): boolean {
	const { language, score } = judgePrompt(prompt, model);
	return language !== "unknown" && (score < 0.35 || score > 0.65);
}
function describeLanguages(list: Split["languages"]) {
	const shareEnglish = (chosen: Split["languages"]) => round(chosen.filter(({ prompt }) => judgePrompt(prompt, model).language === "en").length / chosen.length);
	const lengthOf = (chosen: Split["languages"], isShort: boolean) => chosen.filter(({ prompt }) => (countOf(prompt) <= 2) === isShort);
	const [english, foreign] = [true, false].map((kind) => list.filter((row) => row.english === kind)) as [Split["languages"], Split["languages"]];
	return {
		prompts: list.length, languages: new Set(list.map(({ language }) => language)).size,
		englishSeen: round(shareEnglish(english)), englishSeenUpTo2Words: shareEnglish(lengthOf(english, true)), englishSeen1Word: shareEnglish(english.filter(({ prompt }) => countOf(prompt) === 1)),
		foreignTakenForEnglish: shareEnglish(foreign), foreignTakenForEnglishWithoutDoubt: round(foreign.filter(({ prompt }) => isWithoutDoubt(prompt)).length / foreign.length), foreignTakenForEnglishFrom3Words: shareEnglish(lengthOf(foreign, false)),
	};
}
const neverLower = (pairs: readonly Pair[]) => ({ pairs: pairs.length, neverLower: round(pairs.filter((p) => scoreOf(p.long) >= scoreOf(p.short)).length / pairs.length) });
function describeBoth(list: readonly Both[]) {
	const labels = list.map((row) => row.complex);
	const [en, zh] = (["en", "zh"] as const).map((language) => list.map((row) => scoreOf(row[language]))) as [number[], number[]];
	return {
		pairs: list.length, sameSide: round(en.filter((score, i) => score >= 0.5 === zh[i]! >= 0.5).length / list.length),
		meanDifference: round(en.reduce((total, score, i) => total + Math.abs(score - zh[i]!), 0) / list.length),
		aurocEnglish: round(auroc(en, labels)), aurocChinese: round(auroc(zh, labels)),
	};
}
function describeSplit({ labelled, made, rated, longer, pairs, wishes, languages }: Split) {
	const simple = made.filter((row) => row.lang === "en" && row.complex === 0);
	return {
		// Few labelled prompts name one thing, so simple templates stand beside them; without them it is "labelsAlone".
		labels: describe([...labelled, ...simple], baseline),
		labelsAlone: describe(labelled, baseline),
		templates: describe(made, baseline),
		humanRatings: describeRatings(rated, baseline),
		longerForms: { ...neverLower([...longer.cut, ...longer.added]), cut: neverLower(longer.cut), added: neverLower(longer.added) },
		// A foreign language taken for English is the error that matters; the other way round the user is only asked.
		languages: describeLanguages(languages),
		englishAndChinese: describeBoth(pairs),
		// Written by hand, not by templates.
		naturalWishes: describeBoth(wishes),
	};
}
const judged = rows.test ?? rows.validation;
const reached = describeSplit(judged);
const goals = {
	"AUROC, labels": [reached.labels.auroc, ">=", 0.985],
	"AUROC, templates": [reached.templates.auroc, ">=", 0.985],
	"AUROC, template pairs, English": [reached.englishAndChinese.aurocEnglish, ">=", 0.985],
	"AUROC, template pairs, Chinese": [reached.englishAndChinese.aurocChinese, ">=", 0.985],
	"Spearman with human ratings": [reached.humanRatings.spearman, "<=", -0.4],
	"longer form never lower": [reached.longerForms.neverLower, ">=", 0.9],
	"English and Chinese on the same side": [reached.englishAndChinese.sameSide, ">=", 0.9],
	"calibration error, labels": [reached.labels.calibrationError, "<=", 0.05],
	"calibration error, templates": [reached.templates.calibrationError, "<=", 0.05],
} as const;
const missed = Object.entries(goals).filter(([, [value, sign, limit]]) => !(sign === ">=" ? value >= limit : value <= limit)).map(([name]) => name);
const wrong = [...judged.labelled, ...judged.made].map((row) => ({ ...row, score: scoreOf(row.prompt) })).filter((row) => (row.score >= 0.5 ? 1 : 0) !== row.complex);
const report = JSON.stringify({
	weightsSha256: createHash("sha256").update(readFileSync(values.weights)).digest("hex"),
	split: rows.test ? "test" : "validation",
	...reached,
	...(rows.test ? { validation: describeSplit(rows.validation) } : {}),
	goals: Object.fromEntries(Object.entries(goals).map(([name, [value, sign, limit]]) => [name, `${value} ${sign} ${limit}`])),
	missed,
	examplesOfErrors: wrong.filter((_, i) => i % Math.ceil(wrong.length / 12) === 0).map(({ prompt, score, complex, set }) => ({ set, complex, score, prompt: prompt.slice(0, 90) })),
}, null, "\t");
if (values.out !== undefined) writeFileSync(values.out, `${report}\n`);
console.log(report);
if (missed.length > 0) process.exitCode = 1;
