/** Work that waits for a pause, and work under way. */
export interface PendingWork {
	/** Keeps in mind that something is under way. */
	track<T>(work: Promise<T>): Promise<T>;
	/** Acts after a pause; asked again under the same key meanwhile, it waits anew. */
	later(key: string, ms: number, act: () => Promise<unknown>): void;
	/** Resolves when nothing waits and nothing is under way. */
	whenSettled(): Promise<void>;
	dispose(): void;
}

const POLL_MS = 20;

/** Makes an empty one. */
export function makePendingWork(
	onError: (error: unknown) => void,
): PendingWork {
	const timers = new Map<string, ReturnType<typeof setTimeout>>();
	const running = new Set<Promise<unknown>>();
	const track = <T>(work: Promise<T>): Promise<T> => {
		running.add(work);
		const done = (): void => void running.delete(work);
		work.then(done, done);
		return work;
	};
	return {
		track,
		later(key, ms, act) {
			clearTimeout(timers.get(key));
			timers.set(
				key,
				setTimeout(() => {
					timers.delete(key);
					track(act()).catch(onError);
				}, ms),
			);
		},
		async whenSettled() {
			while (running.size > 0 || timers.size > 0)
				await (running.size > 0
					? Promise.allSettled(running)
					: new Promise((resolve) => setTimeout(resolve, POLL_MS)));
		},
		dispose() {
			for (const timer of timers.values()) clearTimeout(timer);
			timers.clear();
		},
	};
}
