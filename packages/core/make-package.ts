// Assembles what npm gets in dist/package: the built modules, their types, and a manifest that names those
// instead of the sources, which only this repository can run. Needs `npm run build`.
import { execFileSync } from "node:child_process";
import { copyFile, cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = (path: string): string =>
	fileURLToPath(new URL(path, import.meta.url));
const target = here("dist/package");

const MODULES = [
	"index.js",
	"node.js",
	"node-worker.js",
	"browser.js",
	"worker.js",
	"worker-webgpu.js",
	"ort-wasm-simd-threaded.wasm",
];

// tsc keeps the types of each compile world apart; a package has one tree.
const TYPES = ["dist/types", "dist/types-node/src", "dist/types-browser"];

const require = createRequire(import.meta.url);
const tsc = join(dirname(require.resolve("typescript")), "tsc.js");
execFileSync(
	process.execPath,
	[
		tsc,
		"-b",
		here("."),
		here("tsconfig.node.json"),
		here("tsconfig.browser.json"),
	],
	{ stdio: "inherit" },
);

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
for (const name of MODULES)
	await copyFile(here(`dist/${name}`), join(target, name));
for (const folder of TYPES)
	await cp(here(folder), join(target, "types"), {
		recursive: true,
		filter: (path) => !/\.tsbuildinfo$/.test(path),
	});
await copyFile(here("../../LICENSE"), join(target, "LICENSE"));

const own = JSON.parse(await readFile(here("package.json"), "utf8"));
const entry = (types: string, file: string) => ({
	types: `./types/${types}.d.ts`,
	default: `./${file}.js`,
});
const manifest = {
	name: own.name,
	version: own.version,
	description: own.description,
	license: own.license,
	type: "module",
	engines: { node: ">=20.19" },
	exports: {
		".": entry("index", "index"),
		"./node": entry("node", "node"),
		"./browser": entry("worker/browser-spawn", "browser"),
		"./worker": "./worker.js",
		"./worker-webgpu": "./worker-webgpu.js",
		"./ort-wasm-simd-threaded.wasm": "./ort-wasm-simd-threaded.wasm",
		"./package.json": "./package.json",
	},
	// The other dependencies are bundled.
	dependencies: { "onnxruntime-web": own.dependencies["onnxruntime-web"] },
};
await writeFile(
	join(target, "package.json"),
	`${JSON.stringify(manifest, null, "\t")}\n`,
);
