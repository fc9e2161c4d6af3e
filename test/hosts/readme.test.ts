// What the documents tell people to type, typed.
import { execFile } from "node:child_process";
import {
	existsSync,
	mkdirSync,
	readFileSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { decodePng } from "@musa/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeFolder, ROOT, realPack } from "../support/packs.js";
import { runMusa } from "../support/run-musa.js";
import { splitWords } from "../support/split-words.js";

const PATIENT = { timeout: 300_000 };
const folder = makeFolder();
const pack = realPack();

beforeAll(() => {
	symlinkSync(
		join(ROOT, "node_modules"),
		join(folder.path, "node_modules"),
		"junction",
	);
	mkdirSync(join(folder.path, "models"));
	symlinkSync(pack.folder, join(folder.path, "models/musa-xxs"), "junction");
	writeFileSync(join(folder.path, "package.json"), '{"type":"module"}');
});
afterAll(() => folder.remove());

/** The fenced blocks of one language. */
function blocksOf(document: string, language: string): string[] {
	const text = readFileSync(join(ROOT, document), "utf8");
	return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
		.filter((match) => match[1] === language)
		.map((match) => match[2] ?? "");
}

describe("README.md", PATIENT, () => {
	const samples = blocksOf("README.md", "ts");
	test("has code samples", () => {
		expect(samples.length).toBeGreaterThan(0);
	});

	test.each(samples.map((code, i) => [i + 1, code] as const))(
		"code sample %d runs as it stands",
		async (number, code) => {
			writeFileSync(join(folder.path, `sample-${number}.ts`), code);
			const tsx = join(ROOT, "node_modules/tsx/dist/cli.mjs");
			const { stdout } = await promisify(execFile)(
				process.execPath,
				[tsx, `sample-${number}.ts`],
				{ cwd: folder.path },
			);
			expect(stdout.trim()).toBe("7 256 256");
			const png = new Uint8Array(
				readFileSync(join(folder.path, "library-heart.png")),
			);
			expect(decodePng(png)).toMatchObject({ width: 256, height: 256 });
		},
	);

	test("its commands work in the order in which they stand", async () => {
		const lines = [
			...blocksOf("README.md", "sh")
				.join("\n")
				.matchAll(/^npm run musa -- (.+)$/gm),
		];
		expect(lines.length).toBeGreaterThan(0);
		for (const [, line = ""] of lines) {
			const run = await runMusa(splitWords(line), {
				cwd: folder.path,
				models: dirname(pack.folder),
			});
			expect(run.stderr).not.toContain("musa:");
			expect(run.code, line).toBe(0);
		}
		expect(existsSync(join(folder.path, "heart.png"))).toBe(true);
	});
});

describe("the documents", () => {
	const documents = [
		"README.md",
		"ARCHITECTURE.md",
		"CONTRIBUTING.md",
		"RUNBOOK.md",
	];
	test.each(documents)("%s links only to what is there", (document) => {
		const text = readFileSync(join(ROOT, document), "utf8");
		const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(
			(match) => match[1] ?? "",
		);
		expect(links.filter((link) => !existsSync(join(ROOT, link)))).toEqual([]);
	});

	test.each(documents)(
		"%s names only scripts that package.json has",
		(document) => {
			const { scripts } = JSON.parse(
				readFileSync(join(ROOT, "package.json"), "utf8"),
			);
			const text = readFileSync(join(ROOT, document), "utf8");
			const named = [...text.matchAll(/npm run ([a-z:]+)/g)].map(
				(match) => match[1] ?? "",
			);
			expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
		},
	);
});
