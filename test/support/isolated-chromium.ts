import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium } from "playwright-core";
import {
	isolate,
	readTrace,
	type TracedRun,
} from "../../packages/cli/src/isolate.js";
import { findChromium } from "../../scripts/chromium.mjs";

/** A Chromium in a network namespace of its own, under a system-call trace. */
export interface IsolatedChromium {
	/** Starts it, with its own profile: a private one keeps pages from some ways of leaking. */
	readonly newContext: Browser["newContext"];
	/** What it tried until now. */
	readonly read: () => Pick<TracedRun, "attempts" | "callCount">;
	readonly close: () => Promise<void>;
}

// Those of musa prove-local, without the switches that playwright adds: some of them keep a page from leaking.
const SWITCHES = [
	...["--headless=new", "--no-sandbox", "--disable-gpu"],
	...["--disable-dev-shm-usage", "--allow-loopback-in-peer-connection"],
	"--remote-debugging-pipe",
];
// What Chromium does by itself, whatever the page: looking for newer components, extensions and settings.
const OWN_TRAFFIC = [
	...["--no-first-run", "--disable-default-apps", "--disable-extensions"],
	...[
		"--disable-sync",
		"--disable-component-update",
		"--disable-field-trial-config",
	],
	"--disable-features=OptimizationHints,MediaRouter,NetworkTimeServiceQuerying",
	// The one name that it asks for all the same leads back to this computer, where nobody listens.
	"--host-resolver-rules=MAP update.googleapis.com 127.0.0.1:1",
];
// It finds out whether there is a way to IPv6 by connecting a UDP socket, which sends nothing, and finds none; the answer may
// still be missing when the trace is read.
const IPV6_PROBE =
	/connect\(\d+, \{sa_family=AF_INET6, sin6_port=htons\(443\).*"2001:4860:4860::8888", &sin6_addr\), [^)]*(?:\)\s+= -1 ENETUNREACH.*)?$/;

/**
 * Prepares a Chromium where nothing can leave; it is led by a pipe, so the leading needs no network.
 *
 * @param folder  where its starter, its profile and its trace go
 */
export function isolateChromium(folder: string): IsolatedChromium {
	const executable = findChromium();
	if (executable === undefined) throw new Error("There is no Chromium.");
	const traceFile = join(folder, "chromium.trace");
	const starter = join(folder, "chromium.sh");
	const profile = join(folder, "profile");
	const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
	const switches = [...SWITCHES, ...OWN_TRAFFIC, `--user-data-dir=${profile}`];
	const line = isolate(traceFile, [executable, ...switches]).map(quote);
	writeFileSync(starter, `#!/bin/sh\nexec ${line.join(" ")} about:blank\n`);
	chmodSync(starter, 0o755);
	let context: BrowserContext | undefined;
	return {
		async newContext(options) {
			context = await chromium.launchPersistentContext(profile, {
				...options,
				executablePath: starter,
				ignoreDefaultArgs: true,
				// Under a trace every start takes long.
				timeout: 120_000,
			});
			return context;
		},
		read: () => readTrace(dropProbes(readFileSync(traceFile, "utf8"))),
		close: async () => context?.close(),
	};
}

function dropProbes(trace: string): string {
	const kept: string[] = [];
	const begun = new Map<string, string>();
	for (const line of trace.split("\n")) {
		// A call during which another thread was seen stands on two lines.
		const [, thread = "", start] =
			/^(\d+) (.*)<unfinished \.\.\.>$/.exec(line) ?? [];
		const [, same = "", rest = ""] =
			/^(\d+) <\.\.\. \w+ resumed>(.*)$/.exec(line) ?? [];
		if (start !== undefined) begun.set(thread, start);
		else kept.push((begun.get(same) ?? line) + rest);
		begun.delete(same);
	}
	kept.push(...begun.values());
	return kept.filter((line) => !IPV6_PROBE.test(line)).join("\n");
}
