// A static page for any secure origin: inside the panel it is a child frame with WebGPU, which the panel itself lacks. It runs
// the engine's worker and hands messages on; it fetches nothing and knows nothing of prompts but what the worker draws.
import { detectDevice, makePort, type Port } from "@musa/core";
import { makeBrowserSpawn } from "@musa/core/browser";
import { readEmbedded } from "../embedded.js";
import type { RunnerMessage } from "../runner-messages.js";
import { isConnectMessage } from "./is-connect-message.js";

/** Figma shows plugins in frames without an origin, and hosted ones under its own. */
const panelOrigins = ["null", "https://www.figma.com"];
let isConnected = false;

addEventListener("message", (event) => {
	const { data, origin, source, ports } = event;
	const [control, wire] = ports;
	if (isConnected || source !== parent || parent === window) return;
	if (!panelOrigins.includes(origin) || !isConnectMessage(data)) return;
	if (ports.length !== 2 || !control || !wire) return;
	isConnected = true;
	const tell = (message: RunnerMessage): void => control.postMessage(message);
	serve(tell, makePort(wire)).catch(() =>
		tell({
			musaRunner: 1,
			type: "failed",
			sentence: "The runner page cannot start its worker.",
		}),
	);
});

async function serve(
	tell: (message: RunnerMessage) => void,
	panel: Port,
): Promise<void> {
	const fail = (sentence: string): void =>
		tell({ musaRunner: 1, type: "failed", sentence });
	if (!isSecureContext)
		return fail(
			"The browser lets the runner page use no graphics processor here, because a page around it is not secure.",
		);
	const { webgpu } = await detectDevice();
	// In software it is slower than the panel itself; whoever wants it says so in the address.
	const allowsSoftware = new URLSearchParams(location.search).has("software");
	if (!webgpu || (webgpu.isFallback && !allowsSoftware))
		return fail("The runner page finds no graphics processor.");
	const source = new TextDecoder().decode(await readEmbedded("musa-worker"));
	const worker = await makeBrowserSpawn(source, { kinds: ["blob", "data"] })();
	worker.onCrash(() =>
		fail("The runner page ran out of memory or lost its device."),
	);
	worker.port.listen((message) => panel.post(message));
	let order: Promise<unknown> = Promise.resolve();
	panel.listen((message) => {
		// One after the other: a message that waits for the runtime must not be overtaken.
		order = order.then(async () => {
			worker.port.post(await addRuntime(message));
		});
	});
	const hasStorage = await findStorage();
	tell({ musaRunner: 1, type: "ready", gpu: webgpu.vendor, hasStorage });
}

/** The runtime is this page's own: the panel has another, and need not send it. */
async function addRuntime(message: unknown): Promise<unknown> {
	const { type, method, params } = Object(message) as Record<string, unknown>;
	if (type !== "request" || typeof params !== "object") return message;
	if (method !== "start-runtime" && method !== "open-model") return message;
	const ortWasm =
		method === "start-runtime" ? await readEmbedded("musa-runtime") : undefined;
	return { ...Object(message), params: { ...params, ortWasm } };
}

/** Browsers may keep storage from frames in other sites. */
async function findStorage(): Promise<boolean> {
	try {
		await navigator.storage.getDirectory();
		return true;
	} catch {
		return false;
	}
}
