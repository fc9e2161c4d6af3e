// What VS Code calls in its extension host: runs every spec beside this file and writes how each test ended.
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Mocha from "mocha";

/** How one test ended. */
export interface InHostResult {
	readonly title: string;
	/** What went wrong; nothing when it passed. */
	readonly problem?: string;
}

/**
 * Runs all specs.
 *
 * @throws Error when one fails
 */
export function run(): Promise<void> {
	const mocha = new Mocha({
		ui: "tdd",
		timeout: 120_000,
		// To run a part by hand.
		...(process.env.MUSA_VSCODE_GREP
			? { grep: process.env.MUSA_VSCODE_GREP }
			: {}),
		// Says nothing itself.
		reporter: Mocha.reporters.Base,
	});
	for (const name of readdirSync(__dirname).sort())
		if (name.endsWith(".spec.cjs")) mocha.addFile(join(__dirname, name));
	const results: InHostResult[] = [];
	return new Promise((resolve, reject) => {
		const runner = mocha.run((failureCount) => {
			const file = process.env.MUSA_VSCODE_RESULTS;
			if (file) writeFileSync(file, JSON.stringify(results));
			if (failureCount === 0 && results.length > 0) resolve();
			else reject(new Error(`${failureCount} of ${results.length} failed`));
		});
		const tell = (title: string, problem?: string): void => {
			results.push(problem === undefined ? { title } : { title, problem });
			// biome-ignore lint/suspicious/noConsole: the window's console is what reaches the terminal
			console.log(`[musa] ${problem === undefined ? "✓" : "✗"} ${title}`);
		};
		runner.on("pass", (test) => tell(test.fullTitle()));
		runner.on("fail", (test, error) =>
			tell(test.fullTitle(), error.stack ?? String(error)),
		);
	});
}
