/** How far one generation has come; the only way to report work. */
export interface Progress {
	readonly stage: string;
	/** Work units of the stage that are done, 0 to `stepCount`. */
	readonly step: number;
	readonly stepCount: number;
	/** Share of the whole generation that is done, 0 to 1, never falling. */
	readonly fraction: number;
}

/** Receives each report; must not throw. */
export type OnProgress = (progress: Progress) => void;

/** A stage that takes part in a generation, with its rough share of the time. */
export interface ProgressStage {
	readonly stage: string;
	/** Unitless; only the ratio between stages counts. */
	readonly weight: number;
}

/** Reports progress within one stage. */
export type ReportStep = (
	stage: string,
	step: number,
	stepCount: number,
) => void;

/** Turns steps within stages into one fraction that only grows, whatever order the stages report in. */
export function makeProgressReporter(
	stages: readonly ProgressStage[],
	onProgress: OnProgress | undefined,
): ReportStep {
	const total = stages.reduce((sum, { weight }) => sum + weight, 0) || 1;
	const done = new Map<string, number>();
	let highest = 0;
	return (stage, step, stepCount) => {
		if (!onProgress) return;
		const share = stepCount > 0 ? Math.min(1, step / stepCount) : 1;
		done.set(stage, share);
		let sum = 0;
		for (const known of stages)
			sum += known.weight * (done.get(known.stage) ?? 0);
		highest = Math.min(1, Math.max(highest, sum / total));
		onProgress({ stage, step, stepCount, fraction: highest });
	};
}
