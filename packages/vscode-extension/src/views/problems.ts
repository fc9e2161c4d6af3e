// Pictures that are there and not right; looked for once someone looks at the list.
import type { PoorImage } from "@musa/finder";
import { refusalOf, sizeToDraw } from "@musa/finder/names";
import {
	type Event,
	EventEmitter,
	type LogOutputChannel,
	l10n,
	Uri,
	type WorkspaceFolder,
	workspace,
} from "vscode";
import type { EngineClient } from "../engine/engine-client.js";
import type { Findings } from "../finder/findings.js";
import type { JobOrder } from "../jobs/job.js";
import type { Finding, ImageProblem, Size } from "../records.js";
import { stampOf } from "../write/replace-file.js";

/** The window's list of them. */
export interface Problems {
	readonly onDidChange: Event<void>;
	list(): readonly ImageProblem[];
	find(id: string): ImageProblem | undefined;
	/** Looks for the first time; later calls do nothing. */
	start(): Promise<void>;
	rescan(): Promise<void>;
	/** What filling needs beside what every finding's order says; a sentence when it cannot be. */
	orderFor(
		finding: Finding,
	): Promise<Pick<JobOrder, "redirect" | "replaces"> | string>;
	dispose(): void;
}

interface Entry {
	readonly problem: ImageProblem;
	readonly image: PoorImage;
}

// Typing and builds change findings often.
const PAUSE_MS = 1000;

/** Makes the list; it costs nothing until it is started. */
export function watchProblems(
	findings: Findings,
	engine: EngineClient,
	log: LogOutputChannel,
): Problems {
	const changed = new EventEmitter<void>();
	let entries = new Map<string, Entry>();
	let running: AbortController | undefined;
	let isStarted = false;
	let timer: ReturnType<typeof setTimeout> | undefined;

	const rescan = async (): Promise<void> => {
		running?.abort();
		const controller = new AbortController();
		running = controller;
		try {
			const found = new Map<string, Entry>();
			for (const [folder, images] of await findings.checkPresent(
				controller.signal,
			))
				for (const given of images) {
					const image = await settle(folder, given);
					if (image === undefined) continue;
					const problem = toProblem(folder, image);
					found.set(problem.id, { problem, image });
				}
			if (controller.signal.aborted) return;
			entries = found;
			changed.fire();
		} catch (error) {
			if (!controller.signal.aborted)
				log.warn(`Pictures can't be checked: ${String(error)}`);
		}
	};
	/** Looks into a file that may be a stand-in; one that is none may still have the wrong size. */
	const settle = async (
		folder: WorkspaceFolder,
		image: PoorImage,
	): Promise<PoorImage | undefined> => {
		if (!image.isSuspect || (await isFlat(folder, image))) return image;
		const { sizeKind: kind } = image;
		return kind === null ? undefined : { ...image, kind, isSuspect: false };
	};
	const isFlat = async (
		{ uri }: WorkspaceFolder,
		{ target }: PoorImage,
	): Promise<boolean> => {
		try {
			return await engine.isFlat(
				await workspace.fs.readFile(Uri.joinPath(uri, target)),
			);
		} catch {
			// Gone meanwhile, or unreadable: nobody's stand-in.
			return false;
		}
	};
	const listening = findings.onDidChange(() => {
		if (!isStarted) return;
		clearTimeout(timer);
		timer = setTimeout(() => void rescan(), PAUSE_MS);
	});

	return {
		onDidChange: changed.event,
		list: () => [...entries.values()].map(({ problem }) => problem),
		find: (id) => entries.get(id)?.problem,
		async start() {
			if (isStarted) return;
			isStarted = true;
			await findings.whenSettled();
			await rescan();
		},
		rescan,
		async orderFor({ id, folder, target }) {
			const entry = entries.get(id);
			if (entry === undefined) return {};
			const { image } = entry;
			if (image.service !== null)
				return { redirect: { from: image.reference, to: image.replacement } };
			const uri = Uri.joinPath(Uri.parse(folder), target);
			const replaces = await stampOf(uri.fsPath);
			return replaces === undefined
				? l10n.t("{0} is no longer there; look again.", target)
				: { replaces };
		},
		dispose() {
			running?.abort();
			clearTimeout(timer);
			listening.dispose();
			changed.dispose();
		},
	};
}

function toProblem({ uri }: WorkspaceFolder, image: PoorImage): ImageProblem {
	const { file, line, column, start, reference, target, use, kind } = image;
	const { format, alpha, prompt, confidence, width, height } = image;
	const refusal = refusalOf(image);
	return {
		id: `${uri}\n${file}\n${start}\n${kind}`,
		folder: uri.toString(),
		...{ file, line, column, reference, target, use, kind },
		...{ format, alpha, prompt, confidence },
		size: sizeOf(image),
		isSizeKnown: width !== null && height !== null,
		problem: describe(image),
		isOnDisk: image.service === null,
		...(refusal === undefined ? {} : { refusal }),
	};
}

/** The size at which to draw it; the file's own shape helps where the code names one side. */
function sizeOf({ actual, width, height, alpha }: PoorImage): Size {
	if (actual === null || (width === null && height === null))
		return sizeToDraw({ width, height, alpha });
	const ratio = actual.width / actual.height;
	return {
		width: width ?? Math.max(1, Math.round((height ?? 1) * ratio)),
		height: height ?? Math.max(1, Math.round((width ?? 1) / ratio)),
	};
}

function describe(image: PoorImage): string {
	const { service, isSuspect, actual, width, height } = image;
	if (service !== null) return l10n.t("Served by {0}", service);
	if (isSuspect) return l10n.t("One colour all over");
	const place =
		width === null
			? l10n.t("{0} px high", height ?? 0)
			: height === null
				? l10n.t("{0} px wide", width)
				: l10n.t("{0} × {1} px", width, height);
	return l10n.t(
		"{0} × {1} px, shown {2}",
		actual?.width ?? 0,
		actual?.height ?? 0,
		place,
	);
}
