// What VS Code calls in its extension host: takes the figures there and writes them where measure-vscode.ts reads them.
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import {
	commands,
	extensions,
	languages,
	Selection,
	Uri,
	window,
	workspace,
} from "vscode";
import { round, type Spread, spreadOf } from "./statistics.js";

/** Figures of the extension in the extension host. */
export interface VscodeFigures {
	/** ms from the call until the extension is active, its code not loaded before. */
	readonly activationMs: number;
	/** s from then until a workspace of 5,000 files is searched. */
	readonly workspaceSeconds: number;
	/** ms from the quick fix until the picture of 1200 x 600 px is written, the engine warm. */
	readonly quickFixMs: Spread;
	/** The longest time, in ms, in which the host's event loop did not turn. */
	readonly blockedMs: {
		/** While the extension does nothing: what the host itself and the page behind it cause. */
		readonly idle: number;
		readonly whileSearching: number;
		readonly whileDrawing: number;
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
	const idle = await worstDelay(() => sleep(3000));
	let activationMs = 0;
	const start = performance.now();
	const whileSearching = await worstDelay(async () => {
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
	const whileDrawing = await worstDelay(async () => {
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
		blockedMs: { idle, whileSearching, whileDrawing },
	};
	writeFileSync(process.env.MUSA_VSCODE_FIGURES ?? "", JSON.stringify(figures));
}

async function worstDelay(act: () => Promise<unknown>): Promise<number> {
	const delay = monitorEventLoopDelay({ resolution: 5 });
	delay.enable();
	await act();
	delay.disable();
	return round(delay.max / 1e6);
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
