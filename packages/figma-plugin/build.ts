// Two files for Figma: the sandbox's script, and one page with everything the frame needs inside it.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";

const folder = fileURLToPath(new URL(".", import.meta.url));
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
await writeFile(
	`${folder}dist/ui.html`,
	`<!doctype html><html lang="en"><meta charset="utf-8"><title>Musa</title><body><script>${script}</script></body></html>\n`,
);
