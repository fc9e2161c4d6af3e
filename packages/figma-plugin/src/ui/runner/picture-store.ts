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

/**
 * Opens the store.
 *
 * @throws DOMException where the browser keeps storage from this frame
 */
export async function openPictureStore(): Promise<Handlers<StoreWire>> {
	const database = await openDatabase();
	const open = (mode: IDBTransactionMode): IDBObjectStore =>
		database.transaction(name, mode).objectStore(name);
	return {
		async "list-pictures"(_signal, { drawer }) {
			const found: StoredPicture[] = await settle(
				open("readonly").getAll(rangeOf(drawer)),
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
				await settle(store.put({ drawer, keptAt: Date.now(), ...kept }));
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

function openDatabase(): Promise<IDBDatabase> {
	const request = indexedDB.open("musa", 1);
	request.onupgradeneeded = () => {
		request.result.createObjectStore(name, { keyPath: ["drawer", "id"] });
	};
	return settle(request);
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
		request.onerror = () => reject(request.error);
	});
}
