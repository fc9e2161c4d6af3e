// Texts as rows of top-level pieces, statements or rules. Of a text that resembles one read lately, as one does that
// somebody types in, only the pieces around the change are read again.

/** A piece of a text and what was read in it. */
export interface Piece<T> {
	readonly start: number;
	readonly end: number;
	/** Counts places from the piece's start, so that it stays true where the piece moves. */
	readonly value: T;
}

/**
 * Reads a whole text, or a part of one that starts and ends where a piece does.
 *
 * @returns undefined when it can't be read, or, for a part, when it can't be read apart from the rest
 */
export type ReadPieces<T> = (
	text: string,
	isPart: boolean,
) => readonly Piece<T>[] | undefined;

interface Known<T> {
	readonly text: string;
	readonly pieces: readonly Piece<T>[];
}

// The documents that somebody goes to and fro between.
const REMEMBERED = 4;
// What is shorter is read at once.
const WORTH_LENGTH = 2000;

/**
 * Makes a reader that remembers the latest texts and reads the same as `read` does.
 *
 * @param standsAlone  whether a piece says the same whatever stands around it
 */
export function makePieceReader<T>(
	read: ReadPieces<T>,
	standsAlone: (value: T) => boolean = () => true,
): (text: string) => readonly Piece<T>[] | undefined {
	const isFree = ({ value }: Piece<T>): boolean => standsAlone(value);
	const readPart = (text: string): readonly Piece<T>[] | undefined => {
		const part = read(text, true);
		return part?.every(isFree) ? part : undefined;
	};
	let latest: readonly Known<T>[] = [];
	return (text) => {
		if (text.length < WORTH_LENGTH) return read(text, false);
		const old = latest.find((known) => {
			const { before, after } = unchangedAround(known.text, text);
			return (before + after) * 2 > Math.max(known.text.length, text.length);
		});
		const pieces =
			(old && readChange(old, text, readPart)) ?? read(text, false);
		if (pieces?.every(isFree))
			latest = [
				{ text, pieces },
				...latest.filter((known) => known !== old).slice(0, REMEMBERED - 1),
			];
		return pieces;
	};
}

/** How much of two texts is the same at their starts, and at their ends behind that. */
interface Unchanged {
	readonly before: number;
	readonly after: number;
}

const BLOCK = 1024;

function unchangedAround(old: string, text: string): Unchanged {
	const length = Math.min(old.length, text.length);
	let before = 0;
	// Whole blocks are compared at once.
	while (
		before + BLOCK <= length &&
		old.slice(before, before + BLOCK) === text.slice(before, before + BLOCK)
	)
		before += BLOCK;
	while (before < length && old.charCodeAt(before) === text.charCodeAt(before))
		before++;
	let after = 0;
	const isSame = (size: number): boolean =>
		old.slice(old.length - after - size, old.length - after) ===
		text.slice(text.length - after - size, text.length - after);
	while (after + BLOCK <= length - before && isSame(BLOCK)) after += BLOCK;
	while (after < length - before && isSame(1)) after++;
	return { before, after };
}

/**
 * Reads what changed with one unchanged piece on either side. That the last of them comes out as it was proves that
 * nothing opened in the change, a comment or a string, reaches beyond it.
 */
function readChange<T>(
	{ text: old, pieces }: Known<T>,
	text: string,
	read: (part: string) => readonly Piece<T>[] | undefined,
): readonly Piece<T>[] | undefined {
	const { before, after } = unchangedAround(old, text);
	if (before === text.length && before === old.length) return pieces;
	const shift = text.length - old.length;
	// What ends right at the change may go on in it.
	const dirty = pieces.findIndex(({ end }) => end >= before);
	const from = Math.max(0, (dirty < 0 ? pieces.length : dirty) - 1);
	const last = pieces.findIndex(
		({ start }, i) => i >= from && start > old.length - after,
	);
	const first = from === 0 ? 0 : (pieces[from]?.start ?? 0);
	const seam = pieces[last];
	const part = read(
		text.slice(first, seam === undefined ? undefined : seam.end + shift),
	);
	if (part === undefined) return undefined;
	// A string that stands first may be no statement but a directive, which is no piece.
	if (from > 0 && part[0]?.start !== 0) return undefined;
	const end = part.at(-1);
	if (
		seam !== undefined &&
		(end?.start !== seam.start + shift - first ||
			end.end !== seam.end + shift - first)
	)
		return undefined;
	return [
		...pieces.slice(0, from),
		...part.map((piece) => move(piece, first)),
		...(seam === undefined
			? []
			: pieces.slice(last + 1).map((piece) => move(piece, shift))),
	];
}

function move<T>(piece: Piece<T>, by: number): Piece<T> {
	if (by === 0) return piece;
	const { start, end, value } = piece;
	return { start: start + by, end: end + by, value };
}
