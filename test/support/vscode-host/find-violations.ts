import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Frame } from "playwright-core";

const axe = readFileSync(
	createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
	"utf8",
);

/** What axe calls serious on a page of the extension. */
export async function findViolations(frame: Frame): Promise<readonly string[]> {
	await frame.evaluate(axe);
	return frame.evaluate(async () => {
		const { axe: runner } = globalThis as unknown as {
			axe: {
				run: () => Promise<{
					violations: { id: string; impact: string; nodes: object[] }[];
				}>;
			};
		};
		const { violations } = await runner.run();
		return violations
			.filter(({ impact }) => impact === "serious" || impact === "critical")
			.map(({ id, nodes }) => `${id} ${JSON.stringify(nodes[0])}`);
	});
}
