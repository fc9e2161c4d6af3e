// What a view may ask: every request of the wire, answered from the extension's services.
import { openRpcServer } from "@musa/core";
import {
	commands,
	Disposable,
	Position,
	Selection,
	Uri,
	type Webview,
	window,
	workspace,
} from "vscode";
import { oneEachImage } from "../finder/make-findings.js";
import { orderFor } from "../jobs/make-orders.js";
import type { HostWire } from "../messages.js";
import type { Finding, PanelMemory, PanelOrder } from "../records.js";
import type { Services } from "../services.js";
import { readDrafterSetting, readOutputSettings } from "../settings.js";
import { askToReplaceMany } from "../write/ask-to-replace.js";
import { drawDraft } from "./draw-draft.js";
import { keepLook, mentionsOf } from "./keep-look.js";
import { readPalettes } from "./palettes.js";
import { serveDrafter } from "./serve-drafter.js";

/** Which view it is, and what it is about. */
export interface ViewContext {
	readonly kind: "panel" | "workspace";
	/** Takes the order that the panel was opened for. */
	takeOrder(): PanelOrder | undefined;
	/** Shows the panel, about this. */
	openPanel(order: PanelOrder): Promise<void>;
	onOrder(listener: (order: PanelOrder) => void): Disposable;
}

const MEMORY_KEY = "musa.panel";
// Enough for any picture that a page shows.
const MAX_READ_BYTES = 30_000_000;

/** Answers a webview until it is disposed of. */
export function serveView(
	services: Services,
	webview: Webview,
	view: ViewContext,
): Disposable {
	const { findings, jobs, engine, history, problems, context, edition } =
		services;
	const server = openRpcServer<HostWire>(
		{
			post: (message) => void webview.postMessage(message),
			listen(handler) {
				const listening = webview.onDidReceiveMessage(handler);
				return () => listening.dispose();
			},
		},
		{
			...serveDrafter(services),
			async "open-view"() {
				const isPanel = view.kind === "panel";
				const memory = context.workspaceState.get<PanelMemory>(MEMORY_KEY);
				const order = isPanel ? view.takeOrder() : undefined;
				const offer = isPanel ? await edition.readOffer() : undefined;
				if (!isPanel) void problems.start();
				return {
					canWrite: services.canWrite(),
					styles: isPanel ? await engine.listStyles() : [],
					findings: findings.list(),
					problems: isPanel ? [] : problems.list(),
					jobs: jobs.list(),
					folders: (workspace.workspaceFolders ?? [])
						.filter(({ uri }) => uri.scheme === "file")
						.map(({ uri, name }) => ({ uri: uri.toString(), name })),
					palettes: isPanel ? await readPalettes() : [],
					history: isPanel ? await history.list() : [],
					advice: edition.advice,
					drafter: readDrafterSetting(),
					...(offer ? { offer } : {}),
					...(memory && isPanel ? { memory } : {}),
					...(order ? { order } : {}),
				};
			},
			"watch-view": (signal, _params, { emit }) =>
				new Promise((_, reject) => {
					const stops = [
						findings.onDidChange(() =>
							emit("findings-changed", findings.list()),
						),
						new Disposable(jobs.onChange((row) => emit("job-changed", row))),
						new Disposable(
							history.onChange((entries) => emit("history-changed", entries)),
						),
						problems.onDidChange(() =>
							emit("problems-changed", problems.list()),
						),
						view.onOrder((order) => emit("order-given", order)),
						edition.onOfferChange(async () =>
							emit("offer-changed", (await edition.readOffer()) ?? null),
						),
					];
					signal.addEventListener("abort", () => {
						for (const stop of stops) stop.dispose();
						reject(signal.reason);
					});
				}),
			async "save-memory"(_signal, memory) {
				await context.workspaceState.update(MEMORY_KEY, memory);
				return null;
			},
			async "read-picture"(_signal, { folder, target }) {
				const uri = inWorkspace(folder, target);
				if (uri === undefined) return null;
				try {
					const { size } = await workspace.fs.stat(uri);
					if (size > MAX_READ_BYTES) return null;
					// A message carries plain arrays of bytes, none of Node's own.
					return new Uint8Array(await workspace.fs.readFile(uri));
				} catch {
					// Gone meanwhile: there is nothing to compare with.
					return null;
				}
			},
			async "change-history"(_signal, { id, act }) {
				await history.change(id, act);
				return null;
			},
			"draw-draft": async (signal, { look, size }) =>
				drawDraft(signal, engine, look, size, await edition.readRouting()),
			"keep-look": (_signal, params) => keepLook(services, params),
			"send-look": (_signal, params) => edition.sendLook(services, params),
			async "set-up-services"() {
				await commands.executeCommand("musa.setUpService");
				return null;
			},
			async "explain-routes"(_signal, { prompts }) {
				return engine.explain(prompts, await edition.readRouting());
			},
			async "open-panel"(_signal, order) {
				await view.openPanel(order);
				return null;
			},
			async "fill-findings"(_signal, { findingIds, prompts = {} }) {
				return fillFindings(services, findingIds, prompts);
			},
			"cancel-jobs"(_signal, { jobIds }) {
				jobs.cancel(jobIds);
				return null;
			},
			async "show-finding"(_signal, { findingId }) {
				await showFinding(services, findingId);
				return null;
			},
			async "show-file"(_signal, { folder, target }) {
				const uri = inWorkspace(folder, target);
				if (uri) await commands.executeCommand("vscode.open", uri);
				return null;
			},
			async rescan() {
				await findings.rescan();
				await problems.rescan();
				return null;
			},
		},
	);
	return new Disposable(() => server.close());
}

