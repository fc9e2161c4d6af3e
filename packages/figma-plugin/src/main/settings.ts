// What the plugin remembers on this computer. Damaged or full storage only means that nothing is remembered.
import type { Settings } from "../messages.js";

const storageKey = "settings";

/** Panel size without settings, px. */
export const defaultPanel = { width: 320, height: 600 };

/** Reads the settings; `undefined` if there are none that make sense. */
export async function readSettings(): Promise<Settings | undefined> {
	try {
		const value: unknown = await figma.clientStorage.getAsync(storageKey);
		return isSettings(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/** Keeps the settings; returns whether that worked. */
export async function saveSettings(settings: Settings): Promise<boolean> {
	try {
		await figma.clientStorage.setAsync(storageKey, settings);
		return true;
	} catch {
		return false;
	}
}

function isSettings(value: unknown): value is Settings {
	const { panel, style, scale, isDraftInLayer } = (value ??
		{}) as Partial<Settings>;
	return (
		isSide(panel?.width) &&
		isSide(panel?.height) &&
		typeof style === "string" &&
		(scale === 1 || scale === 2) &&
		typeof isDraftInLayer === "boolean"
	);
}

function isSide(value: unknown): boolean {
	return typeof value === "number" && value >= 240 && value <= 1600;
}
