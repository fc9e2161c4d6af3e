// Entry of the finder's thread: parsers run here, so that the extension host is never held.
import { parentPort } from "node:worker_threads";
import { openRpcServer } from "@musa/core";
import type { Finder } from "@musa/finder";
import { nodeFiles } from "@musa/finder/node";
import { threadPort } from "../thread/thread-port.js";
import { yieldToHost } from "../thread/yield-to-host.js";
import type { FinderWire } from "./finder-wire.js";
import { findRules, scanFolder } from "./scan-folder.js";

const finders = new Map<string, Finder>();
// Whoever watches sees no more, and every message takes the host's time.
const REPORT_MS = 100;

yieldToHost();
if (parentPort)
	openRpcServer<FinderWire>(threadPort(parentPort), {
		async scan(signal, { root }, context) {
			let last = 0;
			return scanFolder(
				signal,
				nodeFiles(root),
				(finder) => finders.set(root, finder),
				(progress) => {
					const now = performance.now();
					if (now - last < REPORT_MS) return;
					last = now;
					context.emit("progress", progress);
				},
			);
		},
		async rescan(_signal, { root, file, text }) {
			return (await finders.get(root)?.rescan(file, text)) ?? [];
		},
		async "note-changes"(signal, { root, added, removed }) {
			const finder = finders.get(root);
			for (const path of removed) finder?.noteRemoved(path);
			for (const path of added) finder?.noteAdded(path);
			return (await finder?.check(signal)) ?? [];
		},
		async "check-present"(signal, { root }) {
			return (await finders.get(root)?.checkPresent(signal)) ?? [];
		},
		async "find-rules"(_signal, { root, path }) {
			return findRules(nodeFiles(root), path);
		},
		forget(_signal, { root }) {
			finders.delete(root);
			return null;
		},
	});
