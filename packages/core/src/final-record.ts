// What made a picture that came back from a bigger model, carried inside its file beside the mark that a model made it.
import { ImageError } from "./errors.js";
import { readPngChunks, writePngChunks } from "./image/png-chunks.js";
import { makeTextChunk, readTextChunk } from "./image/png-text.js";
import {
	isHash,
	isText,
	markOrigin,
	parseRecipe,
	type Recipe,
} from "./recipe.js";

/** What made a final picture; without the prompt and without the service's address. */
export interface FinalRecord {
	readonly providerId: string;
	/** As the service names it. */
	readonly modelId: string;
	/** Of what was sent, as in the ledger, lower-case hex. */
	readonly payloadSha256: string;
	/** Of the prompt in UTF-8, lower-case hex. */
	readonly promptSha256: string;
	readonly coreVersion: string;
	/** Where its transparency came from. */
	readonly alphaSource: string;
	/** As in `DraftComparison`. */
	readonly paletteDeltaE: number;
	readonly layoutSimilarity: number;
	/** Of the local draft, if it had one. */
	readonly draft?: Recipe;
}

const finalKeyword = "musa-final";
const maxLength = 131_072;

/**
 * Puts a record and the mark of its origin into a PNG file.
 *
 * @throws ImageError `image/png-invalid`
 */
export function writeFinalRecord(
	png: Uint8Array,
	record: FinalRecord,
): Uint8Array<ArrayBuffer> {
	const [header, ...rest] = readPngChunks(png);
	const text = makeTextChunk({
		keyword: finalKeyword,
		text: JSON.stringify(record),
	});
	return markOrigin(writePngChunks([header, text, ...rest]));
}

/**
 * Reads the record out of a PNG file; `undefined` when it has none.
 *
 * @throws ImageError `image/png-invalid`, `image/recipe-invalid`
 */
export function readFinalRecord(png: Uint8Array): FinalRecord | undefined {
	const texts = readPngChunks(png).map(readTextChunk);
	const found = texts.find((text) => text?.keyword === finalKeyword);
	return found && parseFinalRecord(found.text);
}

/**
 * Reads a record's JSON; fields that it does not know are left out.
 *
 * @throws ImageError `image/recipe-invalid`
 */
export function parseFinalRecord(json: string): FinalRecord {
	const refuse = (reason: string) =>
		new ImageError("image/recipe-invalid", { details: { reason } });
	if (json.length > maxLength) throw refuse("it is too long");
	let given: Readonly<Record<string, unknown>>;
	try {
		given = Object(JSON.parse(json));
	} catch {
		throw refuse("it is no JSON");
	}
	const record: Record<string, unknown> = {};
	for (const [field, isValid] of Object.entries(fieldChecks)) {
		if (!isValid(given[field])) throw refuse(`its field ${field} is not valid`);
		record[field] = given[field];
	}
	if (given.draft !== undefined)
		record.draft = parseRecipe(JSON.stringify(given.draft));
	return record as unknown as FinalRecord;
}

const fieldChecks: Readonly<
	Record<Exclude<keyof FinalRecord, "draft">, (value: unknown) => boolean>
> = {
	providerId: isText,
	modelId: isText,
	payloadSha256: isHash,
	promptSha256: isHash,
	coreVersion: isText,
	alphaSource: isText,
	paletteDeltaE: Number.isFinite,
	layoutSimilarity: Number.isFinite,
};
