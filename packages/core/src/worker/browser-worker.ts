// Entry of the worker in browsers: one classic script, because frames of an opaque origin cannot start module workers.
import { type MessageTarget, makePort } from "../rpc.js";
import { startServing } from "./start-serving.js";

/** Where the script leaves its entry when it runs in a page instead of a worker. */
export interface PageWithWorker {
	musaStartServing?: typeof startServing;
}

if (typeof document === "undefined")
	startServing(makePort(globalThis as unknown as MessageTarget));
else (globalThis as PageWithWorker).musaStartServing = startServing;
