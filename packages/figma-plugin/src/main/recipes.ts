// What made a picture, kept on its layer and in a list of the file. Only JSON, never pixels: an entry may have 100 kB.
import type { HistoryEntry } from "../messages.js";

const namespace = "musa";
const recipeKey = "recipe";
// The oldest pictures are in the first part, so that a new one changes only the last.
const historyKeys = [
	"history",
	...Array.from({ length: 5 }, (_, i) => `history/${i + 1}`),
];
// Of 100 kB, counted in characters that may take three bytes each.
const maxPartLength = 30_000;
/** What is left when the parts were full: one of them free again. */
const roomLength = 0.9 * maxPartLength * (historyKeys.length - 1);

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
	return [...historyKeys]
		.reverse()
		.flatMap((key) =>
			parseEntries(figma.root.getSharedPluginData(namespace, key)),
		);
}

/** Adds a picture; the oldest without a star give way. */
export function addToHistory(
	node: SceneNode,
	recipe: string,
	imageHash: string,
): void {
	const entries = readHistory();
	const id = `${node.id}/${nextNumber(entries)}`;
	const nodeId = node.id;
	const layerName = node.name.slice(0, 100);
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
	let parts = splitIntoParts(entries);
	if (parts.length > historyKeys.length)
		parts = splitIntoParts(makeRoom(entries));
	for (const [i, key] of historyKeys.entries()) {
		const part = parts[i];
		const text = part ? JSON.stringify(part) : "";
		if (figma.root.getSharedPluginData(namespace, key) !== text)
			figma.root.setSharedPluginData(namespace, key, text);
	}
}

/** The oldest first, each part with its newest first. */
function splitIntoParts(entries: readonly HistoryEntry[]): HistoryEntry[][] {
	const parts: HistoryEntry[][] = [];
	let length = maxPartLength;
	for (const entry of [...entries].reverse()) {
		length += lengthOf(entry);
		if (length > maxPartLength) {
			parts.push([]);
			length = lengthOf(entry);
		}
		parts[parts.length - 1]?.unshift(entry);
	}
	return parts;
}

/** Drops the oldest without a star; when all have one, the oldest. */
function makeRoom(entries: readonly HistoryEntry[]): HistoryEntry[] {
	let surplus = entries.map(lengthOf).reduce((a, b) => a + b, -roomLength);
	const isDropped = (entry: HistoryEntry): boolean => {
		if (surplus <= 0) return false;
		surplus -= lengthOf(entry);
		return true;
	};
	return [...entries]
		.reverse()
		.filter((entry) => entry.isStarred || !isDropped(entry))
		.filter((entry) => !isDropped(entry))
		.reverse();
}

function lengthOf(entry: HistoryEntry): number {
	return JSON.stringify(entry).length + 1;
}

function parseEntries(text: string): HistoryEntry[] {
	if (text === "") return [];
	try {
		const entries: unknown = JSON.parse(text);
		return Array.isArray(entries) ? entries.filter(isEntry) : [];
	} catch {
		return [];
	}
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
