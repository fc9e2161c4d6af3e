import { writeFile } from "node:fs/promises";

/**
 * Writes a paid answer that cannot be used beside its place, under a name that is free.
 *
 * @returns the path
 */
export async function keepAnswer(
	file: Uint8Array,
	path: string,
): Promise<string> {
	for (let i = 0; ; i++) {
		const kept = i === 0 ? `${path}.answer` : `${path}.answer-${i}`;
		try {
			await writeFile(kept, file, { flag: "wx" });
			return kept;
		} catch (error) {
			const isTaken =
				error instanceof Error && "code" in error && error.code === "EEXIST";
			if (!isTaken) throw error;
		}
	}
}
