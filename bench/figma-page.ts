// Scripts that the benchmark of the Figma plugin puts into its pages: Figma's side, and eyes inside the plugin's frame.

/** Answers the panel at once, as Figma's side would for one selected layer, so that only the frame counts. */
export const HOST_SCRIPT = `
const layer = { nodeId: "1:1", name: "Card", size: { width: 128, height: 128 } };
const replies = {
	"open-panel": { settings: undefined, slots: [layer], command: { name: "open" } },
	"read-selection": { slots: [layer], moreCount: 0 }, "read-size": layer.size,
	"read-palettes": [{ id: "p", name: "Brand", colours: ["#ffffff", "#123456", "#e03030"] }],
	"read-history": [], "begin-action": null, "end-action": null,
	"save-settings": { isSaved: true }, "place-image": { state: "placed", nodeId: "1:1" },
};
globalThis.placed = [];
const now = () => performance.timeOrigin + performance.now();
addEventListener("message", ({ data }) => {
	const message = data?.pluginMessage;
	if (message?.type !== "request") return;
	if (message.method === "place-image") placed.push(now());
	frames[0].postMessage({ pluginMessage: { musa: 1, type: "reply", id: message.id, reply: replies[message.method] ?? null } }, "*");
});
globalThis.openFrame = (html, shape) => new Promise((resolve) => {
	const frame = document.createElement("iframe");
	const loader = '<!doctype html><script>addEventListener("message", ({ data }) => { document.open(); document.write(data.html); document.close(); }, { once: true })<\\/script>';
	const write = () => {
		const start = now();
		if (shape === "data") frame.contentWindow.postMessage({ html }, "*");
		else frame.srcdoc = html;
		resolve(start);
	};
	frame.style.cssText = "width:320px;height:600px;border:0";
	if (shape === "data") {
		frame.src = "data:text/html," + encodeURIComponent(loader);
		frame.addEventListener("load", write, { once: true });
	}
	document.body.append(frame);
	if (shape !== "data") write();
});`;

/** Notes when the panel can be seen, how long tasks are, and how long each call into the runtime's WASM takes. */
export const FRAME_SCRIPT = `
globalThis.seen = { visibleAt: 0, tasks: [], calls: [] };
if (self !== top) {
	const now = () => performance.timeOrigin + performance.now();
	const look = () => {
		if (!document.getElementById("prompt")) return requestAnimationFrame(look);
		// After the frame that shows it.
		requestAnimationFrame(() => setTimeout(() => { seen.visibleAt = now(); }));
	};
	requestAnimationFrame(look);
	new PerformanceObserver((list) => {
		for (const { startTime, duration } of list.getEntries()) seen.tasks.push([startTime, startTime + duration]);
	}).observe({ type: "longtask", buffered: true });
	const { instantiate } = WebAssembly;
	WebAssembly.instantiate = async (...given) => {
		const result = await instantiate(...given);
		const instance = result.instance ?? result;
		let depth = 0;
		const exports = {};
		for (const [name, value] of Object.entries(instance.exports)) {
			exports[name] = typeof value !== "function" || value.constructor.name !== "Function" ? value : (...args) => {
				const start = performance.now();
				depth++;
				try { return value(...args); } finally {
					const end = performance.now();
					if (--depth === 0 && end - start > 5) seen.calls.push([start, end]);
				}
			};
		}
		const wrapped = new Proxy(instance, { get: (target, name) => name === "exports" ? exports : Reflect.get(target, name) });
		return result.instance ? { ...result, module: result.module, instance: wrapped } : wrapped;
	};
}`;

/** What `FRAME_SCRIPT` notes; tasks and calls are [start, end] in ms of the frame's own clock. */
export interface Seen {
	/** ms since 1970; 0 while the panel cannot be seen. */
	readonly visibleAt: number;
	readonly tasks: readonly (readonly [number, number])[];
	readonly calls: readonly (readonly [number, number])[];
}

/** ms of the longest part of each long task outside its longest call into the runtime. */
export function longestOwnTask({ tasks, calls }: Seen): number {
	const own = tasks.map(([start, end]) => {
		const inside = calls
			.filter((call) => call[0] >= start - 1 && call[1] <= end + 1)
			.map((call) => call[1] - call[0]);
		return end - start - Math.max(0, ...inside);
	});
	return Math.max(0, ...own);
}
