import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { FROM_SOURCE, runJson } from "./measure-node.js";
import { type MeasuredPack, ROOT } from "./pack-folder.js";
import { type Spread, spreadOf } from "./statistics.js";

/** New processes of `musa generate`, by size. */
export type ColdFigures = Readonly<
	Record<
		string,
		{
			readonly runs: number;
			/** From the start of the process to the file on disk. */
			readonly ms: Spread;
			readonly peakRssMb: Spread;
		}
	>
>;

const COMMANDS = {
	/** As `npm run musa` starts it. */
	source: [...FROM_SOURCE, join(ROOT, "packages/cli/src/main.ts")],
	built: [join(ROOT, "packages/cli/dist/musa.js")],
} as const;

/** Starts the command anew for each picture, from source and, where it is built, as users install it. */
export async function measureColdStart(
	{ folder }: MeasuredPack,
	runs: number,
): Promise<Record<string, ColdFigures>> {
	process.env.MUSA_MODELS_DIR = dirname(folder);
	const output = mkdtempSync(join(tmpdir(), "musa-bench-"));
	try {
		const figures: Record<string, ColdFigures> = {};
		for (const [name, command] of Object.entries(COMMANDS)) {
			if (!existsSync(command.at(-1) ?? "")) continue;
			figures[name] = {
				512: await measureSize(command, 512, runs, output),
				1024: await measureSize(command, 1024, runs, output),
			};
		}
		return figures;
	} finally {
		rmSync(output, { recursive: true, force: true });
	}
}

async function measureSize(
	command: readonly string[],
	size: number,
	runs: number,
	output: string,
): Promise<ColdFigures[string]> {
	const ms: number[] = [];
	const peakRssMb: number[] = [];
	for (let run = 0; run < runs; run++) {
		const report = (await runJson([
			...command,
			...["generate", "a red heart", "--size", String(size), "--seed", "7"],
			...["--json", "--force", "--out", join(output, "picture.png")],
		])) as { coldMs: number; peakRssMb: number };
		ms.push(report.coldMs);
		peakRssMb.push(report.peakRssMb);
	}
	return { runs, ms: spreadOf(ms), peakRssMb: spreadOf(peakRssMb) };
}
