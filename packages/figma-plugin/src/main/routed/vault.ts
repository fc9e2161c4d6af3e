// What the user set up, on this computer only. Nothing here comes from the file or goes into it, so no file can choose a
// service, turn the switch or spend anything. Figma promises of this storage that it stays, not that it is secret.
import type { RoutedRequests } from "../../messages.js";
import type { Handlers } from "../main.js";

const servicesKey = "services";
const neverKey = "never";
const keyPrefix = "key/";
const ledgerPrefix = "ledger/";
let lineCount = 0;

/** Answers of the routed edition. */
export const vaultHandlers: Handlers<keyof RoutedRequests> = {
	async "read-services"() {
		const json: unknown = await figma.clientStorage.getAsync(servicesKey);
		return {
			json: typeof json === "string" ? json : null,
			keyIds: await listKeys(keyPrefix),
			isNever: await isNever(),
		};
	},
	"save-services": ({ json }) => save(servicesKey, json),
	"save-never": (params) => save(neverKey, params.isNever),
	async "save-key"({ serviceId, key }) {
		if (key !== null) return save(keyPrefix + serviceId, key);
		await figma.clientStorage.deleteAsync(keyPrefix + serviceId);
		return { isSaved: true };
	},
	async "read-key"({ serviceId }) {
		if (await isNever()) return { isNever: true, key: null };
		const key: unknown = await figma.clientStorage.getAsync(
			keyPrefix + serviceId,
		);
		return { isNever: false, key: typeof key === "string" ? key : null };
	},
	async "read-ledger"() {
		const names = await listKeys(ledgerPrefix);
		const lines = await Promise.all(
			names.map((name) => figma.clientStorage.getAsync(ledgerPrefix + name)),
		);
		return lines.map(String);
	},
	async "append-ledger"({ line }) {
		// A place of its own for each line: another window that writes now takes nothing away.
		const place = `${ledgerPrefix}${Date.now()}-${Math.random()}-${++lineCount}`;
		await figma.clientStorage.setAsync(place, line);
		if ((await figma.clientStorage.getAsync(place)) !== line)
			throw new Error("what was written cannot be read");
		return null;
	},
};

/** A switch that cannot be read counts as on. */
async function isNever(): Promise<boolean> {
	const value: unknown = await figma.clientStorage.getAsync(neverKey);
	return value !== undefined && value !== false;
}

async function listKeys(prefix: string): Promise<string[]> {
	const keys = await figma.clientStorage.keysAsync();
	return keys
		.filter((key) => key.startsWith(prefix))
		.map((key) => key.slice(prefix.length));
}

async function save(
	place: string,
	value: unknown,
): Promise<{ isSaved: boolean }> {
	try {
		await figma.clientStorage.setAsync(place, value);
		return { isSaved: true };
	} catch {
		return { isSaved: false };
	}
}
