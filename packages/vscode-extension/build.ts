// The extension as it is installed, in two editions: dist/extension cannot send, dist/routed/extension may when the user agrees.
// Each is packed beside it.
import { execFileSync } from "node:child_process";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { agentTools } from "@musa/agent-tools";
import { parseManifest } from "@musa/core";
import { type BuildOptions, build, type Plugin, transform } from "esbuild";
import { listNotices } from "./list-notices.js";

const folder = fileURLToPath(new URL(".", import.meta.url));
const root = join(folder, "../..");
const dist = join(folder, "dist");
const require = createRequire(import.meta.url);
const manifest = await readJson("package.json");

const common = {
	absWorkingDir: folder,
	bundle: true,
	minify: true,
	charset: "utf8",
	legalComments: "none",
	define: { MUSA_VERSION: JSON.stringify(manifest.version) },
	logLevel: "warning",
	metafile: true,
} satisfies BuildOptions;

const node = {
	...common,
	platform: "node",
	// Node of the oldest VS Code that package.json allows.
	target: "node20",
	format: "esm",
	outExtension: { ".js": ".mjs" },
	mainFields: ["module", "main"],
	// Packages in the older format ask for Node's own modules by require.
	banner: {
		js: 'import{createRequire as musaRequire}from"node:module";const require=musaRequire(import.meta.url);',
	},
} satisfies BuildOptions;

/** The networks' runtime for Node, in the thread's own file; its binary lies beside. */
const useNodeRuntime: Plugin = {
	name: "use-node-runtime",
	setup({ onResolve }) {
		onResolve({ filter: /^onnxruntime-web/ }, () => ({
			path: join(
				dirname(require.resolve("onnxruntime-web")),
				"ort.node.min.mjs",
			),
		}));
		// Users who want it install it, and say where.
		onResolve({ filter: /^onnxruntime-node$/ }, () => ({
			path: join(folder, "src/engine/native-runtime.ts"),
		}));
	},
};

/** An edition: what it consists of beyond what both have. */
interface Edition {
	readonly out: string;
	readonly vsix: string;
	readonly entry: string;
	readonly pages: Readonly<Record<string, string>>;
	readonly manifest: Json;
	/** Words of the manifest by language; the empty one is English. */
	readonly words: Readonly<Record<string, Json>>;
}

await buildEdition({
	out: join(dist, "extension"),
	vsix: "musa-vscode.vsix",
	entry: "src/extension.ts",
	pages: { view: "src/webview/main.tsx" },
	manifest,
	words: await readWords("package"),
});
await buildEdition({
	out: join(dist, "routed/extension"),
	vsix: "musa-vscode-routed.vsix",
	entry: "src/routed/extension.ts",
	pages: {
		view: "src/webview/main.tsx",
		sheet: "src/webview/routed/sheet.tsx",
	},
	manifest: merge(manifest, await readJson("package.routed.json")),
	words: await readWords("package", "package.routed"),
});

async function buildEdition(edition: Edition): Promise<void> {
	const { out, entry, pages } = edition;
	await rm(out, { recursive: true, force: true });
	await mkdir(out, { recursive: true });
	const bundles = await Promise.all([
		build({
			...node,
			entryPoints: {
				extension: entry,
				"engine-thread": "src/engine/engine-thread.ts",
				"finder-thread": "src/finder/finder-thread.ts",
			},
			outdir: out,
			splitting: true,
			chunkNames: "chunks/[name]-[hash]",
			external: ["vscode", "esbuild", "onnxruntime-*"],
		}),
		build({
			...node,
			entryPoints: {
				"node-worker": require
					.resolve("@musa/core/worker")
					.replace("worker.js", "node-worker.js"),
			},
			outdir: out,
			plugins: [useNodeRuntime],
		}),
		build({
			...common,
			platform: "browser",
			target: "es2022",
			format: "cjs",
			// A worker has no document.
			conditions: ["worker"],
			entryPoints: { browser: "src/browser.ts" },
			outdir: out,
			external: ["vscode"],
		}),
		build({
			...common,
			platform: "browser",
			target: "es2022",
			format: "iife",
			jsx: "automatic",
			jsxImportSource: "preact",
			entryPoints: pages,
			outdir: join(out, "webview"),
		}),
	]);

	// The runtime's own files lie where its script looks for them.
	const runtime = dirname(require.resolve("onnxruntime-web"));
	const copied = [
		join(runtime, "ort-wasm-simd-threaded.mjs"),
		join(runtime, "ort-wasm-simd-threaded.wasm"),
		...[
			"@jsquash/webp/codec/enc/webp_enc_simd.wasm",
			"@jsquash/webp/codec/dec/webp_dec.wasm",
			"@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm",
			"@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm",
		].map((file) => require.resolve(file)),
	];
	for (const path of copied) await cp(path, join(out, basename(path)));

	copied.push(await buildPageEngine(join(out, "webgpu")));
	await copyPacks(["musa-xxs"], out);
	for (const name of ["media", "docs", "l10n", "README.md", "CHANGELOG.md"])
		await cp(join(folder, name), join(out, name), { recursive: true });
	for (const [language, words] of Object.entries(edition.words))
		await writeJson(join(out, `package.nls${language}.json`), words);
	await cp(join(root, "LICENSE"), join(out, "LICENSE"));
	await writeFile(
		join(out, "THIRD-PARTY-NOTICES.txt"),
		await listNotices(
			root,
			[
				...bundles.flatMap(({ metafile }) => Object.keys(metafile.inputs)),
				...copied,
			]
				// Modules that a bundle leaves out.
				.filter((path) => !path.startsWith("("))
				.map((path) => resolve(folder, path)),
		),
	);
	await writeJson(join(out, "package.json"), makeManifest(edition.manifest));
	// Everything in the folder belongs to the extension; without a list of exceptions the packer warns.
	await writeFile(join(out, ".vscodeignore"), ".vscodeignore\n");
	packVsix(out, edition.vsix);
}

