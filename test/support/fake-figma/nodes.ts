// Layers of the in-memory document: state is plain data, so that undo is a copy; handles enforce Figma's rules.

/** What is known of one layer; also what tests write to make one. */
export interface NodeState {
	id: string;
	type: string;
	name: string;
	parent: string | null;
	children: string[];
	x: number;
	y: number;
	width: number;
	height: number;
	/** Degrees. */
	rotation: number;
	locked: boolean;
	visible: boolean;
	fills: unknown[] | "mixed";
	/** The paint style that the fills come from, or empty. */
	fillStyleId: string;
	strokes: unknown[];
	cornerRadius: number;
	effects: unknown[];
	characters: string;
	/** Plugin data by `namespace/key`. */
	data: Record<string, string>;
	relaunch: Record<string, string>;
}

/** The whole document. */
export interface DocumentState {
	nodes: Record<string, NodeState>;
	nextId: number;
}

/** Rules that a handle needs from around it. */
export interface NodeRules {
	readonly state: () => DocumentState;
	readonly mixed: symbol;
	readonly hasImage: (hash: string) => boolean;
	readonly isLoaded: (pageId: string) => boolean;
	/** Whether invisible parts of instances are out of reach now. */
	readonly skipsInvisible: () => boolean;
	/** Paints of a style of the file. */
	readonly paintsOf: (styleId: string) => unknown[];
	readonly relaunchCommands: readonly string[];
	/** Throws when the plugin may not call anything any more. */
	readonly check: () => void;
}

const parents = [
	"DOCUMENT",
	"PAGE",
	"FRAME",
	"GROUP",
	"COMPONENT",
	"INSTANCE",
	"SECTION",
	"SLIDE_GRID",
	"SLIDE_ROW",
	"SLIDE",
];
const unfilled = [
	"DOCUMENT",
	"PAGE",
	"GROUP",
	"SLICE",
	"CONNECTOR",
	"SLIDE_GRID",
	"SLIDE_ROW",
];
const maxDataLength = 100_000;

/** Copies deeply and freezes, as Figma hands out paints. */
export function freezeCopy<T>(value: T): T {
	if (typeof value !== "object" || value === null) return value;
	const copy = (
		Array.isArray(value)
			? value.map(freezeCopy)
			: Object.fromEntries(
					Object.entries(value).map(([key, each]) => [key, freezeCopy(each)]),
				)
	) as T;
	return Object.freeze(copy);
}

/** Whether a layer is an invisible part of an instance, or lies in one. */
export function isInvisiblePart(state: DocumentState, id: string): boolean {
	let isHidden = false;
	for (
		let node = state.nodes[id];
		node;
		node = state.nodes[node.parent ?? ""]
	) {
		if (node.type === "INSTANCE" && isHidden && node.id !== id) return true;
		isHidden ||= !node.visible;
	}
	return false;
}

/** Makes the function that hands out one handle per layer. */
export function makeHandles(rules: NodeRules): (id: string) => object {
	const handles = new Map<string, object>();
	return (id) => {
		let handle = handles.get(id);
		if (!handle) {
			handle = makeHandle(id, rules, (other) => getHandle(other));
			handles.set(id, handle);
		}
		return handle;
	};
	function getHandle(id: string): object {
		let handle = handles.get(id);
		if (!handle) {
			handle = makeHandle(id, rules, getHandle);
			handles.set(id, handle);
		}
		return handle;
	}
}

function makeHandle(
	id: string,
	rules: NodeRules,
	find: (id: string) => object,
): object {
	const read = (): NodeState => {
		rules.check();
		const node = rules.state().nodes[id];
		if (!node)
			throw new Error(`in get: The node with id "${id}" does not exist`);
		if (rules.skipsInvisible() && isInvisiblePart(rules.state(), id))
			throw new Error(
				`in get: The node with id "${id}" is an invisible part of an instance`,
			);
		return node;
	};
	const isOutOfReach = (each: string): boolean =>
		rules.skipsInvisible() && isInvisiblePart(rules.state(), each);
	const { type } = read();
	const handle: Record<string, unknown> = {};
	const define = (
		name: string,
		get: () => unknown,
		set?: (value: never) => void,
	): void => {
		Object.defineProperty(handle, name, {
			enumerable: true,
			get,
			set:
				set ??
				(() => {
					throw new TypeError(`Cannot assign to read only property '${name}'`);
				}),
		});
	};
	define("id", () => id);
	define("type", () => read().type);
	define("removed", () => rules.state().nodes[id] === undefined);
	define("parent", () => {
		const { parent } = read();
		return parent === null ? null : find(parent);
	});
	const isScene = type !== "DOCUMENT" && type !== "PAGE";
	const plain = ["name", "locked", "visible", "x", "y", "rotation"] as const;
	for (const name of isScene ? plain : plain.slice(0, 1)) {
		define(
			name,
			() => read()[name],
			(value) => {
				(read() as unknown as Record<string, unknown>)[name] = value;
			},
		);
	}
	if (isScene) {
		define("width", () => read().width);
		define("height", () => read().height);
		handle.resize = (width: number, height: number) => {
			if (!(width >= 0.01 && height >= 0.01))
				throw new Error("in resize: Expected value to be at least 0.01");
			Object.assign(read(), { width, height });
		};
		handle.remove = () => removeNode(rules.state(), id);
	}
	if (type === "TEXT") define("characters", () => read().characters);
	if (!unfilled.includes(type)) {
		define("strokes", () => freezeCopy(read().strokes));
		define("cornerRadius", () => read().cornerRadius);
		define("effects", () => freezeCopy(read().effects));
		const writeFills = (value: unknown): void => {
			// Fills of its own part a layer from its style.
			Object.assign(read(), {
				fills: checkPaints(value, type, rules),
				fillStyleId: "",
			});
		};
		define("fillStyleId", () =>
			read().fills === "mixed" ? rules.mixed : read().fillStyleId,
		);
		handle.setFillStyleIdAsync = async (styleId: string) => {
			writeFills(rules.paintsOf(styleId));
			read().fillStyleId = styleId;
		};
		define(
			"fills",
			() => {
				const { fills } = read();
				return fills === "mixed" ? rules.mixed : freezeCopy(fills);
			},
			writeFills,
		);
		handle.setFillsAsync = async (value: unknown) => writeFills(value);
	}
	if (parents.includes(type)) {
		const children = (): readonly string[] => {
			if (type === "PAGE" && !rules.isLoaded(id))
				throw new Error(
					"in children: the page is not loaded; call loadAsync first",
				);
			return read().children.filter((each) => !isOutOfReach(each));
		};
		define("children", () => Object.freeze(children().map(find)));
		handle.appendChild = (child: { id: string }) =>
			moveNode(rules.state(), child.id, id);
		handle.findAllWithCriteria = ({ types }: { types: string[] }) => {
			const found: object[] = [];
			const walk = (ids: readonly string[]): void => {
				for (const each of ids) {
					const child = rules.state().nodes[each];
					if (!child || isOutOfReach(each)) continue;
					if (types.includes(child.type)) found.push(find(each));
					walk(child.children);
				}
			};
			walk(children());
			return found;
		};
		handle.findAll = (test: (node: object) => boolean) => {
			if (type === "DOCUMENT")
				throw new Error("in findAll: call loadAllPagesAsync first");
			const found: object[] = [];
			const walk = (ids: readonly string[]): void => {
				for (const each of ids.filter((one) => !isOutOfReach(one))) {
					const child = find(each);
					if (test(child)) found.push(child);
					walk(rules.state().nodes[each]?.children ?? []);
				}
			};
			walk(children());
			return found;
		};
	}
	addData(handle, read, rules);
	// A misspelt or missing property is a mistake of the plugin, not undefined.
	return Object.seal(handle);
}

