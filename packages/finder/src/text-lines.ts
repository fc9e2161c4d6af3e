/** Turns UTF-16 offsets of `text` into lines and columns, both counted from 1. */
export function makeLineMap(
	text: string,
): (offset: number) => { line: number; column: number } {
	const starts = [0];
	for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1))
		starts.push(at + 1);
	return (offset) => {
		const at = findPart(starts, offset);
		return { line: at + 1, column: offset - (starts[at] ?? 0) + 1 };
	};
}

/** Which of the parts that begin at `starts`, in rising order, holds an offset. */
export function findPart(starts: readonly number[], offset: number): number {
	let low = 0;
	let high = starts.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((starts[middle] ?? 0) <= offset) low = middle;
		else high = middle - 1;
	}
	return low;
}
