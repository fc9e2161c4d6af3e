// Figma's side: answers the frame and tells it what happens in the document. The frame draws, this side only places.
import type {
	Command,
	FigmaWire,
	LocalMethod,
	MainMessage,
	Method,
	UiMessage,
} from "../messages.js";
import {
	beginAction,
	endAction,
	endAllActions,
	placeImage,
	readImage,
	readPicture,
} from "./actions.js";
import { findPlaceholders } from "./find-placeholders.js";
import { readPalettes } from "./read-palettes.js";
import { readSelection } from "./read-slots.js";
import { changeHistory, readHistory } from "./recipes.js";
import { defaultPanel, readSettings, saveSettings } from "./settings.js";
import { suggestPrompts } from "./suggest-prompts.js";

/** One function per request. */
export type Handlers<M extends Method> = {
	[N in M]: (
		params: FigmaWire["requests"][N]["params"],
	) =>
		| FigmaWire["requests"][N]["reply"]
		| Promise<FigmaWire["requests"][N]["reply"]>;
};

const commandNames: readonly Command["name"][] = [
	"fill",
	"find-placeholders",
	"regenerate",
	"edit-prompt",
	"vary",
];
let command: Command = { name: "open" };
let isPanelOpen = false;
let isClosed = false;
let lastSearch = 0;

const handlers: Handlers<LocalMethod> & Partial<Handlers<Method>> = {
	async "open-panel"() {
		const settings = await readSettings();
		if (settings) figma.ui.resize(settings.panel.width, settings.panel.height);
		isPanelOpen = true;
		return { settings, ...readSelection(), command };
	},
	"read-selection": () => readSelection(),
	async "read-size"({ nodeId }) {
		const node = await figma.getNodeByIdAsync(nodeId);
		if (!node || node.removed || !("width" in node)) return null;
		return { width: node.width, height: node.height };
	},
	async "begin-action"({ actionId, nodeIds }) {
		await beginAction(actionId, nodeIds);
		return null;
	},
	"read-picture": ({ nodeId }) => readPicture(nodeId),
	"read-image": ({ imageHash }) => readImage(imageHash),
	"place-image": (params) => placeImage(params),
	async "end-action"({ actionId }) {
		await endAction(actionId);
		return null;
	},
	"find-placeholders"({ scope }) {
		const search = ++lastSearch;
		return findPlaceholders(scope, {
			isWanted: () => search === lastSearch,
			onProgress: (lookedAt, layerCount) =>
				tell("search-progress", { lookedAt, layerCount }),
		});
	},
	"cancel-search"() {
		lastSearch++;
		return null;
	},
	"resize-panel"({ width, height }) {
		figma.ui.resize(width, height);
		return null;
	},
	"read-palettes": () => readPalettes(),
	"read-history": () => readHistory(),
	"change-history": ({ id, act }) => changeHistory(id, act),
	async "show-node"({ nodeId }) {
		const node = await figma.getNodeByIdAsync(nodeId);
		if (!node || node.removed || node.type === "DOCUMENT")
			return { isFound: false };
		if (node.type === "PAGE") return { isFound: false };
		let page: BaseNode | null = node;
		while (page && page.type !== "PAGE") page = page.parent;
		if (page?.type === "PAGE" && page !== figma.currentPage)
			await figma.setCurrentPageAsync(page);
		figma.currentPage.selection = [node];
		figma.viewport.scrollAndZoomIntoView([node]);
		return { isFound: true };
	},
	async "save-settings"(settings) {
		figma.ui.resize(settings.panel.width, settings.panel.height);
		return { isSaved: await saveSettings(settings) };
	},
	"close-plugin"() {
		figma.closePlugin();
		return null;
	},
};

/** Lets an edition answer more than every edition does. */
export function answerAlso(more: Partial<Handlers<Method>>): void {
	Object.assign(handlers, more);
}

function post(message: MainMessage): void {
	// Work may go on for a moment after the plugin is closed; nobody listens any more.
	if (!isClosed) figma.ui.postMessage(message);
}

async function answer<M extends Method>(
	id: number,
	method: M,
	params: FigmaWire["requests"][M]["params"],
): Promise<void> {
	try {
		const act = handlers[method] as Handlers<M>[M] | undefined;
		if (!act) throw new Error(`nobody answers ${method}`);
		const reply = await act(params);
		if (method !== "close-plugin") post({ musa: 1, type: "reply", id, reply });
	} catch {
		post({
			musa: 1,
			type: "problem",
			id,
			sentence: "Figma could not do that. The document was left as it is.",
		});
	}
}

figma.ui.onmessage = (message: UiMessage | undefined) => {
	// Other things may speak to a plugin too.
	if (message?.musa !== 1 || message.type !== "request") return;
	if (!Object.keys(handlers).includes(message.method)) return;
	void answer(message.id, message.method, message.params);
};

function tell<E extends keyof FigmaWire["events"]>(
	event: E,
	payload: FigmaWire["events"][E],
): void {
	if (isPanelOpen)
		post({ musa: 1, type: "event", event, payload } as MainMessage);
}

figma.on("selectionchange", () => {
	if (isPanelOpen) tell("selection-changed", readSelection());
});

try {
	figma.on("stylechange", () => tell("styles-changed", null));
} catch {
	// An editor without styles may not know the event; nothing else depends on it.
}

figma.on("close", () => {
	endAllActions();
	lastSearch++;
	isPanelOpen = false;
	isClosed = true;
});

figma.on("run", ({ command: name, parameters }: RunEvent) => {
	const known = commandNames.find((each) => each === name) ?? "open";
	const prompt: unknown = parameters?.prompt;
	command = {
		name: known,
		...(typeof prompt === "string" && prompt !== "" && { prompt }),
	};
	tell("command-given", command);
});

figma.parameters.on("input", ({ query, result }) => {
	result.setSuggestions(suggestPrompts(query));
});

figma.showUI(__html__, { ...defaultPanel, themeColors: true, title: "Musa" });
