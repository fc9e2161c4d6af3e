// The journal's file in the workspace's storage: written beside and renamed, so that it is never half there.
import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { JournalStore } from "./journal.js";

/** A store over one file. */
export function openFileJournal(path: string): JournalStore {
	return {
		async read() {
			try {
				return await readFile(path, "utf8");
			} catch {
				return undefined;
			}
		},
		async write(text) {
			await mkdir(dirname(path), { recursive: true });
			// Two windows may write at once; the later one counts.
			const temporary = `${path}.${randomUUID()}.new`;
			await writeFile(temporary, text, { flush: true });
			await rename(temporary, path);
		},
	};
}
