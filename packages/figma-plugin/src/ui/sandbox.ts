// The frame's end of the wire to Figma's sandbox.
import type { FigmaWire, MainMessage, Method, UiMessage } from "../messages.js";

/** Any event of the wire. */
export type SandboxEvent = Extract<MainMessage, { type: "event" }>;

/** Asks the sandbox. */
export interface SandboxClient {
	/** @throws Error with a sentence for the user */
	ask<M extends Method>(
		method: M,
		params: FigmaWire["requests"][M]["params"],
	): Promise<FigmaWire["requests"][M]["reply"]>;
}

/** Opens the wire; there may be only one. */
export function openSandboxClient(
	onEvent: (event: SandboxEvent) => void,
): SandboxClient {
	const waiting = new Map<
		number,
		{ resolve: (reply: never) => void; reject: (error: Error) => void }
	>();
	let lastId = 0;
	addEventListener("message", (event: MessageEvent<unknown>) => {
		const { pluginMessage } = (event.data ?? {}) as {
			pluginMessage?: MainMessage;
		};
		if (pluginMessage?.musa !== 1) return;
		if (pluginMessage.type === "event") return onEvent(pluginMessage);
		const request = waiting.get(pluginMessage.id);
		if (!request) return;
		if (pluginMessage.type === "reply")
			request.resolve(pluginMessage.reply as never);
		else if (pluginMessage.type === "problem")
			request.reject(new Error(pluginMessage.sentence));
		else return;
		waiting.delete(pluginMessage.id);
	});
	return {
		ask(method, params) {
			const id = ++lastId;
			return new Promise((resolve, reject) => {
				waiting.set(id, { resolve, reject });
				const message = {
					musa: 1,
					type: "request",
					id,
					method,
					params,
				} as UiMessage;
				parent.postMessage({ pluginMessage: message }, "*");
			});
		},
	};
}
