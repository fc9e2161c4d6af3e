// A static page for any secure origin: inside the panel it is a child frame with WebGPU and storage, which the panel itself
// lacks. It runs the engine's worker and hands messages on, and keeps the tray; it fetches nothing and knows nothing of prompts
// but what the worker draws and what the tray says.
import { detectDevice, makePort, openRpcServer, type Port } from "@musa/core";
import { makeBrowserSpawn } from "@musa/core/browser";
import { readEmbedded } from "../embedded.js";
import type {
	RunnerMessage,
	RunnerStorage,
	StoreWire,
} from "../runner-messages.js";
import { isConnectMessage } from "./is-connect-message.js";
import { DamagedStoreError, openPictureStore } from "./picture-store.js";

/** Figma shows plugins in frames without an origin, and hosted ones under its own. */
const panelOrigins = ["null", "https://www.figma.com"];
const storeLimitMs = 4_000;
let isConnected = false;

addEventListener("message", (event) => {
	const { data, origin, source, ports } = event;
	const [control, wire, store] = ports;
	if (isConnected || source !== parent || parent === window) return;
	if (!panelOrigins.includes(origin) || !isConnectMessage(data)) return;
	if (ports.length !== 3 || !control || !wire || !store) return;
	isConnected = true;
	const tell = (message: RunnerMessage): void => control.postMessage(message);
	serve(tell, makePort(wire), makePort(store)).catch(() =>
		fail(tell, "The runner page cannot start its worker."),
	);
});

type Tell = (message: RunnerMessage) => void;

function fail(tell: Tell, sentence: string): void {
	tell({ musaRunner: 1, type: "failed", sentence });
}

async function serve(tell: Tell, panel: Port, store: Port): Promise<void> {
	const storage = await serveStore(store);
	const { gpu, sentence } = await findGpu();
	if (gpu === null && storage === "forbidden") return fail(tell, sentence);
	if (gpu !== null) await startEngine(tell, panel);
	tell({ musaRunner: 1, type: "ready", gpu, sentence, storage });
}

/** Browsers may keep storage from frames in other sites; one that does not answer keeps it too. */
async function serveStore(port: Port): Promise<RunnerStorage> {
	const tooLate = new Promise<never>((_, reject) => {
		setTimeout(() => reject(new Error("no answer")), storeLimitMs);
	});
	try {
		const store = await Promise.race([openPictureStore(), tooLate]);
		openRpcServer<StoreWire>(port, store);
		return "open";
	} catch (error) {
		return error instanceof DamagedStoreError ? "damaged" : "forbidden";
	}
}

async function findGpu(): Promise<{ gpu: string | null; sentence: string }> {
	if (!isSecureContext) {
		const sentence =
			"The browser lets the runner page use no graphics processor here, because a page around it is not secure.";
		return { gpu: null, sentence };
	}
	const { webgpu } = await detectDevice();
	// In software it is slower than the panel itself; whoever wants it says so in the address.
	const allowsSoftware = new URLSearchParams(location.search).has("software");
	if (!webgpu || (webgpu.isFallback && !allowsSoftware)) {
		const sentence = "The runner page finds no graphics processor.";
		return { gpu: null, sentence };
	}
	return { gpu: webgpu.vendor, sentence: "" };
}

async function startEngine(tell: Tell, panel: Port): Promise<void> {
	const source = new TextDecoder().decode(await readEmbedded("musa-worker"));
	const worker = await makeBrowserSpawn(source, { kinds: ["blob", "data"] })();
	worker.onCrash(() =>
		fail(tell, "The runner page ran out of memory or lost its device."),
	);
	worker.port.listen((message) => panel.post(message));
	let order: Promise<unknown> = Promise.resolve();
	panel.listen((message) => {
		// One after the other: a message that waits for the runtime must not be overtaken.
		order = order.then(async () => {
			worker.port.post(await addRuntime(message));
		});
	});
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
