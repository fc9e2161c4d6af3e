// Entry of the worker thread in Node.
import { parentPort } from "node:worker_threads";
import { startServing } from "./start-serving.js";

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
