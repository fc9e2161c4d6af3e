/** Runs one task again and again: the newest wish counts, older ones are forgotten. */
export interface LatestOnly {
	/** Runs after a short pause, and ends what runs by then: for typing. */
	wishSoon(): void;
	/** Runs as soon as what runs now is done: for dragging. */
	wishNow(): void;
	/** Whether another run is already wished; a task may leave its rest undone then. */
	isWished(): boolean;
	/** Forgets wishes, ends what runs, and waits until nothing does. */
	stop(): Promise<void>;
}

// Less than the time between most letters; what was begun too early ends within one run of a network.
const pauseMs = 60;

/**
 * Makes the runner of a task.
 *
 * @param onFailure  hears what a run threw, aborts included
 */
export function makeLatestOnly(
	task: (signal: AbortSignal) => Promise<void>,
	onFailure: (error: unknown) => void,
): LatestOnly {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let controller: AbortController | undefined;
	let running: Promise<void> | undefined;
	let isWished = false;

	const run = async (): Promise<void> => {
		while (isWished) {
			isWished = false;
			controller = new AbortController();
			try {
				await task(controller.signal);
			} catch (error) {
				onFailure(error);
			}
		}
		running = undefined;
	};
	const wishNow = (): void => {
		clearTimeout(timer);
		isWished = true;
		running ??= run();
	};
	return {
		wishNow,
		wishSoon() {
			clearTimeout(timer);
			timer = setTimeout(() => {
				controller?.abort();
				wishNow();
			}, pauseMs);
		},
		isWished: () => isWished,
		async stop() {
			clearTimeout(timer);
			isWished = false;
			controller?.abort();
			await running;
		},
	};
}
