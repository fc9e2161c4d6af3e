// Checks that run in any extension host, the browser's worker too: no Node, no mocha.
import { type Diagnostic, languages, type Uri } from "vscode";

/** How one check ended, as a line on the window's console. */
export interface CheckResult {
	readonly title: string;
	/** What went wrong; nothing when it passed. */
	readonly problem?: string;
}

/**
 * Runs checks one after the other and tells of each.
 *
 * @throws Error when one fails
 */
export async function runChecks(
	checks: Readonly<Record<string, () => Promise<void>>>,
): Promise<void> {
	let failedCount = 0;
	for (const [title, check] of Object.entries(checks)) {
		const result: CheckResult = await check().then(
			() => ({ title }),
			(error: unknown) => ({
				title,
				problem: error instanceof Error ? String(error.stack) : String(error),
			}),
		);
		if (result.problem !== undefined) failedCount++;
		// biome-ignore lint/suspicious/noConsole: the window's console is what reaches the terminal
		console.log(`[musa] ${JSON.stringify(result)}`);
	}
	if (failedCount > 0) throw new Error(`${failedCount} failed`);
}

/** @throws Error when two plain values differ */
export function expectSame(actual: unknown, wanted: unknown): void {
	const [is, shouldBe] = [actual, wanted].map((value) => JSON.stringify(value));
	if (is !== shouldBe) throw new Error(`${is} instead of ${shouldBe}`);
}

/** What Musa underlines in a document, once it does. @throws Error after two minutes */
export async function untilUnderlined(uri: Uri): Promise<Diagnostic[]> {
	for (let tries = 0; tries < 600; tries++) {
		const found = languages
			.getDiagnostics(uri)
			.filter(({ source }) => source === "Musa");
		if (found.length > 0) return found;
		await sleep(200);
	}
	throw new Error("nothing was underlined");
}

/** Waits. */
export function sleep(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}
