// Entry of the worker thread in Node.
import { setFlagsFromString } from "node:v8";
import { parentPort } from "node:worker_threads";
import { startServing } from "./start-serving.js";

// By default V8 optimises every lukewarm WASM function, on all its helper threads at once, and our own code waits behind
// thousands of them. Only what is really hot, one at a time: on two cores the first picture takes 1.5 s of processor time
// instead of 2.6 s and the next ones are faster as well (Node 20, measured by the process's own clock).
setFlagsFromString("--wasm-num-compilation-tasks=1");
setFlagsFromString("--wasm-tiering-budget=100000000");

if (parentPort) {
	const thread = parentPort;
	startServing({
		post: (message, transfer) => thread.postMessage(message, transfer ?? []),
		listen(handler) {
			thread.on("message", handler);
			return () => thread.off("message", handler);
		},
	});
}
