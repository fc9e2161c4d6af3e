// From what someone asks to what a job needs.
import type { Finding } from "../records.js";
import type { OutputSettings } from "../settings.js";
import type { JobOrder } from "./job.js";

/** uint32 at random. */
export function drawSeed(): number {
	return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}

/**
 * An order that fills a finding.
 *
 * @param mentions  findings of the same image whose references may be completed, the one the user looks at first
 */
export function orderFor(
	finding: Finding,
	mentions: readonly Finding[],
	output: OutputSettings,
	more: Partial<
		Pick<
			JobOrder,
			| "prompt"
			| "seed"
			| "style"
			| "variation"
			| "hue"
			| "colours"
			| "thumbnailPx"
			| "keepsLook"
		>
	> = {},
): JobOrder {
	return {
		folder: finding.folder,
		target: finding.target,
		prompt: finding.prompt,
		size: finding.size,
		alpha: finding.alpha,
		seed: finding.seed ?? drawSeed(),
		findingId: finding.id,
		mentions: mentions.map(({ file, reference, use, line, column }) => ({
			file,
			reference,
			use,
			line,
			column,
		})),
		output,
		...more,
	};
}
