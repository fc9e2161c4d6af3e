/**
 * Tells how long the panel could not react at most, in ms, whenever that grows; nothing where the browser does not measure it.
 *
 * Called when the panel is there: what the browser does to open it is no pause.
 */
export function watchPauses(onLonger: (ms: number) => void): void {
	if (!PerformanceObserver.supportedEntryTypes.includes("longtask")) return;
	let longest = 0;
	new PerformanceObserver((list) => {
		for (const { duration } of list.getEntries()) {
			if (duration <= longest) continue;
			longest = duration;
			onLonger(duration);
		}
	}).observe({ type: "longtask" });
}
