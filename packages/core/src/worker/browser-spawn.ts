// Starts the worker in a browser, however the page may do it: from a blob: address, else from data:, else in the page itself.
// Plugin frames differ in what their policy allows, and only trying tells.
import { DeviceError } from "../errors.js";
import { makePort } from "../rpc.js";
import type { PageWithWorker } from "./browser-worker.js";
import type { SpawnedWorker, SpawnWorker } from "./spawn.js";
import { waitUntilReady } from "./wait-until-ready.js";

/** The ways to start a worker, best first. */
export type BrowserWorkerKind = "blob" | "data" | "page";

/** What may be tried. */
export interface BrowserSpawnOptions {
	/** In this order; the page itself is last, since its runs block the page. */
	readonly kinds?: readonly BrowserWorkerKind[];
	/** Hears which way worked. */
	readonly onStarted?: (kind: BrowserWorkerKind) => void;
}

/**
 * Makes the function that starts workers.
 *
 * @param source  the text of the built worker script, `@musa/core/worker`
 */
export function makeBrowserSpawn(
	source: string,
	options: BrowserSpawnOptions = {},
): SpawnWorker {
	const { kinds = ["blob", "data", "page"], onStarted } = options;
	return async () => {
		let failure: unknown;
		for (const kind of kinds) {
			try {
				const worker =
					kind === "page"
						? await startInPage(source)
						: await startWorker(kind, source);
				onStarted?.(kind);
				return worker;
			} catch (error) {
				failure = error;
			}
		}
		throw new DeviceError("device/unavailable", {
			details: { device: "worker" },
			cause: failure,
		});
	};
}

async function startWorker(
	kind: "blob" | "data",
	source: string,
): Promise<SpawnedWorker> {
	const address =
		kind === "blob"
			? URL.createObjectURL(new Blob([source], { type: "text/javascript" }))
			: `data:text/javascript;charset=utf-8,${encodeURIComponent(source)}`;
	try {
		return await waitUntilReady(wrapWorker(new Worker(address)));
	} finally {
		if (kind === "blob") URL.revokeObjectURL(address);
	}
}

function wrapWorker(worker: Worker): SpawnedWorker {
	let onCrash: ((cause: unknown) => void) | undefined;
	const crash = (event: Event): void => {
		event.preventDefault();
		const { message } = event as Partial<ErrorEvent>;
		onCrash?.(new Error(message || "the worker could not start"));
	};
	worker.addEventListener("error", crash);
	worker.addEventListener("messageerror", crash);
	return {
		port: makePort(worker),
		onCrash(listener) {
			onCrash = listener;
		},
		terminate() {
			onCrash = undefined;
			worker.terminate();
		},
	};
}

/** Runs the script in the page. Ending it cannot give memory back. */
function startInPage(source: string): Promise<SpawnedWorker> {
	const page = globalThis as PageWithWorker;
	if (!page.musaStartServing) {
		const script = document.createElement("script");
		script.textContent = source;
		document.head.append(script);
		script.remove();
	}
	if (!page.musaStartServing)
		return Promise.reject(
			new Error("the page's policy forbids inline scripts"),
		);
	const { port1, port2 } = new MessageChannel();
	const spawned: SpawnedWorker = {
		port: makePort(port1),
		onCrash() {},
		terminate: () => port1.close(),
	};
	const ready = waitUntilReady(spawned);
	page.musaStartServing(makePort(port2));
	return ready;
}
