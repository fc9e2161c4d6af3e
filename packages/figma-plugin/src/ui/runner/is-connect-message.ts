import type { ConnectMessage } from "../runner-messages.js";

/** Whether a message is the one that opens the wire, and nothing more. */
export function isConnectMessage(data: unknown): data is ConnectMessage {
	if (typeof data !== "object" || data === null) return false;
	const { musaRunner, type } = data as Partial<ConnectMessage>;
	return (
		musaRunner === 1 && type === "connect" && Object.keys(data).length === 2
	);
}