/** A file of an open folder; nothing for any other path. */
function inWorkspace(folder: string, target: string): Uri | undefined {
	const root = workspace.workspaceFolders?.find(
		({ uri }) => uri.toString() === folder,
	);
	if (root === undefined || /(^|[\\/])\.\.([\\/]|$)/.test(target))
		return undefined;
	return Uri.joinPath(root.uri, target);
}

async function fillFindings(
	services: Services,
	findingIds: readonly string[],
	prompts: Readonly<Record<string, string>>,
): Promise<HostWire["requests"]["fill-findings"]["reply"]> {
	const { findings, problems, jobs } = services;
	const jobIds: string[] = [];
	const refused: { findingId: string; sentence: string }[] = [];
	const wanted = findingIds.flatMap(
		(id) => findings.find(id) ?? problems.find(id) ?? [],
	);
	if (!(await mayReplace(problems, wanted))) return { jobIds, refused };
	for (const finding of oneEachImage(wanted)) {
		const { id, refusal } = finding;
		const order = refusal ?? (await problems.orderFor(finding));
		if (typeof order === "string") {
			refused.push({ findingId: id, sentence: order });
			continue;
		}
		const output = readOutputSettings(Uri.parse(finding.folder));
		const prompt = prompts[id] ?? finding.prompt;
		const mentions = mentionsOf(services, finding);
		jobIds.push(
			jobs.add({
				...orderFor(finding, mentions, output, { prompt }),
				...order,
			}).id,
		);
	}
	return { jobIds, refused };
}

/** Asks before files give way, once for all of them. */
async function mayReplace(
	problems: Services["problems"],
	wanted: readonly Finding[],
): Promise<boolean> {
	const count = wanted.filter(
		({ id }) => problems.find(id)?.isOnDisk === true,
	).length;
	return count === 0 || askToReplaceMany(count);
}

async function showFinding(
	{ findings, problems }: Services,
	findingId: string,
): Promise<void> {
	const finding = findings.find(findingId) ?? problems.find(findingId);
	if (finding === undefined) return;
	const { folder, file, line, column, reference } = finding;
	const document = await workspace.openTextDocument(
		Uri.joinPath(Uri.parse(folder), file),
	);
	const start = new Position(line - 1, column - 1);
	const end = start.translate(0, reference.length);
	await window.showTextDocument(document, {
		selection: new Selection(start, end),
	});
}
