// What every worker entry does: serve with the real runtime and tell that it lives.
import type { Port } from "../rpc.js";
import { openRuntime } from "../runtime/session.js";
import { readyMessage } from "./ready-message.js";
import { serve } from "./serve.js";

/** Serves a client on this port. */
export function startServing(port: Port): void {
	serve(port, openRuntime);
	port.post(readyMessage);
}
