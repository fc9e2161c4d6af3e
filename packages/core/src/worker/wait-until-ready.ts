import { DeviceError } from "../errors.js";
import { readyMessage } from "./ready-message.js";
import type { SpawnedWorker } from "./spawn.js";

/**
 * Waits for a worker's first message.
 *
 * @throws DeviceError `device/unavailable` if it dies before, e.g. because a page's policy forbids it
 */
export function waitUntilReady(worker: SpawnedWorker): Promise<SpawnedWorker> {
	return new Promise((resolve, reject) => {
		const stop = worker.port.listen((message) => {
			if (message !== readyMessage) return;
			stop();
			resolve(worker);
		});
		worker.onCrash((cause) => {
			stop();
			worker.terminate();
			reject(
				new DeviceError("device/unavailable", {
					details: { device: "worker" },
					cause,
				}),
			);
		});
	});
}