/** What a page needs to draw with WebGPU; the worker computes and never sends. @returns the runtime that is in it */
async function buildPageEngine(out: string): Promise<string> {
	const ways = ["fetch", "XMLHttpRequest", "WebSocket", "importScripts"];
	const { code } = await transform(
		await readFile(require.resolve("@musa/core/worker-webgpu"), "utf8"),
		{
			define: Object.fromEntries(ways.map((way) => [way, "undefined"])),
			minify: true,
			legalComments: "inline",
		},
	);
	const runtime = require.resolve(
		"onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm",
	);
	await mkdir(out);
	await writeFile(join(out, "worker.js"), code);
	await writeFile(
		join(out, "runtime.wasm.gz"),
		gzipSync(await readFile(runtime), { level: 9 }),
	);
	return runtime;
}

/** What is needed of the packs in Node: manifests, graphs and weights, no samples. */
async function copyPacks(ids: readonly string[], out: string): Promise<void> {
	for (const id of ids) {
		const pack = join(root, "models", id);
		const text = await readFile(join(pack, "manifest.json"), "utf8");
		for (const { path } of parseManifest(text).files)
			await cp(join(pack, path), join(out, "models", id, path));
		await writeFile(join(out, "models", id, "manifest.json"), text);
	}
	await cp(
		join(root, "models/router/router.safetensors"),
		join(out, "models/router.safetensors"),
	);
	await cp(
		join(root, "models/words/spoken-names.bin"),
		join(out, "models/spoken-names.bin"),
	);
	await writeFile(join(out, "models/packs.json"), JSON.stringify(ids));
}

/** The manifest of the installed extension: without what only the repository needs, with the tools that agents get. */
function makeManifest(whole: Json): Json {
	const {
		type,
		scripts,
		dependencies,
		devDependencies,
		private: _,
		...rest
	} = whole;
	return {
		...rest,
		contributes: {
			...(rest.contributes as Json),
			languageModelTools: agentTools.map(
				({ name, title, description, inputSchema, isReadOnly }) => ({
					name: `musa_${name}`,
					toolReferenceName: name.replace(/_(\w)/g, (_all, letter: string) =>
						letter.toUpperCase(),
					),
					displayName: title,
					userDescription: description.split(/(?<=\.) /)[0],
					modelDescription: description,
					canBeReferencedInPrompt: true,
					icon: isReadOnly ? "$(search)" : "$(sparkle)",
					tags: ["images", "musa"],
					inputSchema,
				}),
			),
		},
	};
}

function packVsix(out: string, name: string): void {
	execFileSync(
		process.execPath,
		[
			require.resolve("@vscode/vsce/vsce"),
			"package",
			"--no-dependencies",
			// The screenshots lie beside the text.
			"--no-rewrite-relative-links",
			"--allow-missing-repository",
			"--out",
			join(dist, name),
		],
		{ cwd: out, stdio: ["ignore", "ignore", "inherit"] },
	);
}

type Json = { readonly [name: string]: unknown };

async function readJson(name: string): Promise<Json> {
	return JSON.parse(await readFile(join(folder, name), "utf8"));
}

async function readWords(
	...names: readonly string[]
): Promise<Readonly<Record<string, Json>>> {
	const read = async (language: string): Promise<Json> =>
		Object.assign(
			{},
			...(await Promise.all(
				names.map((name) => readJson(`${name}.nls${language}.json`)),
			)),
		);
	return { "": await read(""), ".de": await read(".de") };
}

async function writeJson(path: string, value: Json): Promise<void> {
	await writeFile(path, `${JSON.stringify(value, null, "\t")}\n`);
}

/** Lists become longer, objects gain what they lack, all else is replaced. */
function merge(base: Json, more: Json): Json {
	const merged: Record<string, unknown> = { ...base };
	for (const [name, value] of Object.entries(more)) {
		const old = merged[name];
		if (Array.isArray(old) && Array.isArray(value))
			merged[name] = [...old, ...value];
		else if (typeof old === "object" && typeof value === "object")
			merged[name] = merge(old as Json, value as Json);
		else merged[name] = value;
	}
	return merged;
}
