/** Gives the thread back from time to time, so that a host stays responsive. */
export interface Pacer {
	pause(): Promise<void>;
}

// A host may not be held longer than 50 ms; one document takes a part of that.
const SLICE_MS = 12;

/** A pacer whose slices are short enough for an editor's host. */
export function makePacer(): Pacer {
	let start = performance.now();
	return {
		async pause() {
			if (performance.now() - start < SLICE_MS) return;
			await new Promise<void>((resolve) => {
				setTimeout(resolve, 0);
			});
			start = performance.now();
		},
	};
}
