// Two files for Figma: the sandbox's script, and one page with everything the frame needs inside it.
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { parseManifest, selectFiles } from "@musa/core";
import { type BuildOptions, build } from "esbuild";

const folder = fileURLToPath(new URL(".", import.meta.url));
const root = join(folder, "../..");
const { version } = JSON.parse(await readFile(`${folder}package.json`, "utf8"));

const common = {
	absWorkingDir: folder,
	bundle: true,
	minify: true,
	format: "iife",
	charset: "utf8",
	define: { MUSA_VERSION: JSON.stringify(version) },
	legalComments: "none",
} satisfies BuildOptions;

await rm(`${folder}dist/main.js`, { force: true });
await mkdir(`${folder}dist`, { recursive: true });
await build({
	...common,
	entryPoints: ["src/main/main.ts"],
	outfile: "dist/code.js",
	// The sandbox is a small interpreter, not a browser; its documentation promises ES2020.
	target: "es2017",
});
const ui = await build({
	...common,
	entryPoints: ["src/ui/main.tsx"],
	target: "es2022",
	jsx: "automatic",
	jsxImportSource: "preact",
	write: false,
});
// A script inside a page must not hold its own end.
const script = ui.outputFiles[0]?.text.replaceAll("</script", "<\\/script");

const require = createRequire(import.meta.url);
const embedded = {
	"musa-worker": await readFile(require.resolve("@musa/core/worker")),
	"musa-runtime": await readFile(
		require.resolve("onnxruntime-web/ort-wasm-simd-threaded.wasm"),
	),
	"musa-router": await readFile(join(root, "models/router/router.safetensors")),
	...(await readPack(await findPack())),
};
const elements = Object.entries(embedded).map(
	([id, bytes]) =>
		`<script type="text/plain" id="${id}">${gzipSync(bytes, { level: 9 }).toString("base64")}</script>`,
);
// The panel shows itself before the browser reads the large elements after it.
await writeFile(
	`${folder}dist/ui.html`,
	`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Musa</title></head><body><div id="panel"></div>\n<script>${script}</script>\n${elements.join("\n")}\n</body></html>\n`,
);

/** The folder that MUSA_PACK names, else the first trained pack; in a checkout without one, the random one for tests. */
async function findPack(): Promise<string> {
	if (process.env.MUSA_PACK) return process.env.MUSA_PACK;
	const models = join(root, "models");
	const packs = (await readdir(models))
		.map((name) => join(models, name))
		.filter((path) => existsSync(join(path, "manifest.json")));
	const [pack] = packs.sort();
	if (pack) return pack;
	console.warn("There is no trained model; the plugin gets the one for tests.");
	return join(root, "test/support/tiny-model");
}

/** What WASM needs of a pack: its manifest, and its files one after the other. */
async function readPack(pack: string): Promise<Record<string, Buffer>> {
	const manifest = await readFile(join(pack, "manifest.json"));
	const files = await Promise.all(
		selectFiles(parseManifest(manifest.toString()), "wasm").map(({ path }) =>
			readFile(join(pack, path)),
		),
	);
	return { "musa-manifest": manifest, "musa-model": Buffer.concat(files) };
}
