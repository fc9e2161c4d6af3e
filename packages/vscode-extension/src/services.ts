// What the parts of the extension share; made once at activation, cheap until used.
import { join } from "node:path";
import type { WantedImage } from "@musa/finder";
import {
	Disposable,
	type ExtensionContext,
	type LogOutputChannel,
	window,
	workspace,
} from "vscode";
import type { Edition } from "./edition.js";
import { type EngineClient, openEngineClient } from "./engine/engine-client.js";
import { openEditorFinder } from "./finder/editor-finder.js";
import type { FinderWire } from "./finder/finder-wire.js";
import { type Findings, watchFindings } from "./finder/findings.js";
import { openThreadFinder } from "./finder/thread-finder.js";
import { openFileJournal } from "./jobs/file-journal.js";
import { type JobQueue, makeJobQueue } from "./jobs/job-queue.js";
import { openJournal } from "./jobs/journal.js";
import { type FindRules, makeRunJob } from "./jobs/run-job.js";
import { readEngineSettings } from "./settings.js";
import { openThread } from "./thread/open-thread.js";
import { type History, openHistory } from "./views/history.js";
import { type Problems, watchProblems } from "./views/problems.js";
import { watchLeavingFiles } from "./write/leaving-files.js";
import { watchMadeFolders } from "./write/made-folders.js";

/** The parts of the extension. */
export interface Services {
	readonly edition: Edition;
	readonly context: ExtensionContext;
	readonly log: LogOutputChannel;
	readonly findings: Findings;
	readonly engine: EngineClient;
	readonly jobs: JobQueue;
	readonly history: History;
	readonly problems: Problems;
	/** Reads a folder on a disk anew, in the finder's thread. */
	findMissing(
		signal: AbortSignal,
		root: string,
	): Promise<readonly WantedImage[]>;
	readonly findRules: FindRules;
	/** Whether pictures may be drawn and written here: only in trusted folders on a disk. */
	canWrite(): boolean;
}

/** Makes the services; `context.subscriptions` ends them. */
export function makeServices(
	context: ExtensionContext,
	edition: Edition,
): Services {
	const log = window.createOutputChannel("Musa", { log: true });
	const folder = context.extensionUri.fsPath;
	const onDeath = (what: string) => (reason: string) =>
		log.error(`${what} ended: ${reason}; it starts anew when it is needed.`);
	const finderThread = openThread<FinderWire>(
		join(folder, "finder-thread.mjs"),
		() => undefined,
		onDeath("The finder's thread"),
	);
	const engine = openEngineClient(
		folder,
		readEngineSettings,
		onDeath("The engine's thread"),
	);
	const findings = watchFindings(
		({ uri }) =>
			uri.scheme === "file"
				? openThreadFinder(finderThread, uri.fsPath)
				: openEditorFinder(uri),
		log,
	);
	const storage = context.storageUri;
	const history = openHistory(
		storage?.scheme === "file"
			? openFileJournal(join(storage.fsPath, "history.json"))
			: undefined,
		(error) => log.warn(`The history can't be kept: ${String(error)}`),
	);
	const problems = watchProblems(findings, engine, log);
	const findRules: FindRules = ({ fsPath: root }, path) =>
		finderThread.request(undefined, "find-rules", { root, path });
	const leaving = watchLeavingFiles();
	const made = watchMadeFolders();
	const jobs = makeJobQueue({
		run: makeRunJob(
			engine,
			{ findings, leaving, made },
			findRules,
			async (stamp, files, path) => {
				const { replaceFile } = await import("./write/replace-file.js");
				const backups = join(context.globalStorageUri.fsPath, "replaced");
				const [file] = files;
				return (
					file !== undefined && replaceFile(stamp, file.bytes, path, backups)
				);
			},
		),
		journal:
			storage?.scheme === "file"
				? openJournal(openFileJournal(join(storage.fsPath, "jobs.json")))
				: undefined,
		drawId: () => crypto.randomUUID(),
		onEnd: (end) => {
			if (end.state === "done") void history.add(end.job, end.result);
		},
		onJournalError: (error) =>
			log.warn(
				`The list of unfinished pictures can't be kept: ${String(error)}`,
			),
	});
	context.subscriptions.push(
		log,
		findings,
		problems,
		leaving,
		made,
		new Disposable(() => {
			jobs.dispose();
			engine.close();
			finderThread.close();
		}),
		workspace.onDidChangeConfiguration((event) => {
			if (event.affectsConfiguration("musa.engine")) engine.close();
		}),
	);
	return {
		edition,
		context,
		log,
		findings,
		engine,
		jobs,
		history,
		problems,
		findRules,
		findMissing: async (signal, root) =>
			(await finderThread.request(signal, "scan", { root })).missing,
		canWrite: () =>
			workspace.isTrusted &&
			(workspace.workspaceFolders ?? []).some(
				({ uri }) => uri.scheme === "file",
			),
	};
}
