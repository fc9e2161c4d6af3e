// Named colours of the workspace: what its style sheets and design tokens define.
import { type Uri, workspace } from "vscode";
import type { Palette } from "../records.js";
import { findColours } from "./find-colours.js";

const MAX_FILES = 100;
const MAX_BYTES = 300_000;
const SOURCES = ["**/*.{css,scss,less}", "**/tailwind.config.*"];
const FOREIGN = "**/{node_modules,dist,build,out,.git,vendor}/**";

/** Reads a palette from each style sheet or Tailwind configuration that defines at least two colours. */
export async function readPalettes(): Promise<readonly Palette[]> {
	const uris = (
		await Promise.all(
			SOURCES.map((pattern) =>
				workspace.findFiles(pattern, FOREIGN, MAX_FILES),
			),
		)
	).flat();
	const palettes: Palette[] = [];
	for (const uri of uris.sort((a, b) => (a.path < b.path ? -1 : 1))) {
		const colours = findColours(await readText(uri));
		if (colours.length < 2) continue;
		const name = workspace.asRelativePath(uri);
		palettes.push({ id: uri.toString(), name, colours });
	}
	return palettes;
}

async function readText(uri: Uri): Promise<string> {
	try {
		const { size } = await workspace.fs.stat(uri);
		if (size > MAX_BYTES) return "";
		return new TextDecoder().decode(await workspace.fs.readFile(uri));
	} catch {
		// Gone meanwhile.
		return "";
	}
}