function addData(
	handle: Record<string, unknown>,
	read: () => NodeState,
	rules: NodeRules,
): void {
	const checkNamespace = (namespace: string): void => {
		if (!/^[A-Za-z0-9_.]{3,}$/.test(namespace))
			throw new Error("in setSharedPluginData: the namespace is too short");
	};
	handle.getSharedPluginData = (namespace: string, key: string) =>
		read().data[`${namespace}/${key}`] ?? "";
	handle.setSharedPluginData = (
		namespace: string,
		key: string,
		value: string,
	) => {
		checkNamespace(namespace);
		if (typeof value !== "string")
			throw new Error("in setSharedPluginData: expected a string");
		if (namespace.length + key.length + value.length > maxDataLength)
			throw new Error("in setSharedPluginData: the entry exceeds 100 kB");
		const { data } = read();
		if (value === "") delete data[`${namespace}/${key}`];
		else data[`${namespace}/${key}`] = value;
	};
	handle.setRelaunchData = (data: Record<string, string>) => {
		for (const [command, description] of Object.entries(data)) {
			if (!rules.relaunchCommands.includes(command))
				throw new Error(
					`in setRelaunchData: ${command} is not in the manifest`,
				);
			if (description.length > 1000)
				throw new Error("in setRelaunchData: the description is too long");
		}
		read().relaunch = { ...data };
	};
}

function checkPaints(
	value: unknown,
	type: string,
	{ hasImage }: NodeRules,
): unknown[] {
	if (!Array.isArray(value)) throw new Error("in set_fills: Expected array");
	return value.map((paint: Record<string, unknown>) => {
		const shared = { visible: true, opacity: 1, blendMode: "NORMAL" };
		if (paint?.type === "SOLID" || paint?.type === "PATTERN")
			return { ...shared, ...paint };
		if (paint?.type !== "IMAGE")
			throw new Error('in set_fills: Property "type" failed validation');
		if (["SECTION", "STICKY", "SHAPE_WITH_TEXT"].includes(type))
			throw new Error("in set_fills: this layer takes only solid fills");
		if (!["FILL", "FIT", "CROP", "TILE"].includes(String(paint.scaleMode)))
			throw new Error("in set_fills: Invalid scaleMode");
		if (paint.imageHash !== null && !hasImage(String(paint.imageHash)))
			throw new Error("in set_fills: unknown imageHash");
		if (paint.imageTransform && paint.scaleMode !== "CROP")
			throw new Error("in set_fills: imageTransform needs CROP");
		return { ...shared, rotation: 0, filters: {}, ...paint };
	});
}

/** Takes a layer and all in it out of the document. */
export function removeNode(state: DocumentState, id: string): void {
	const node = state.nodes[id];
	if (!node) return;
	for (const child of [...node.children]) removeNode(state, child);
	const parent = node.parent === null ? undefined : state.nodes[node.parent];
	if (parent) parent.children = parent.children.filter((each) => each !== id);
	delete state.nodes[id];
}

/** Puts a layer last into another. */
export function moveNode(
	state: DocumentState,
	id: string,
	parentId: string,
): void {
	const node = state.nodes[id];
	const parent = state.nodes[parentId];
	if (!node || !parent) throw new Error("in appendChild: no such node");
	const old = node.parent === null ? undefined : state.nodes[node.parent];
	if (old) old.children = old.children.filter((each) => each !== id);
	node.parent = parentId;
	parent.children.push(id);
}
