// Judges held-out prompts with Musa's own code and prints what was reached as JSON:
//   npx tsx evaluate.ts --prompts FOLDER [--python python3] [--weights ../../router/router.safetensors]
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { judgePrompt } from "../../../packages/core/src/router/judge-prompt.js";
import { parseRouterModel } from "../../../packages/core/src/router/router-model.js";

const here = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
	options: {
		prompts: { type: "string" },
		python: { type: "string", default: "python3" },
		weights: { type: "string", default: join(here, "../../router/router.safetensors") },
	},
});
if (values.prompts === undefined || !existsSync(join(values.prompts, "prompts_dev.jsonl"))) {
	console.error("Give the folder of the labelled prompt sets with --prompts; prompts_dev.jsonl must be in it.");
	process.exit(2);
}
const made = spawnSync(values.python, [join(here, "evaluate_rows.py"), "--prompts", values.prompts], { encoding: "utf8", maxBuffer: 2 ** 28 });
if (made.status !== 0) throw new Error(made.stderr);

interface Row { prompt: string; complex: number; set: string; lang: string }
const rows = JSON.parse(made.stdout) as {
	held: Row[]; made: Row[]; fitted: Row[];
	rated: { prompt: string; rating: number }[];
	longer: { short: string; long: string }[];
	pairs: { en: string; zh: string; complex: number }[];
};
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
const baseline = fitNgrams(rows.fitted);
const english = rows.made.filter((row) => row.lang === "en");
const times = [...rows.held, ...rows.made].map(({ prompt }) => {
	const start = performance.now();
	scoreOf(prompt);
	return performance.now() - start;
}).sort((a, b) => a - b);
const ratings = rows.rated.map((row) => row.rating);
const wrong = [...rows.held, ...rows.made].map((row) => ({ ...row, score: scoreOf(row.prompt) })).filter((row) => (row.score >= 0.5 ? 1 : 0) !== row.complex);
console.log(JSON.stringify({
	heldLabels: describe([...rows.held, ...english.filter((row) => row.complex === 0)], baseline),
	heldTemplates: describe(rows.made, baseline),
	humanRatings: {
		prompts: ratings.length,
		spearman: round(spearman(rows.rated.map((row) => scoreOf(row.prompt)), ratings)),
		spearmanWordCount: round(spearman(rows.rated.map((row) => countOf(row.prompt)), ratings)),
		spearmanNgrams: round(spearman(rows.rated.map((row) => baseline(row.prompt)), ratings)),
	},
	longerForms: { pairs: rows.longer.length, neverLower: round(rows.longer.filter((p) => scoreOf(p.long) >= scoreOf(p.short)).length / rows.longer.length) },
	englishAndChinese: { pairs: rows.pairs.length, sameSide: round(rows.pairs.filter((p) => scoreOf(p.en) >= 0.5 === scoreOf(p.zh) >= 0.5).length / rows.pairs.length), meanDifference: round(rows.pairs.reduce((t, p) => t + Math.abs(scoreOf(p.en) - scoreOf(p.zh)), 0) / rows.pairs.length) },
	latencyMs: { p50: round(times[Math.floor(times.length * 0.5)]!), p95: round(times[Math.floor(times.length * 0.95)]!) },
	examplesOfErrors: wrong.filter((_, i) => i % Math.ceil(wrong.length / 12) === 0).map(({ prompt, score, complex, set }) => ({ set, complex, score, prompt: prompt.slice(0, 90) })),
}, null, "\t"));
