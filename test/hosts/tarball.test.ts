// What npm would get: core packed, unpacked into an empty project, used from plain JavaScript and seen by TypeScript.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
	existsSync,
	mkdirSync,
	readdirSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { encodePng } from "@musa/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestEngine } from "../support/node-engine.js";
import { makeFolder, ROOT, tinyPack } from "../support/packs.js";

const run = promisify(execFile);
const PATIENT = { timeout: 300_000 };
const pack = tinyPack();
const project = makeFolder();
const installed = join(project.path, "node_modules/@musa/core");

beforeAll(async () => {
	if (!existsSync(join(ROOT, "packages/core/dist/worker.js")))
		throw new Error("Core is not built; run npm run build first.");
	const tsx = join(ROOT, "node_modules/tsx/dist/cli.mjs");
	await run(process.execPath, [
		tsx,
		join(ROOT, "packages/core/make-package.ts"),
	]);
	const shell = process.platform === "win32";
	await run("npm", ["pack", "--pack-destination", project.path], {
		cwd: join(ROOT, "packages/core/dist/package"),
		shell,
	});
	const [tarball] = readdirSync(project.path).filter((name) =>
		name.endsWith(".tgz"),
	);
	if (tarball === undefined) throw new Error("npm pack made no tarball");
	mkdirSync(installed, { recursive: true });
	await run("tar", [
		"-xzf",
		join(project.path, tarball),
		"-C",
		installed,
		"--strip-components=1",
	]);
	// Its one dependency comes from here, so that the test needs no network.
	symlinkSync(
		join(ROOT, "node_modules/onnxruntime-web"),
		join(project.path, "node_modules/onnxruntime-web"),
		"junction",
	);
	writeFileSync(join(project.path, "package.json"), '{"type":"module"}');
}, 300_000);
afterAll(() => project.remove());

describe("the tarball of core", PATIENT, () => {
	test("has everything that its exports name, and no source or test", async () => {
		const { exports } = JSON.parse(
			(
				await run(process.execPath, [
					"-p",
					`JSON.stringify(require(${JSON.stringify(join(installed, "package.json"))}))`,
				])
			).stdout,
		);
		const files = Object.values(
			exports as Record<string, string | Record<string, string>>,
		).flatMap((entry) =>
			typeof entry === "string" ? [entry] : Object.values(entry),
		);
		expect(files.length).toBeGreaterThan(8);
		for (const file of files)
			expect(existsSync(join(installed, file)), file).toBe(true);
		const names = readdirSync(installed, { recursive: true }).map(String);
		expect(names.filter((name) => /\.test\.|(?<!\.d)\.ts$/.test(name))).toEqual(
			[],
		);
	});

	test("draws in plain Node the bytes that the sources draw", async () => {
		writeFileSync(
			join(project.path, "draw.js"),
			`import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { encodePng, generateImage, makeRegistry, openEngine, parseManifest } from "@musa/core";
import { fileWeightStore, makeNodeSpawn } from "@musa/core/node";
const folder = ${JSON.stringify(pack.folder)};
const manifest = parseManifest(readFileSync(folder + "/manifest.json"));
const engine = openEngine({
	spawn: makeNodeSpawn(),
	weightStore: fileWeightStore({ [manifest.id]: folder }),
});
const request = { prompt: "a red heart", size: { width: 150, height: 90 }, seed: 7 };
const { image } = await generateImage(new AbortController().signal, request, {
	registry: makeRegistry([manifest]),
	engine,
});
engine.close();
console.log(createHash("sha256").update(encodePng(image)).digest("hex"));
`,
		);
		const { stdout } = await run(process.execPath, ["draw.js"], {
			cwd: project.path,
		});
		const { engine, draw } = openTestEngine(pack);
		const { image } = await draw({
			prompt: "a red heart",
			size: { width: 150, height: 90 },
			seed: 7,
		});
		engine.close();
		const expected = createHash("sha256")
			.update(encodePng(image))
			.digest("hex");
		expect(stdout.trim()).toBe(expected);
	});

	test("has types that a strict project compiles against, and that refuse a wrong request", async () => {
		const check = async (line: string) => {
			writeFileSync(
				join(project.path, "use.ts"),
				`import { type GeneratedImage, type ImageRequest, MusaError, openEngine } from "@musa/core";
import { makeBrowserSpawn } from "@musa/core/browser";
import { fileWeightStore, makeNodeSpawn } from "@musa/core/node";
export const engine = openEngine({ spawn: makeNodeSpawn(), weightStore: fileWeightStore({ a: "b" }) });
export const sizeOf = ({ image }: GeneratedImage): number => image.width;
export const other = { makeBrowserSpawn, isOurs: MusaError.is };
${line}
`,
			);
			return run(
				process.execPath,
				[
					join(ROOT, "node_modules/typescript/lib/tsc.js"),
					...[
						"--noEmit",
						"--strict",
						"--module",
						"nodenext",
						"--target",
						"es2022",
					],
					...[
						"--types",
						"node",
						"--typeRoots",
						join(ROOT, "node_modules/@types"),
						"use.ts",
					],
				],
				{ cwd: project.path },
			);
		};
		await check(
			'export const request: ImageRequest = { prompt: "a", size: { width: 1, height: 1 } };',
		);
		await expect(
			check(
				"export const request: ImageRequest = { prompt: 7, size: { width: 1, height: 1 } };",
			),
		).rejects.toMatchObject({ stdout: expect.stringContaining("TS2322") });
	});
});
