// Pictures of the tray in this origin's IndexedDB. Other pages may frame the runner too, so each panel has a drawer of its own,
// and nobody can list the drawers.
import type { Handlers } from "@musa/core";
import type { KeptPicture, StoreWire } from "../runner-messages.js";

/** In one drawer. */
const maxPictureCount = 20;
const maxPictureBytes = 64_000_000;
const name = "pictures";

interface StoredPicture extends KeptPicture {
	readonly drawer: string;
	/** ms since 1970 */
	readonly keptAt: number;
}

/** What is told of a picture that cannot be read. */
const lost: StoredPicture = {
	...{ drawer: "", keptAt: 0, id: "", prompt: "", sentence: "" },
	...{ recipe: "", png: null, file: null },
};

/** The store is there, but it is not what this page made. */
export class DamagedStoreError extends Error {}

/**
 * Opens the store.
 *
 * @throws DOMException where the browser keeps storage from this frame
 * @throws DamagedStoreError where something else stands in its place
 */
export async function openPictureStore(): Promise<Handlers<StoreWire>> {
	const database = await openDatabase();
	const open = (mode: IDBTransactionMode): IDBObjectStore =>
		database.transaction(name, mode).objectStore(name);
	return {
		async "list-pictures"(_signal, { drawer }) {
			const store = open("readonly");
			const keys = await settle(store.getAllKeys(rangeOf(drawer)));
			// One by one: where a single one is damaged, Chromium gives none of them together.
			const found = await Promise.all(
				keys.map(
					(key): Promise<StoredPicture> =>
						settle(store.get(key)).catch(() => ({ ...lost, id: idOf(key) })),
				),
			);
			return found
				.sort((a, b) => b.keptAt - a.keptAt)
				.map(({ drawer: _, keptAt: __, ...picture }) => picture);
		},
		async "keep-picture"(_signal, { drawer, picture }) {
			const { id, prompt, sentence, recipe, png, file } = picture;
			const bytes = (png?.length ?? 0) + (file?.length ?? 0);
			if (bytes > maxPictureBytes) return { isKept: false };
			const store = open("readwrite");
			const count = await settle(store.count(rangeOf(drawer)));
			if (count >= maxPictureCount) return { isKept: false };
			const kept = { id, prompt, sentence, recipe, png, file };
			try {
				store.put({ drawer, keptAt: Date.now(), ...kept });
				await complete(store.transaction);
				return { isKept: true };
			} catch {
				// The browser's quota.
				return { isKept: false };
			}
		},
		async "drop-picture"(_signal, { drawer, id }) {
			await settle(open("readwrite").delete([checkDrawer(drawer), id]));
			return null;
		},
	};
}

async function openDatabase(): Promise<IDBDatabase> {
	const request = indexedDB.open("musa", 1);
	request.onupgradeneeded = () => {
		request.result.createObjectStore(name, { keyPath: ["drawer", "id"] });
	};
	const database = await settle(request).catch((error: DOMException) => {
		throw error.name === "VersionError" ? new DamagedStoreError() : error;
	});
	if (database.objectStoreNames.contains(name)) return database;
	database.close();
	throw new DamagedStoreError();
}

/** The second part of a key. */
function idOf(key: IDBValidKey): string {
	return Array.isArray(key) ? String(key[1]) : "";
}

/** All keys of a drawer: an array sorts after every text. */
function rangeOf(drawer: string): IDBKeyRange {
	return IDBKeyRange.bound([checkDrawer(drawer)], [drawer, []]);
}

function checkDrawer(drawer: string): string {
	if (/^[0-9a-f]{32}$/.test(drawer)) return drawer;
	throw new Error("a drawer has a name of 32 hex digits");
}

function settle<T>(request: IDBRequest<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = (event) => {
			// Else one failure would end the whole transaction.
			event.preventDefault();
			reject(request.error);
		};
	});
}

/** Waits until all that was written is on the disk. */
function complete(transaction: IDBTransaction): Promise<void> {
	return new Promise((resolve, reject) => {
		transaction.oncomplete = () => resolve();
		transaction.onabort = () => reject(transaction.error);
	});
}
