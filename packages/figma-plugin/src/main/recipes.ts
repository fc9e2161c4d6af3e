// What made a picture, kept on its layer and in a list of the file. Only JSON, never pixels: an entry may have 100 kB.
import type { HistoryEntry } from "../messages.js";

const namespace = "musa";
const recipeKey = "recipe";
const historyKey = "history";
// Of 100 kB, counted in characters that may take three bytes each.
const maxHistoryLength = 30_000;

/** The recipe of the picture that Musa placed in a layer. */
export function readRecipe(node: SceneNode): string | undefined {
	return node.getSharedPluginData(namespace, recipeKey) || undefined;
}

/** Puts a recipe on a layer with buttons to start from it again. */
export function writeRecipe(
	node: SceneNode,
	recipe: string,
	prompt: string,
): void {
	node.setSharedPluginData(namespace, recipeKey, recipe);
	node.setRelaunchData({
		regenerate: prompt.slice(0, 200),
		"edit-prompt": "",
		vary: "",
	});
}

/** All pictures of this file, the newest first; entries that cannot be read are left out. */
export function readHistory(): HistoryEntry[] {
	const text = figma.root.getSharedPluginData(namespace, historyKey);
	if (text === "") return [];
	try {
		const entries: unknown = JSON.parse(text);
		return Array.isArray(entries) ? entries.filter(isEntry) : [];
	} catch {
		return [];
	}
}

/** Adds a picture; the oldest without a star give way. */
export function addToHistory(
	node: SceneNode,
	recipe: string,
	imageHash: string,
): void {
	const entries = readHistory();
	const id = `${node.id}/${nextNumber(entries)}`;
	const { id: nodeId, name: layerName } = node;
	writeHistory([
		{ id, nodeId, layerName, recipe, isStarred: false, imageHash },
		...entries,
	]);
}

/** Stars or deletes an entry and returns what is left. */
export function changeHistory(
	id: string,
	act: "star" | "unstar" | "delete",
): HistoryEntry[] {
	const entries = readHistory();
	writeHistory(
		act === "delete"
			? entries.filter((entry) => entry.id !== id)
			: entries.map((entry) =>
					entry.id === id ? { ...entry, isStarred: act === "star" } : entry,
				),
	);
	return readHistory();
}

function writeHistory(entries: readonly HistoryEntry[]): void {
	const kept = [...entries];
	let text = JSON.stringify(kept);
	while (text.length > maxHistoryLength && kept.length > 0) {
		let at = kept.length - 1;
		while (at > 0 && kept[at]?.isStarred) at--;
		// When all are starred, the oldest goes nevertheless.
		kept.splice(at > 0 ? at : kept.length - 1, 1);
		text = JSON.stringify(kept);
	}
	figma.root.setSharedPluginData(namespace, historyKey, text);
}

function nextNumber(entries: readonly HistoryEntry[]): number {
	const numbers = entries.map(({ id }) => Number(id.split("/")[1]) || 0);
	return 1 + Math.max(0, ...numbers);
}

function isEntry(value: unknown): value is HistoryEntry {
	const entry = (value ?? {}) as Partial<Record<keyof HistoryEntry, unknown>>;
	return (
		typeof entry.id === "string" &&
		typeof entry.nodeId === "string" &&
		typeof entry.layerName === "string" &&
		typeof entry.recipe === "string" &&
		typeof entry.isStarred === "boolean" &&
		(entry.imageHash === undefined || typeof entry.imageHash === "string")
	);
}
