// Two files for Figma in each edition: the sandbox's script, and one page with everything the frame needs inside it.
// dist has the local edition, which cannot send; dist/routed the one that may, with a manifest that names its hosts.
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { parseManifest } from "@musa/core";
import { type BuildOptions, build, transform } from "esbuild";

const folder = fileURLToPath(new URL(".", import.meta.url));
const root = join(folder, "../..");
const { version } = JSON.parse(await readFile(`${folder}package.json`, "utf8"));

// A server on this computer, for whoever develops.
const localHosts = "http://localhost:*";

const common = {
	absWorkingDir: folder,
	bundle: true,
	minify: true,
	format: "iife",
	charset: "utf8",
	define: {
		MUSA_VERSION: JSON.stringify(version),
		MUSA_HOSTS: JSON.stringify([...listHosts(), localHosts]),
	},
	legalComments: "none",
} satisfies BuildOptions;

// The worker computes and never sends: what could is taken out of it, the runtime's own ways included.
const waysToSend = [
	"fetch",
	"XMLHttpRequest",
	"WebSocket",
	"EventSource",
	"importScripts",
];
const mute = Object.fromEntries(waysToSend.map((way) => [way, "undefined"]));

// Letters of base64 in one element, a multiple of four: the browser reads an element in one go, and this many in a few ms.
const partLength = 1 << 17;

const require = createRequire(import.meta.url);
const { manifest, model } = await readPack(await findPack());
// In the order in which they are needed.
const embedded = {
	"musa-manifest": manifest,
	"musa-worker": await muteWorker(require.resolve("@musa/core/worker")),
	"musa-router": await readFile(join(root, "models/router/router.safetensors")),
	"musa-words": await readFile(join(root, "models/words/spoken-names.bin")),
	"musa-runtime": await readFile(
		require.resolve("onnxruntime-web/ort-wasm-simd-threaded.wasm"),
	),
	"musa-model": model,
};
const elements = packElements(embedded);
await rm(`${folder}dist/main.js`, { force: true });
await buildEdition("dist", "src/main/main.ts", "src/ui/main.tsx");
await buildEdition(
	"dist/routed",
	"src/main/routed/main.ts",
	"src/ui/routed/main.tsx",
);
await buildRunner();
await writeFile(
	`${folder}dist/routed/manifest.json`,
	`${JSON.stringify(await makeRoutedManifest(), null, "\t")}\n`,
);

async function buildEdition(
	out: string,
	main: string,
	panel: string,
): Promise<void> {
	await mkdir(join(folder, out), { recursive: true });
	await build({
		...common,
		entryPoints: [main],
		outfile: `${out}/code.js`,
		// The sandbox is a small interpreter, not a browser; its documentation promises ES2020.
		target: "es2017",
	});
	await writePage(join(folder, out, "ui.html"), panel, elements);
}

/** A page for a secure origin: the worker and runtime that know WebGPU. */
async function buildRunner(): Promise<void> {
	await mkdir(`${folder}dist/runner`, { recursive: true });
	await writePage(
		`${folder}dist/runner/runner.html`,
		"src/ui/runner/main.ts",
		packElements({
			"musa-worker": await muteWorker(
				require.resolve("@musa/core/worker-webgpu"),
			),
			"musa-runtime": await readFile(
				require.resolve("onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm"),
			),
		}),
	);
}

function packElements(
	contents: Readonly<Record<string, Buffer>>,
): readonly string[] {
	return Object.entries(contents).flatMap(([name, bytes]) => {
		const text = gzipSync(bytes, { level: 9 }).toString("base64");
		const count = Math.ceil(text.length / partLength);
		return Array.from({ length: count }, (_, i) => {
			const id =
				i === 0 ? `data-parts="${count}" id="${name}"` : `id="${name}-${i}"`;
			const part = text.slice(i * partLength, (i + 1) * partLength);
			return `<script type="text/plain" ${id}>${part}</script>`;
		});
	});
}

async function writePage(
	path: string,
	entry: string,
	packed: readonly string[],
): Promise<void> {
	const { outputFiles } = await build({
		...common,
		entryPoints: [entry],
		target: "es2022",
		jsx: "automatic",
		jsxImportSource: "preact",
		write: false,
	});
	// A script inside a page must not hold its own end.
	const script = outputFiles[0]?.text.replaceAll("</script", "<\\/script");
	// The page shows itself before the browser reads the large elements after it.
	await writeFile(
		path,
		`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Musa</title></head><body><div id="panel"></div>\n<script>${script}</script>\n${packed.join("\n")}\n</body></html>\n`,
	);
}

async function muteWorker(path: string): Promise<Buffer> {
	const { code } = await transform(await readFile(path, "utf8"), {
		define: mute,
		minify: true,
		legalComments: "inline",
	});
	return Buffer.from(code);
}

/** Hosts that the routed edition may reach: the two services, and what MUSA_FIGMA_HOSTS adds for a private build. */
function listHosts(): readonly string[] {
	const more = (process.env.MUSA_FIGMA_HOSTS ?? "")
		.split(",")
		.map((host) => host.trim())
		.filter((host) => host !== "");
	for (const host of more) {
		if (!/^https?:\/\/[\w.-]+(:\d+)?$/.test(host))
			throw new Error(
				`MUSA_FIGMA_HOSTS: "${host}" is no address such as https://draw.studio.example`,
			);
	}
	return [
		"https://api.openai.com",
		"https://generativelanguage.googleapis.com",
		...more,
	];
}

/** The local manifest, with hosts. */
async function makeRoutedManifest(): Promise<object> {
	const manifest = JSON.parse(
		await readFile(`${folder}manifest.json`, "utf8"),
	) as Record<string, unknown>;
	return {
		...manifest,
		name: "Musa with services",
		main: "code.js",
		ui: "ui.html",
		networkAccess: {
			allowedDomains: listHosts(),
			reasoning:
				"Musa draws on this device. Only when you agree on a sheet that shows exactly what would be sent, one job goes to the service that you set up with your own key.",
			devAllowedDomains: [localHosts],
		},
	};
}

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
async function readPack(
	pack: string,
): Promise<{ readonly manifest: Buffer; readonly model: Buffer }> {
	const manifest = await readFile(join(pack, "manifest.json"));
	const files = await Promise.all(
		parseManifest(manifest.toString()).files.map(({ path }) =>
			readFile(join(pack, path)),
		),
	);
	return { manifest, model: Buffer.concat(files) };
}
