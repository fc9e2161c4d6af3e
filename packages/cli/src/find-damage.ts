import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** What is wrong with one file of a model, in words that follow its name, or undefined if it is whole. */
export async function findDamage(
	folder: string,
	file: {
		readonly path: string;
		readonly bytes: number;
		readonly sha256: string;
	},
): Promise<string | undefined> {
	let bytes: Uint8Array;
	try {
		bytes = await readFile(join(folder, file.path));
	} catch {
		return "is missing or unreadable";
	}
	if (bytes.length !== file.bytes)
		return `has ${bytes.length} bytes instead of ${file.bytes}`;
	const sha256 = createHash("sha256").update(bytes).digest("hex");
	return sha256 === file.sha256
		? undefined
		: "is damaged (its SHA-256 is not the manifest's)";
}
