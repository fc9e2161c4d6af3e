// What a page asks that may draw drafts by itself: its files, and what was found out about this machine.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Handlers } from "@musa/core";
import { isOpenState } from "../jobs/job-queue.js";
import type { HostWire } from "../messages.js";
import type { DraftTimes } from "../records.js";
import type { Services } from "../services.js";
import { readEngineSettings } from "../settings.js";
import { isEngineFile } from "./engine-file.js";

const TIMES_KEY = "musa.draftTimes";

type Asked =
	| "read-engine-file"
	| "find-draft-times"
	| "save-draft-times"
	| "log-drafter";

/** Answers what a page asks for its own drafts. */
export function serveDrafter({
	context,
	jobs,
	log,
}: Pick<Services, "context" | "jobs" | "log">): Pick<
	Handlers<HostWire>,
	Asked
> {
	const { extensionUri, extension, globalState } = context;
	/** Another version, another adapter or another processor's runtime is compared anew. */
	const keyOf = (adapter: string): string => {
		const { device, threadCount } = readEngineSettings();
		const { version } = extension.packageJSON;
		return JSON.stringify([version, adapter, device, threadCount]);
	};
	const readTimes = (): Readonly<Record<string, DraftTimes>> =>
		globalState.get(TIMES_KEY, {});
	return {
		async "read-engine-file"(_signal, { path }) {
			if (!isEngineFile(path))
				throw new Error(`${path} is no file that a page draws with`);
			return new Uint8Array(await readFile(join(extensionUri.fsPath, path)));
		},
		"find-draft-times": (_signal, { adapter }) => ({
			times: readTimes()[keyOf(adapter)] ?? null,
			isBusy: jobs.list().some(({ state }) => isOpenState(state)),
		}),
		async "save-draft-times"(_signal, { adapter, times }) {
			log.info(
				`Drafts were compared: ${describe(times.host)} in the extension's thread, ${describe(times.webgpu)} with WebGPU in the view.`,
			);
			await globalState.update(TIMES_KEY, {
				...readTimes(),
				[keyOf(adapter)]: times,
			});
			return null;
		},
		"log-drafter"(_signal, { sentence }) {
			log.warn(sentence);
			return null;
		},
	};
}

function describe(ms: number | undefined): string {
	return ms === undefined ? "none in time" : `${Math.round(ms)} ms`;
}
