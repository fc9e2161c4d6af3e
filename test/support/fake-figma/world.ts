// A strict Figma in memory. It is evaluated inside the same small interpreter as the plugin's code, before it, and
// gives that code only the globals of the typings; the host drives it with JSON.
import {
	type DocumentState,
	isInvisiblePart,
	makeHandles,
	moveNode,
	type NodeState,
	removeNode,
} from "./nodes.js";
import { packMessage, unpackMessage } from "./pack-message.js";

interface WorldOptions {
	readonly html: string;
	readonly relaunchCommands: readonly string[];
	readonly editor: "figma" | "figjam" | "slides";
}

type Listener = (event?: unknown) => unknown;

const maxStorageLength = 5_000_000;
const maxImageSide = 4096;

const mixed = Symbol("figma.mixed");
const global = globalThis as unknown as Record<string, unknown>;

(global as { makeWorld?: unknown }).makeWorld = (optionsJson: string) => {
	const options = JSON.parse(optionsJson) as WorldOptions;
	let state: DocumentState = { nodes: {}, nextId: 1 };
	const undoSteps: string[] = [];
	const images = new Map<
		string,
		{ width: number; height: number; bytes?: Uint8Array }
	>();
	const listeners: Record<string, Listener[]> = {};
	const outbox: unknown[] = [];
	const log: string[] = [];
	const storage = new Map<string, unknown>();
	const timers = new Map<number, () => void>();
	const shown: Record<string, unknown>[] = [];
	const scripted = {
		collections: [] as unknown[],
		variables: [] as { id: string }[],
		styles: [] as { id: string; paints: unknown[] }[],
		isStorageFull: false,
		isStorageBroken: false,
	};
	let skipsInvisible = false;
	let selection: string[] = [];
	let currentPageId = "0:1";
	let isClosed = false;
	let timerCount = 0;

	const check = (): void => {
		if (isClosed)
			throw new Error("the plugin is closed: no call of figma may follow");
	};
	const handle = makeHandles({
		state: () => state,
		mixed,
		hasImage: (hash) => images.has(hash),
		isLoaded: (id) => id === currentPageId,
		skipsInvisible: () => skipsInvisible,
		paintsOf(styleId) {
			const style = scripted.styles.find(({ id }) => id === styleId);
			if (!style)
				throw new Error("in setFillStyleIdAsync: there is no such style");
			return style.paints;
		},
		relaunchCommands: options.relaunchCommands,
		check,
	});
	const addNode = (given: Partial<NodeState>): string => {
		const id = given.id ?? `1:${state.nextId++}`;
		state.nodes[id] = {
			type: "RECTANGLE",
			name: "Rectangle",
			x: 0,
			y: 0,
			width: 100,
			height: 100,
			rotation: 0,
			locked: false,
			visible: true,
			fills: [
				{
					type: "SOLID",
					color: { r: 0.85, g: 0.85, b: 0.85 },
					visible: true,
					opacity: 1,
					blendMode: "NORMAL",
				},
			],
			strokes: [],
			fillStyleId: "",
			cornerRadius: 0,
			effects: [],
			characters: "",
			data: {},
			relaunch: {},
			...given,
			id,
			parent: null,
			children: [],
		};
		if (id !== "0:0") moveNode(state, id, given.parent ?? currentPageId);
		return id;
	};
	addNode({ id: "0:0", type: "DOCUMENT", name: "Document" });
	addNode({ id: "0:1", type: "PAGE", name: "Page 1", parent: "0:0" });
	const save = (): string => JSON.stringify(state);
	undoSteps.push(save());
	const commit = (): void => {
		if (undoSteps[undoSteps.length - 1] !== save()) undoSteps.push(save());
	};
	const dropGone = (): void => {
		selection = selection.filter((id) => state.nodes[id]);
	};
	const fire = (event: string, payload?: unknown): void => {
		for (const listener of listeners[event] ?? []) listener(payload);
	};
	const onlyIn = (name: string, ...editors: string[]): void => {
		if (!editors.includes(options.editor))
			throw new Error(`in ${name}: not available in ${options.editor}`);
	};
	const refuseSync = (name: string) => (): never => {
		throw new Error(
			`in ${name}: Cannot call with documentAccess: dynamic-page. Use ${name}Async instead`,
		);
	};

	const page = handle("0:1") as Record<string, unknown>;
	const pageWithSelection = new Proxy(page, {
		get: (target, name) =>
			name === "selection"
				? Object.freeze(selection.map(handle))
				: Reflect.get(target, name),
		has: (target, name) => name === "selection" || name in target,
		set(target, name, value) {
			if (name !== "selection") return Reflect.set(target, name, value);
			selection = (value as { id: string }[]).map(({ id }) => id);
			fire("selectionchange");
			return true;
		},
	});

	const getImage = (hash: string) => ({
		hash,
		getSizeAsync: async () => {
			const { width = 0, height = 0 } = images.get(hash) ?? {};
			return { width, height };
		},
		getBytesAsync: async () => {
			const { bytes } = images.get(hash) ?? {};
			if (!bytes) throw new Error("in getBytesAsync: the image is not there");
			return bytes.slice();
		},
	});

	const ui = {
		onmessage: undefined as Listener | undefined,
		postMessage: (message: unknown) => {
			check();
			outbox.push(packMessage(message));
		},
		resize(width: number, height: number) {
			check();
			if (!(width >= 70 && height >= 0))
				throw new Error("in resize: too small");
			shown.push({ width, height });
		},
	};

	const api: Record<PropertyKey, unknown> = {
		mixed,
		editorType: options.editor,
		get skipInvisibleInstanceChildren() {
			return skipsInvisible;
		},
		set skipInvisibleInstanceChildren(value: boolean) {
			skipsInvisible = value;
		},
		ui,
		get currentPage() {
			check();
			return pageWithSelection;
		},
		set currentPage(_) {
			throw new Error("in set_currentPage: use setCurrentPageAsync");
		},
		setCurrentPageAsync: async (target: { id: string }) => {
			currentPageId = target.id;
		},
		get root() {
			check();
			return handle("0:0");
		},
		viewport: Object.freeze({
			center: Object.freeze({ x: 1000, y: 500 }),
			scrollAndZoomIntoView: (nodes: { id: string }[]) =>
				shown.push({ scrolledTo: nodes.map(({ id }) => id) }),
		}),
		showUI(html: string, given: Record<string, unknown> = {}) {
			check();
			if (html !== options.html)
				throw new Error("in showUI: not the page of the manifest");
			shown.push(given);
		},
		closePlugin() {
			check();
			fire("close");
			isClosed = true;
		},
		on(event: string, listener: Listener) {
			check();
			if (
				![
					...["run", "close", "selectionchange"],
					...["currentpagechange", "stylechange"],
				].includes(event)
			)
				throw new Error(`in on: unknown event ${event}`);
			// Not documented for FigJam, which has no styles of its own: the strictest reading.
			if (event === "stylechange") onlyIn("on", "figma", "slides");
			listeners[event] = [...(listeners[event] ?? []), listener];
		},
		parameters: {
			on(event: string, listener: Listener) {
				if (event !== "input")
					throw new Error(`in parameters.on: unknown event ${event}`);
				listeners["parameters/input"] = [listener];
			},
		},
		getNodeById: refuseSync("getNodeById"),
		getNodeByIdAsync: async (id: string) => {
			check();
			if (skipsInvisible && isInvisiblePart(state, id)) return null;
			return state.nodes[id] ? handle(id) : null;
		},
		getLocalPaintStyles: refuseSync("getLocalPaintStyles"),
		getLocalPaintStylesAsync: async () => {
			check();
			onlyIn("getLocalPaintStylesAsync", "figma", "slides");
			return scripted.styles;
		},
		variables: {
			getLocalVariables: refuseSync("getLocalVariables"),
			getLocalVariablesAsync: async () => {
				onlyIn("getLocalVariablesAsync", "figma");
				return scripted.variables;
			},
			getLocalVariableCollectionsAsync: async () => {
				onlyIn("getLocalVariableCollectionsAsync", "figma");
				return scripted.collections;
			},
			getVariableByIdAsync: async (id: string) =>
				scripted.variables.find((variable) => variable.id === id) ?? null,
		},
		createRectangle() {
			check();
			// In Slides a new layer lands in the slide that is shown.
			const shownSlide = Object.values(state.nodes).find(
				({ type }) => type === "SLIDE",
			);
			return handle(addNode(shownSlide ? { parent: shownSlide.id } : {}));
		},
		createImage(bytes: unknown) {
			check();
			if (!(bytes instanceof Uint8Array))
				throw new Error("in createImage: Expected Uint8Array");
			const size = readImageSize(bytes);
			if (!size) throw new Error("in createImage: Image type is unsupported");
			if (Math.max(size.width, size.height) > maxImageSide)
				throw new Error("in createImage: Image is too large");
			const hash = hashBytes(bytes);
			images.set(hash, { ...size, bytes: bytes.slice() });
			return getImage(hash);
		},
		getImageByHash(hash: string) {
			return images.has(hash) ? getImage(hash) : null;
		},
		commitUndo: () => {
			check();
			commit();
		},
		notify(message: string) {
			check();
			if (message.length > 100) throw new Error("in notify: too long");
			log.push(`notify ${message}`);
		},
		clientStorage: {
			getAsync: async (key: string) => {
				if (scripted.isStorageBroken)
					throw new Error("in getAsync: the storage cannot be read");
				return storage.get(key);
			},
			setAsync: async (key: string, value: unknown) => {
				const length = [...storage.values(), value]
					.map((each) => JSON.stringify(each).length)
					.reduce((sum, each) => sum + each, 0);
				if (scripted.isStorageFull || length > maxStorageLength)
					throw new Error("in setAsync: the quota of 5 MB is exceeded");
				storage.set(key, JSON.parse(JSON.stringify(value)));
			},
			deleteAsync: async (key: string) => {
				storage.delete(key);
			},
			keysAsync: async () => [...storage.keys()],
		},
	};

	const give = (name: string, value: unknown): void => {
		Object.defineProperty(global, name, { value, writable: false });
	};
	give(
		"figma",
		new Proxy(api, {
			get(target, name) {
				if (!(name in target))
					throw new Error(
						`figma.${String(name)} is not in this fake: add it or correct the name`,
					);
				return Reflect.get(target, name);
			},
		}),
	);
	give("__html__", options.html);
	give("__uiFiles__", {});
	const record =
		(level: string) =>
		(...parts: unknown[]) => {
			log.push(`${level} ${parts.join(" ")}`);
		};
	give("console", {
		log: record("log"),
		error: record("error"),
		assert: record("assert"),
		info: record("info"),
		warn: record("warn"),
		clear: () => undefined,
	});
	give("setTimeout", (callback: () => void) => {
		timers.set(++timerCount, callback);
		return timerCount;
	});
	give("clearTimeout", (id: number) => timers.delete(id));
	give("setInterval", () => {
		throw new Error("an interval would never end here");
	});
	give("clearInterval", () => undefined);
	give("fetch", (url: string) => {
		log.push(`fetch ${url}`);
		return Promise.reject(new Error("the network is not allowed"));
	});

	// What the host may do; each takes and gives JSON.
	const driver: Record<string, (...args: never[]) => unknown> = {
		addNode,
		addMany(count: number, given: Partial<NodeState>) {
			for (let i = 0; i < count; i++) addNode(given);
		},
		readNode: (id: string) => state.nodes[id] ?? null,
		readNodes: () => Object.values(state.nodes),
		/** An edit by a user: a step of its own. */
		editNode(id: string, changes: Partial<NodeState>) {
			const node = state.nodes[id];
			if (!node) return;
			Object.assign(node, changes);
			commit();
		},
		removeNode(id: string) {
			removeNode(state, id);
			dropGone();
			commit();
		},
		/** Empties the page, in one step. */
		removeAll() {
			for (const id of [...(state.nodes[currentPageId]?.children ?? [])])
				removeNode(state, id);
			dropGone();
			commit();
		},
		select(ids: string[]) {
			selection = ids.filter((id) => state.nodes[id]);
			if (!isClosed) fire("selectionchange");
		},
		readSelection: () => selection,
		addImage: (width: number, height: number) => {
			const hash = `image-${width}x${height}`;
			images.set(hash, { width, height });
			return hash;
		},
		/** A picture that somebody brought in. */
		addPicture: (packed: unknown) =>
			(api.createImage as (bytes: unknown) => { hash: string })(
				unpackMessage(packed),
			).hash,
		/** What the field of Quick Actions suggests for these letters. */
		suggest(key: string, query: string) {
			let suggestions: unknown = null;
			fire("parameters/input", {
				...{ key, query, parameters: {} },
				result: {
					setSuggestions: (given: unknown) => {
						suggestions = given;
					},
				},
			});
			return suggestions;
		},
		/** Somebody changed a style of the file. */
		changeStyles(styles: typeof scripted.styles) {
			scripted.styles = styles;
			fire("stylechange", { styleChanges: [] });
		},
		run: (command: string, parameters?: unknown) =>
			fire("run", { command, parameters }),
		deliver(packed: unknown) {
			if (!isClosed) ui.onmessage?.(unpackMessage(packed));
		},
		takeMessages: () => outbox.splice(0),
		runTimers() {
			const due = [...timers.values()];
			timers.clear();
			for (const callback of due) callback();
			return due.length;
		},
		undo() {
			// Changes since the last step are a step too.
			if (undoSteps[undoSteps.length - 1] === save()) undoSteps.pop();
			const before = undoSteps[undoSteps.length - 1];
			if (before === undefined) throw new Error("nothing to undo");
			state = JSON.parse(before) as DocumentState;
			dropGone();
		},
		countUndoSteps: () => undoSteps.length,
		commit,
		close() {
			if (isClosed) return;
			fire("close");
			isClosed = true;
		},
		isClosed: () => isClosed,
		readLog: () => log,
		readShown: () => shown,
		readImage: (hash: string) => [...(images.get(hash)?.bytes ?? [])],
		readStorage: (key: string) => storage.get(key) ?? null,
		clearStorage: () => storage.clear(),
		readWholeStorage: () => [...storage.entries()],
		writeStorage: (key: string, value: unknown) => {
			storage.set(key, value);
		},
		script: (changes: object) => {
			Object.assign(scripted, changes);
		},
	};
	return (method: string, argsJson: string): string => {
		const act = driver[method];
		if (!act) throw new Error(`the driver has no ${method}`);
		const result = act(...(JSON.parse(argsJson) as never[]));
		return JSON.stringify(result ?? null);
	};
};

function readImageSize(
	bytes: Uint8Array,
): { width: number; height: number } | undefined {
	const isPng = [0x89, 0x50, 0x4e, 0x47].every((byte, i) => bytes[i] === byte);
	if (!isPng || bytes.length < 33) return undefined;
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** FNV-1a, twice with other beginnings: content addressed like Figma's, only shorter. */
function hashBytes(bytes: Uint8Array): string {
	let [first, second] = [0x811c9dc5, 0x01234567];
	for (const byte of bytes) {
		first = Math.imul(first ^ byte, 0x01000193);
		second = Math.imul(second ^ byte, 0x01000193);
	}
	return [first, second]
		.map((half) => (half >>> 0).toString(16).padStart(8, "0"))
		.join("");
}
