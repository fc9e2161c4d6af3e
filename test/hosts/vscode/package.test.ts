// What is in the packed extension, as the marketplace and the user get it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decodePng } from "@musa/core";
import { unzipSync } from "fflate";
import { expect, test } from "vitest";
import { ROOT } from "../../support/packs.js";

const MAX_BYTES = 30_000_000;
const packed = readFileSync(
	join(ROOT, "packages/vscode-extension/dist/musa-vscode.vsix"),
);
const files = new Map(
	Object.entries(unzipSync(packed)).map(([path, bytes]) => [
		path.replace(/^extension\//, ""),
		bytes,
	]),
);
const text = (path: string): string =>
	new TextDecoder().decode(files.get(path));
const manifest = JSON.parse(text("package.json"));

test("the package is not too large, and holds no sources, tests, maps or tools", () => {
	expect(packed.length).toBeLessThanOrEqual(MAX_BYTES);
	const odd = [...files.keys()].filter((path) =>
		/\.(?:tsx?|map|vsix)$|(?:^|\/)(?:(?:src|test|node_modules)\/|\.\w)/.test(
			path,
		),
	);
	expect(odd).toEqual([]);
	expect(manifest).not.toHaveProperty("devDependencies");
	expect(manifest).not.toHaveProperty("scripts");
});

test("every file that the manifest names is there", () => {
	const named: string[] = [];
	JSON.stringify(manifest, (_key, value) => {
		if (typeof value === "string" && /^(?:\.\/|media\/)\S+$/.test(value))
			named.push(value.replace(/^\.\//, ""));
		return value;
	});
	expect(named.length).toBeGreaterThanOrEqual(4);
	const missing = named.filter(
		(path) =>
			![...files.keys()].some(
				(file) => file === path || file.startsWith(`${path}/`),
			),
	);
	expect(missing).toEqual([]);
});

test("its icon is 128 px wide and high at least", () => {
	const { width, height } = decodePng(files.get(manifest.icon) ?? packed);
	expect(width).toBe(height);
	expect(width).toBeGreaterThanOrEqual(128);
});

test("licence, notices of what others wrote, and a changelog that tells of this version", () => {
	expect(text("LICENSE.txt")).toContain("Apache License");
	for (const name of ["onnxruntime-web", "preact", "postcss", "@babel/parser"])
		expect(text("THIRD-PARTY-NOTICES.txt")).toContain(name);
	expect(text("changelog.md")).toContain(`## ${manifest.version}`);
});

test("the README shows only pictures that are packed", () => {
	const shown = [
		...text("readme.md").matchAll(/!\[[^\]]*\]\((?!https:)([^)]+)\)/g),
	].map(([, path = ""]) => path);
	expect(shown.filter((path) => !files.has(path))).toEqual([]);
});

test("the weights and graphs of the model are those of its manifest", () => {
	const model = "models/musa-xxs";
	const { files: listed }: { files: { path: string; bytes: number }[] } =
		JSON.parse(text(`${model}/manifest.json`));
	expect(listed.length).toBeGreaterThan(0);
	for (const { path, bytes } of listed)
		expect(files.get(`${model}/${path}`)?.length, path).toBe(bytes);
});

test("no code in it asks a network or counts users", () => {
	for (const [path, bytes] of files) {
		if (
			!/^(?:extension|engine-thread|finder-thread|browser|chunks\/.*|webview\/.*)\.m?js$/.test(
				path,
			)
		)
			continue;
		expect(new TextDecoder().decode(bytes), path).not.toMatch(
			/createTelemetryLogger|api\.openai\.com|googleapis\.com|huggingface\.co/,
		);
	}
});
