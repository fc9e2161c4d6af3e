/** One of several that are for the same target: that of the largest size asked, for it serves the others too. */
export function oneEach<T>(
	items: readonly T[],
	targetOf: (item: T) => string,
	widthOf: (item: T) => number,
): T[] {
	const byTarget = new Map<string, T>();
	for (const item of items) {
		const target = targetOf(item);
		const known = byTarget.get(target);
		if (known === undefined || widthOf(item) > widthOf(known))
			byTarget.set(target, item);
	}
	return [...byTarget.values()];
}

/** One image per target. */
export function oneEachTarget<
	T extends { readonly target: string; readonly width: number | null },
>(images: readonly T[]): T[] {
	return oneEach(
		images,
		({ target }) => target,
		({ width }) => width ?? 0,
	);
}
