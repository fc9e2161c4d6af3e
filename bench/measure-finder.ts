// How long the finder takes: one long document read again, and a workspace of 5,000 files from a disk.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openFinder } from "@musa/finder";
import { nodeFiles } from "@musa/finder/node";
import { round, type Spread, spreadOf } from "./statistics.js";

const LINES = 2000;
const FILES = 5000;
const DOCUMENT_SHARE = 0.6;

/** Figures of the finder. */
export interface FinderFigures {
	/** ms to read one document of 2,000 lines again after a change, by language. */
	readonly rescanMs: Readonly<Record<string, Spread>>;
	/** The slowest language's, ms. */
	readonly slowestRescanMs: number;
	/** s to list and read a workspace of 5,000 files, 3,000 of them documents. */
	readonly workspaceSeconds: number;
	/** ms from a cancel in the middle of that until the scan has ended. */
	readonly cancelMs: number;
}

/** Lines of each language that name an image now and then, as real documents do. */
const lines: Readonly<Record<string, (i: number) => string>> = {
	html: (i) =>
		i % 10 === 0
			? `<p>Text ${i} <img src="/img/photo-${i % 50}.png" alt="Photo ${i}" width="300" height="200"></p>`
			: `<p class="a b">Some text in paragraph ${i} with <a href="/page/${i}">a link</a> &amp; more.</p>`,
	css: (i) =>
		i % 10 === 0
			? `.card-${i} { background: url("../img/photo-${i % 50}.png") center / cover; width: 300px; }`
			: `.box-${i} > a:hover { color: #${String(i).padStart(6, "0")}; margin: ${i % 9}px auto; }`,
	md: (i) =>
		i % 10 === 0
			? `\n![Photo ${i}](/img/photo-${i % 50}.png)\n`
			: `Sentence ${i} with *some* words, \`code\` and [a link](/page/${i}).`,
	tsx: (i) =>
		i % 10 === 0
			? `export const Photo${i} = () => <img src="/img/photo-${i % 50}.png" alt="Photo ${i}" width={300} />;`
			: `export function add${i}(a: number, b: number): number { return a + b * ${i}; }`,
	vue: (i) =>
		i % 10 === 0
			? `<img src="@/assets/photo-${i % 50}.png" :alt="name" width="300" height="200">`
			: `<p :class="{ on: is${i} }">{{ text${i} }} and <b>more</b></p>`,
	svelte: (i) =>
		i % 10 === 0
			? `<img src="/img/photo-${i % 50}.png" alt={name} width="300" height="200">`
			: `<p class="line">{text} and <b>more {i} of ${i}</b></p>`,
};

/** Measures the finder on made documents. */
export async function measureFinder(runs: number): Promise<FinderFigures> {
	const root = mkdtempSync(join(tmpdir(), "musa-bench-"));
	try {
		writeWorkspace(root);
		const rescanMs = await measureRescans(root, runs);
		return {
			rescanMs,
			slowestRescanMs: Math.max(...Object.values(rescanMs).map((s) => s.p95)),
			...(await measureWorkspace(root)),
		};
	} finally {
		rmSync(root, { recursive: true });
	}
}

/** Writes the workspace that the figures are of. */
export function writeWorkspace(root: string, files = FILES): void {
	const kinds = Object.entries(lines);
	for (let i = 0; i < files; i++) {
		const [kind, line] = kinds[i % kinds.length] as (typeof kinds)[number];
		const isDocument = i < files * DOCUMENT_SHARE;
		const path = isDocument
			? `src/part-${i % 60}/page-${i}.${kind}`
			: `public/img/${i % 40}/photo-${i}.png`;
		mkdirSync(join(root, dirname(path)), { recursive: true });
		// One document in a hundred names a picture that is not there.
		const cycle = i % 100 === 0 ? 50 : 40;
		const text = textOf((k) => line(k % cycle), 100);
		writeFileSync(join(root, path), isDocument ? text : "");
	}
	for (const folder of ["public/img", "public/assets", "src/img", "src/assets"])
		for (const i of [0, 10, 20, 30]) {
			mkdirSync(join(root, folder), { recursive: true });
			writeFileSync(join(root, folder, `photo-${i}.png`), "");
		}
	writeFileSync(join(root, "package.json"), '{"devDependencies":{"vite":"6"}}');
}

function textOf(line: (i: number) => string, count: number): string {
	return Array.from({ length: count }, (_, i) => line(i)).join("\n");
}

async function measureRescans(
	root: string,
	runs: number,
): Promise<Record<string, Spread>> {
	const { signal } = new AbortController();
	const finder = await openFinder(signal, nodeFiles(root));
	const figures: Record<string, Spread> = {};
	for (const [kind, line] of Object.entries(lines)) {
		const times: number[] = [];
		// The first runs are those of a compiler.
		for (let run = -5; run < runs; run++) {
			// Somebody types in the middle.
			const text = textOf((i) => line(i === LINES / 2 ? run + 6 : i), LINES);
			const start = performance.now();
			const found = await finder.rescan(`src/long.${kind}`, text);
			const ms = performance.now() - start;
			if (found.length === 0) throw new Error(`nothing is missing in ${kind}`);
			if (run >= 0) times.push(ms);
		}
		figures[kind] = spreadOf(times);
	}
	return figures;
}

async function measureWorkspace(
	root: string,
): Promise<{ workspaceSeconds: number; cancelMs: number }> {
	const start = performance.now();
	const { signal } = new AbortController();
	const finder = await openFinder(signal, nodeFiles(root));
	const { documentCount } = await finder.scan(signal);
	const workspaceSeconds = round((performance.now() - start) / 1000);
	if (documentCount < FILES * DOCUMENT_SHARE)
		throw new Error(`only ${documentCount} documents were read`);
	const stop = new AbortController();
	let cancelled = 0;
	const scanning = finder.scan(stop.signal, ({ stage, done, total = 0 }) => {
		if (cancelled > 0 || stage !== "read-documents" || done < total / 2) return;
		cancelled = performance.now();
		stop.abort();
	});
	await scanning.then(
		() => {
			throw new Error("the scan went on");
		},
		() => undefined,
	);
	return { workspaceSeconds, cancelMs: round(performance.now() - cancelled) };
}
