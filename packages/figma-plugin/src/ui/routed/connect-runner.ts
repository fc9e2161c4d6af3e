// Opens a runner page in a child frame. The only message through windows goes to exactly its origin and carries three ports, so
// whatever else may have been loaded there never hears from the panel.
import {
	makePort,
	openRpcClient,
	type RpcClient,
	type SpawnedWorker,
} from "@musa/core";
import type {
	ConnectMessage,
	RunnerMessage,
	RunnerStorage,
	StoreWire,
} from "../runner-messages.js";
import type { RunnerConnection } from "../studio.js";

const defaultTimeoutMs = 15_000;
const storages: readonly RunnerStorage[] = ["open", "forbidden", "damaged"];

/** A runner that answered. */
export interface Runner {
	/** Missing where it cannot draw. */
	readonly connection: RunnerConnection | undefined;
	/** Vendor of the graphics processor, may be empty. */
	readonly gpu: string;
	/** Why it cannot draw, for the user. */
	readonly sentence: string;
	/** Asks its store; missing where it keeps nothing. */
	readonly store: Pick<RpcClient<StoreWire>, "request"> | undefined;
	readonly storage: RunnerStorage;
}

interface OpenFrame extends Omit<Runner, "connection" | "store"> {
	readonly spawned: SpawnedWorker;
	readonly canDraw: boolean;
	readonly store: RpcClient<StoreWire>;
	readonly isOpen: () => boolean;
}

/**
 * Opens a runner.
 *
 * @throws Error with a sentence for the user
 */
export async function connectRunner(
	address: string,
	timeoutMs: number = defaultTimeoutMs,
): Promise<Runner> {
	const first = await openFrame(address, timeoutMs);
	let unused: OpenFrame | undefined = first;
	let latest = first;
	const openAnother = async (): Promise<OpenFrame> => {
		latest = await openFrame(address, timeoutMs);
		return latest;
	};
	return {
		gpu: first.gpu,
		sentence: first.sentence,
		connection: first.canDraw
			? {
					device: "webgpu",
					async spawn() {
						// After a crash or a run that does not stop, a new frame gives the memory back.
						const opened = unused ?? (await openAnother());
						unused = undefined;
						return opened.spawned;
					},
				}
			: undefined,
		storage: first.storage,
		store:
			first.storage === "open"
				? {
						async request(...given) {
							if (!latest.isOpen()) unused = await openAnother();
							return latest.store.request(...given);
						},
					}
				: undefined,
	};
}

function openFrame(address: string, timeoutMs: number): Promise<OpenFrame> {
	const { origin } = new URL(address);
	const frame = document.createElement("iframe");
	frame.hidden = true;
	frame.title = "Runner";
	frame.referrerPolicy = "no-referrer";
	frame.src = address;
	const channels = Array.from({ length: 3 }, () => new MessageChannel());
	const [control, wire, storing] = channels as [
		MessageChannel,
		MessageChannel,
		MessageChannel,
	];
	const store = openRpcClient<StoreWire>(makePort(storing.port1));
	let onCrash: ((cause: unknown) => void) | undefined;
	const end = (): void => {
		store.close(new Error("The runner page was closed."));
		for (const channel of channels) channel.port1.close();
		frame.remove();
	};
	const spawned: SpawnedWorker = {
		port: makePort(wire.port1),
		onCrash(listener) {
			onCrash = listener;
		},
		terminate() {
			onCrash = undefined;
			end();
		},
	};
	return new Promise((resolve, reject) => {
		const fail = (sentence: string): void => {
			clearTimeout(timer);
			end();
			reject(new Error(sentence));
			onCrash?.(new Error(sentence));
		};
		const timer = setTimeout(
			() => fail("The runner page does not answer."),
			timeoutMs,
		);
		control.port1.onmessage = ({ data }: MessageEvent<RunnerMessage>) => {
			if (data?.musaRunner !== 1) return;
			if (data.type === "failed") return fail(String(data.sentence));
			if (data.type !== "ready") return;
			clearTimeout(timer);
			resolve({
				spawned,
				store,
				canDraw: data.gpu !== null,
				gpu: String(data.gpu ?? ""),
				sentence: String(data.sentence),
				storage: storages.find((each) => each === data.storage) ?? "forbidden",
				isOpen: () => frame.isConnected,
			});
		};
		frame.addEventListener("load", () => {
			const message: ConnectMessage = { musaRunner: 1, type: "connect" };
			frame.contentWindow?.postMessage(
				message,
				origin,
				channels.map(({ port2 }) => port2),
			);
		});
		document.body.append(frame);
	});
}
