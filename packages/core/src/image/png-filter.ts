// Row filters of PNG (W3C PNG, third edition, section 9). A filtered row is its filter's number and its bytes.

const none = 0;
const sub = 1;
const up = 2;
const average = 3;
const paeth = 4;

/**
 * Undoes the filters of consecutive rows in place.
 *
 * @param rows        rowCount * (1 + rowBytes) bytes from `at` on; the filter numbers stay where they are
 * @param pixelBytes  whole bytes per pixel, at least 1
 * @returns whether every filter number was known
 */
export function unfilterRows(
	rows: Uint8Array,
	at: number,
	rowCount: number,
	rowBytes: number,
	pixelBytes: number,
): boolean {
	for (let y = 0; y < rowCount; y++) {
		const start = at + y * (rowBytes + 1) + 1;
		const above = y === 0 ? -1 : start - rowBytes - 1;
		const filter = rows[start - 1];
		if (filter > paeth) return false;
		if (filter === none) continue;
		for (let i = 0; i < rowBytes; i++) {
			const a = i < pixelBytes ? 0 : rows[start + i - pixelBytes];
			const b = above < 0 ? 0 : rows[above + i];
			const c = above < 0 || i < pixelBytes ? 0 : rows[above + i - pixelBytes];
			rows[start + i] += predict(filter, a, b, c);
		}
	}
	return true;
}

/**
 * Filters 8-bit rows, each with whichever filter leaves the smallest bytes (the specification's own heuristic).
 *
 * @param pixels  rowCount * rowBytes bytes
 */
export function filterRows(
	pixels: Uint8Array | Uint8ClampedArray,
	rowCount: number,
	rowBytes: number,
	pixelBytes: number,
): Uint8Array<ArrayBuffer> {
	const filtered = new Uint8Array(rowCount * (rowBytes + 1));
	const candidates = [sub, up, paeth].map(() => new Uint8Array(rowBytes));
	for (let y = 0; y < rowCount; y++) {
		const start = y * rowBytes;
		const sums = filterRow(
			pixels,
			start,
			y === 0,
			rowBytes,
			pixelBytes,
			candidates,
		);
		const best = sums.indexOf(Math.min(...sums));
		const at = y * (rowBytes + 1);
		filtered[at] = [sub, up, paeth][best];
		filtered.set(candidates[best], at + 1);
	}
	return filtered;
}

/** Fills one row for Sub, Up and Paeth in one pass and returns how large their bytes are, as signed values. */
function filterRow(
	pixels: Uint8Array | Uint8ClampedArray,
	start: number,
	isFirst: boolean,
	rowBytes: number,
	pixelBytes: number,
	[subRow, upRow, paethRow]: readonly Uint8Array[],
): [number, number, number] {
	let subSum = 0;
	let upSum = 0;
	let paethSum = 0;
	const above = start - rowBytes;
	for (let i = 0; i < rowBytes; i++) {
		const value = pixels[start + i];
		const a = i < pixelBytes ? 0 : pixels[start + i - pixelBytes];
		const b = isFirst ? 0 : pixels[above + i];
		const c = isFirst || i < pixelBytes ? 0 : pixels[above + i - pixelBytes];
		subRow[i] = value - a;
		upRow[i] = value - b;
		paethRow[i] = value - predictPaeth(a, b, c);
		subSum += magnitude(subRow[i]);
		upSum += magnitude(upRow[i]);
		paethSum += magnitude(paethRow[i]);
	}
	return [subSum, upSum, paethSum];
}

function magnitude(byte: number): number {
	return byte < 128 ? byte : 256 - byte;
}

function predict(filter: number, a: number, b: number, c: number): number {
	if (filter === sub) return a;
	if (filter === up) return b;
	if (filter === average) return (a + b) >> 1;
	return predictPaeth(a, b, c);
}

function predictPaeth(a: number, b: number, c: number): number {
	const estimate = a + b - c;
	const toA = Math.abs(estimate - a);
	const toB = Math.abs(estimate - b);
	const toC = Math.abs(estimate - c);
	if (toA <= toB && toA <= toC) return a;
	return toB <= toC ? b : c;
}
