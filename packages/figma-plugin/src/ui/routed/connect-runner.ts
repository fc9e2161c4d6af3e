// Opens a runner page in a child frame. The only message through windows goes to exactly its origin and carries two ports, so
// whatever else may have been loaded there never hears from the panel.
import { makePort, type SpawnedWorker } from "@musa/core";
import type { ConnectMessage, RunnerMessage } from "../runner-messages.js";
import type { RunnerConnection } from "../studio.js";

const defaultTimeoutMs = 15_000;

/** A runner that answered. */
export interface Runner extends RunnerConnection {
	readonly gpu: string;
	readonly hasStorage: boolean;
}

interface OpenFrame {
	readonly spawned: SpawnedWorker;
	readonly gpu: string;
	readonly hasStorage: boolean;
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
	return {
		device: "webgpu",
		gpu: first.gpu,
		hasStorage: first.hasStorage,
		async spawn() {
			// After a crash or a run that does not stop, a new frame gives the memory back.
			const opened = unused ?? (await openFrame(address, timeoutMs));
			unused = undefined;
			return opened.spawned;
		},
	};
}

function openFrame(address: string, timeoutMs: number): Promise<OpenFrame> {
	const { origin } = new URL(address);
	const frame = document.createElement("iframe");
	frame.hidden = true;
	frame.title = "Runner";
	frame.referrerPolicy = "no-referrer";
	frame.src = address;
	const control = new MessageChannel();
	const wire = new MessageChannel();
	let onCrash: ((cause: unknown) => void) | undefined;
	const end = (): void => {
		for (const channel of [control, wire]) channel.port1.close();
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
				gpu: String(data.gpu),
				hasStorage: data.hasStorage === true,
			});
		};
		frame.addEventListener("load", () => {
			const message: ConnectMessage = { musaRunner: 1, type: "connect" };
			frame.contentWindow?.postMessage(message, origin, [
				control.port2,
				wire.port2,
			]);
		});
		document.body.append(frame);
	});
}
