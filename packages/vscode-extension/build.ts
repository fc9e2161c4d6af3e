// The extension as it is installed, in dist/extension, and packed beside it.
import { execFileSync } from "node:child_process";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { agentTools } from "@musa/agent-tools";
import { parseManifest } from "@musa/core";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { listNotices } from "./list-notices.js";

const folder = fileURLToPath(new URL(".", import.meta.url));
const root = join(folder, "../..");
const dist = join(folder, "dist");
const out = join(dist, "extension");
const require = createRequire(import.meta.url);
const manifest = JSON.parse(
	await readFile(join(folder, "package.json"), "utf8"),
);

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

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

const bundles = await Promise.all([
	build({
		...node,
		entryPoints: {
			extension: "src/extension.ts",
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
		entryPoints: { view: "src/webview/main.tsx" },
		outdir: join(out, "webview"),
	}),
]);

// The runtime's own files lie where its script looks for them.
const runtime = dirname(require.resolve("onnxruntime-web"));
const copied = [
	join(runtime, "ort-wasm-simd-threaded.mjs"),
	join(runtime, "ort-wasm-simd-threaded.wasm"),
	require.resolve("@jsquash/webp/codec/enc/webp_enc_simd.wasm"),
	require.resolve("@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm"),
];
for (const path of copied) await cp(path, join(out, basename(path)));

await copyPacks(["musa-xxs"]);
for (const name of ["media", "docs", "l10n", "README.md", "CHANGELOG.md"])
	await cp(join(folder, name), join(out, name), { recursive: true });
for (const name of manifestStrings())
	await cp(join(folder, name), join(out, name));
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
await writeFile(
	join(out, "package.json"),
	`${JSON.stringify(makeManifest(), null, "\t")}\n`,
);
// Everything in the folder belongs to the extension; without a list of exceptions the packer warns.
await writeFile(join(out, ".vscodeignore"), ".vscodeignore\n");
packVsix();

/** What is needed of the packs in Node: manifests, graphs and weights, no samples. */
async function copyPacks(ids: readonly string[]): Promise<void> {
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
	await writeFile(join(out, "models/packs.json"), JSON.stringify(ids));
}

function manifestStrings(): string[] {
	return ["package.nls.json"];
}

/** The manifest of the installed extension: without what only the repository needs, with the tools that agents get. */
function makeManifest(): unknown {
	const {
		type,
		scripts,
		dependencies,
		devDependencies,
		private: _,
		...rest
	} = manifest;
	return {
		...rest,
		contributes: {
			...rest.contributes,
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

function packVsix(): void {
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
			join(dist, "musa-vscode.vsix"),
		],
		{ cwd: out, stdio: ["ignore", "ignore", "inherit"] },
	);
}
