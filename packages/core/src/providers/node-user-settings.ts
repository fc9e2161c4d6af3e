// The user's settings as a file in the user's own folder, shared by every host on this computer.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import {
	noUserSettings,
	parseUserSettings,
	type UserSettings,
} from "./user-settings.js";

/** The user's own folder; `MUSA_CONFIG_DIR` names another. */
export function settingsFolder(): string {
	const { MUSA_CONFIG_DIR, XDG_CONFIG_HOME } = process.env;
	if (MUSA_CONFIG_DIR) return MUSA_CONFIG_DIR;
	return join(XDG_CONFIG_HOME || join(homedir(), ".config"), "musa");
}

/** The ledger of this user. */
export function ledgerPath(): string {
	return join(settingsFolder(), "egress.log");
}

/**
 * Reads providers.json; a missing file allows nothing, and `MUSA_NEVER` in the environment switches sending off whatever it says.
 *
 * @throws ProviderError `provider/settings-invalid`
 */
export async function loadUserSettings(): Promise<UserSettings> {
	const settings = await readSettings();
	return process.env.MUSA_NEVER ? { ...settings, policy: "never" } : settings;
}

/** Whether the user forbids sending now; settings that cannot be read allow nothing. */
export function isSendingForbidden(): boolean {
	if (process.env.MUSA_NEVER) return true;
	const file = settingsFile();
	try {
		const { policy } = parseUserSettings(readFileSync(file, "utf8"), file);
		return policy === "never";
	} catch {
		return true;
	}
}

/**
 * Changes providers.json, whole or not at all.
 *
 * @throws ProviderError `provider/settings-invalid` when what is there is damaged or what would be there is not right
 */
export async function changeUserSettings(
	change: (settings: UserSettings) => UserSettings,
): Promise<UserSettings> {
	const changed = change(await readSettings());
	const file = settingsFile();
	const text = `${JSON.stringify(changed, null, "\t")}\n`;
	parseUserSettings(text, file);
	await mkdir(settingsFolder(), { recursive: true, mode: 0o700 });
	const beside = `${file}.${randomUUID()}`;
	try {
		const handle = await open(beside, "wx", 0o600);
		try {
			await handle.writeFile(text);
			await handle.sync();
		} finally {
			await handle.close();
		}
		await rename(beside, file);
	} finally {
		await rm(beside, { force: true });
	}
	return changed;
}

function settingsFile(): string {
	return join(settingsFolder(), "providers.json");
}

async function readSettings(): Promise<UserSettings> {
	const file = settingsFile();
	const text = await readFile(file, "utf8").catch((error: unknown) => {
		if (error instanceof Error && "code" in error && error.code === "ENOENT")
			return undefined;
		throw error;
	});
	return text === undefined ? noUserSettings : parseUserSettings(text, file);
}
