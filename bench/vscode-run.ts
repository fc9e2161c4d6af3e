// What VS Code calls in its extension host: takes the figures there and writes them where measure-vscode.ts reads them.
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
	commands,
	extensions,
	languages,
	Selection,
	Uri,
	window,
	workspace,
} from "vscode";
import { type Blocking, measureBlocking } from "./measure-blocking.js";
import { round, type Spread, spreadOf } from "./statistics.js";

/** Figures of the extension in the extension host. */
export interface VscodeFigures {
	/** ms from the call until the extension is active, its code not loaded before. */
	readonly activationMs: number;
	/** s from then until a workspace of 5,000 files is searched. */
	readonly workspaceSeconds: number;
	/** ms from the quick fix until the picture of 1200 x 600 px is written, the engine warm. */
	readonly quickFixMs: Spread;
	/** What held the host's event loop. */
	readonly host: {
		/** While the extension does nothing: what the host itself and the page behind it cause. */
		readonly idle: Blocking;
		readonly whileSearching: Blocking;
		readonly whileDrawing: Blocking;
	};
}

const RUNS = 10;
const TYPING_MS = 300;

/** Takes all figures. */
export async function run(): Promise<void> {
	const root = workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
	const extension = extensions.getExtension("musa.musa-vscode");
	if (extension === undefined) throw new Error("the extension is not there");
	if (extension.isActive) throw new Error("the extension is active already");
	const idle = await measureBlocking(() => sleep(3000));
	let activationMs = 0;
	const start = performance.now();
	const whileSearching = await measureBlocking(async () => {
		await extension.activate();
		activationMs = performance.now() - start;
		// The first document of the workspace names a picture that is not there.
		await untilMissing(Uri.file(join(root, "src/part-0/page-0.html")), 20);
	});
	const workspaceSeconds = (performance.now() - start) / 1000;
	const page = Uri.file(join(root, "page.html"));
	await window.showTextDocument(page);
	const picture = join(root, "img/hero.png");
	const times: number[] = [];
	const whileDrawing = await measureBlocking(async () => {
		for (let i = -1; i < RUNS; i++) {
			await untilMissing(page);
			const editor = window.activeTextEditor;
			if (editor) editor.selection = new Selection(0, 12, 0, 12);
			const from = performance.now();
			await commands.executeCommand("musa.generateHere");
			if (i >= 0) times.push(performance.now() - from);
			rmSync(picture);
		}
	});
	const figures: VscodeFigures = {
		activationMs: round(activationMs),
		workspaceSeconds: round(workspaceSeconds),
		quickFixMs: spreadOf(times),
		host: { idle, whileSearching, whileDrawing },
	};
	writeFileSync(process.env.MUSA_VSCODE_FIGURES ?? "", JSON.stringify(figures));
}

async function untilMissing(page: Uri, pauseMs = TYPING_MS): Promise<void> {
	for (let tries = 0; tries < 9000; tries++) {
		if (languages.getDiagnostics(page).some(({ source }) => source === "Musa"))
			return;
		await sleep(pauseMs);
	}
	throw new Error("the image was never reported missing");
}

function sleep(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}
