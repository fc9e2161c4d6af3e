import { readFile } from "node:fs/promises";

/** A limit on one figure of the benchmark. */
export interface Budget {
	/** Where the figure stands in the benchmark's output, keys joined by dots. */
	readonly figure: string;
	readonly max: number;
	readonly unit: string;
}

/** A budget beside what was measured. */
export interface BudgetResult extends Budget {
	/** Undefined when the benchmark could not measure it. */
	readonly measured: number | undefined;
	readonly met: boolean;
	/** One sentence for a reader. */
	readonly says: string;
}

/** Reads `test/budgets.json`, the only place where limits are written. */
export async function readBudgets(): Promise<Budget[]> {
	const file = new URL("../test/budgets.json", import.meta.url);
	const { budgets } = JSON.parse(await readFile(file, "utf8")) as {
		budgets: Budget[];
	};
	return budgets;
}

/** Puts each budget beside its figure in `output`; a figure that is missing is not met. */
export function compareWithBudgets(
	output: unknown,
	budgets: readonly Budget[],
): BudgetResult[] {
	return budgets.map((budget) => {
		const measured = findFigure(output, budget.figure);
		const met = measured !== undefined && measured <= budget.max;
		return { ...budget, measured, met, says: describe(budget, measured, met) };
	});
}

function findFigure(output: unknown, figure: string): number | undefined {
	let value: unknown = output;
	for (const key of figure.split(".")) {
		if (typeof value !== "object" || value === null) return undefined;
		value = (value as Record<string, unknown>)[key];
	}
	return typeof value === "number" && Number.isFinite(value)
		? value
		: undefined;
}

function describe(
	{ figure, max, unit }: Budget,
	measured: number | undefined,
	met: boolean,
): string {
	if (measured === undefined) return `${figure} was not measured`;
	const share = Math.round(Math.abs(measured / max - 1) * 100);
	return met
		? `${figure} is ${measured} ${unit}, ${share} % below the limit of ${max} ${unit}`
		: `${figure} is ${measured} ${unit} and misses the limit of ${max} ${unit} by ${share} %`;
}
