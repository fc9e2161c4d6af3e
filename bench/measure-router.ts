// How long verdicts take: one by one in Node and in Chromium, and a file of ten thousand through the command.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inChromium } from "./in-chromium.js";
import { ROOT } from "./pack-folder.js";
import { judgeAll, type RouterTimes } from "./router-page.js";
import { round } from "./statistics.js";

const LINES = 10_000;

/** Figures of the router; `chromium` is missing where there is none. */
export interface RouterFigures {
	/** ms per verdict. */
	readonly node: RouterTimes;
	readonly chromium?: RouterTimes;
	/** s for 10,000 lines through the built command, its start included. */
	readonly fileSeconds: number;
}

/** Measures verdicts on prompts of every length. */
export async function measureRouter(): Promise<RouterFigures> {
	const weights = readFileSync(
		join(ROOT, "models/router/router.safetensors"),
	).toString("base64");
	const prompts = makePrompts(1000);
	const page = await inChromium("router-page.ts", (opened) =>
		opened.evaluate((given) => globalThis.judgeAllInPage(given), {
			weights,
			prompts,
		}),
	);
	return {
		node: judgeAll({ weights, prompts }),
		...(page && { chromium: page }),
		fileSeconds: judgeFile(),
	};
}

/** From two words to two hundred, English and Chinese. */
function makePrompts(count: number): string[] {
	const parts = [
		...["a red fox", "beside a sign that says 'Open'", "under four tall trees"],
		...[
			"一只红色的狐狸",
			"在雪地里看着七只猫",
			"a blue bench in Venice at night",
		],
	];
	return Array.from({ length: count }, (_, i) =>
		Array.from(
			{ length: 1 + (i % 40) },
			(_, k) => `${parts[(i + k) % parts.length]} ${i * k}`,
		).join(", "),
	);
}

function judgeFile(): number {
	const folder = mkdtempSync(join(tmpdir(), "musa-bench-"));
	const file = join(folder, "prompts.txt");
	writeFileSync(file, `${makePrompts(LINES).join("\n")}\n`);
	const start = performance.now();
	const { status, stdout } = spawnSync(
		process.execPath,
		[
			join(ROOT, "packages/cli/dist/musa.js"),
			...["route", "--file", file, "--json"],
		],
		{ env: { ...process.env, MUSA_CONFIG_DIR: folder }, maxBuffer: 2 ** 28 },
	);
	const seconds = (performance.now() - start) / 1000;
	rmSync(folder, { recursive: true });
	const lines = stdout.toString().trimEnd().split("\n").length;
	if (status !== 0 || lines !== LINES)
		throw new Error(`musa route ended with ${status} after ${lines} lines`);
	return round(seconds);
}
