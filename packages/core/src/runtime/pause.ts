import { letGo } from "../turns.js";

/**
 * Lets waiting messages in, above all an abort, before the next run blocks the thread again.
 *
 * @throws AbortError
 */
export async function pause(signal: AbortSignal): Promise<void> {
	signal.throwIfAborted();
	await letGo();
	signal.throwIfAborted();
}
