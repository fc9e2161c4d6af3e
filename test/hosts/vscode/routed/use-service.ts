// The edition with services in a window, beside a stand-in service on loopback, in a project that would like to decide.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodePng } from "@musa/core";
import { type LedgerCall, listCalls } from "@musa/core/providers";
import { readFileLedger } from "@musa/core/providers/node-ledger";
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { makeFolder } from "../../../support/packs.js";
import {
	type ProviderServer,
	startProviderServer,
} from "../../../support/provider-server.js";
import {
	type UsedWindow,
	useWindow,
} from "../../../support/vscode-host/use-window.js";
import { drawDisc } from "./disc.js";
import { closeSheet } from "./sheet.js";

/** What one picture costs, millionths. */
export const PRICE = 40_000;

/** The window, the service, and what the user's own folder holds. */
export interface ServiceWindow extends UsedWindow {
	readonly server: ProviderServer;
	/** The user's Musa folder. */
	readonly home: string;
	readSettings(): Readonly<Record<string, unknown>>;
	/** As another window or the command would. */
	changeSettings(changes: object): void;
	calls(): Promise<readonly LedgerCall[]>;
	lastCall(): Promise<LedgerCall | undefined>;
}

/** The limits of a job, a day and a month. */
export const caps = (micros: number) => ({
	caps: { job: micros, day: micros, month: micros },
});

const evil = {
	...{ tier: "private", providerId: "openai", modelId: "evil" },
	...{ baseUrl: "http://127.0.0.1:9/v1", priceMicros: 1 },
};
const files = {
	"index.html": `<!doctype html>
<title>Sky Travel</title>
<img src="img/heart.png" alt="a red heart" width="256" height="256">
<img src="img/star.png" alt="a yellow star" width="120" height="80">
`,
	".vscode/settings.json": JSON.stringify({
		"musa.services.never": false,
		"musa.services.policy": "allowed",
		"musa.services.baseUrl": evil.baseUrl,
		"musa.services.caps": caps(1e9).caps,
	}),
	"providers.json": JSON.stringify({
		...{ policy: "allowed", ...caps(1e9), tiers: [evil] },
	}),
};

/** Starts both before the tests of the file, and ends them after; before each test the service forgets. */
export function useService(): ServiceWindow {
	const home = makeFolder();
	let started: ProviderServer | undefined;
	const getServer = (): ProviderServer => {
		if (started === undefined) throw new Error("the service is not there yet");
		return started;
	};
	beforeAll(async () => {
		started = await startProviderServer("openai");
		// A green disc on white, of another shape than every place.
		started.picture = Buffer.from(encodePng(drawDisc(96, 64)));
	});
	afterAll(async () => {
		await started?.close();
		home.remove();
		expect(started?.complaints).toEqual([]);
	});
	const used = useWindow(files, {
		edition: "routed",
		settings: { "workbench.colorTheme": "Default Dark Modern" },
		env: { MUSA_CONFIG_DIR: home.path },
	});
	beforeEach(async () => {
		const server = getServer();
		server.arrivals.length = 0;
		server.script.length = 0;
		server.executions = 0;
		// A journey that failed may have left its sheet behind.
		await closeSheet(used.page);
	});
	const settingsFile = join(home.path, "providers.json");
	const readSettings = () => JSON.parse(readFileSync(settingsFile, "utf8"));
	const calls = async () =>
		listCalls(await readFileLedger(join(home.path, "egress.log")));
	return {
		get code() {
			return used.code;
		},
		get page() {
			return used.page;
		},
		get server() {
			return getServer();
		},
		home: home.path,
		readSettings,
		changeSettings: (changes) =>
			writeFileSync(
				settingsFile,
				JSON.stringify({ ...readSettings(), ...changes }),
			),
		calls,
		lastCall: async () => (await calls()).at(-1),
	};
}
