import type { JSX } from "preact";

/** Where a picture is drawn. */
export interface RouteChipProps {
	/** Why the prompt needs more than this device; empty when it does not. */
	readonly reasons: readonly string[];
	/** What this host can do about it, in a sentence. */
	readonly advice: string;
}

/** Says whether this device suffices for the prompt, and opens the reasons. */
export function RouteChip({ reasons, advice }: RouteChipProps): JSX.Element {
	if (reasons.length === 0)
		return <span class="musa-chip">On this device</span>;
	return (
		<details class="musa-route">
			<summary class="musa-chip musa-chip-more">
				Needs more than this device
			</summary>
			<ul>
				{reasons.map((reason) => (
					<li key={reason}>{reason}</li>
				))}
				<li>{advice}</li>
			</ul>
		</details>
	);
}
