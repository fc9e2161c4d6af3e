/** p50 and p95 of some runs. */
export interface Spread {
	readonly p50: number;
	readonly p95: number;
}

/**
 * The middle and the slow end of `values` by nearest rank, rounded to 0.01.
 *
 * @param values  at least one
 */
export function spreadOf(values: readonly number[]): Spread {
	const sorted = [...values].sort((a, b) => a - b);
	const rank = (share: number) =>
		round(
			sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN,
		);
	return { p50: rank(0.5), p95: rank(0.95) };
}

/** `value` with two decimals. */
export function round(value: number): number {
	return Math.round(value * 100) / 100;
}
