import type { ComponentChildren, JSX } from "preact";
import { t } from "./words.js";

/** Where a picture is drawn. */
export interface RouteChipProps {
	/** Why the prompt needs more than this device, at most three; empty when it does not. */
	readonly reasons: readonly string[];
	/** In short, what a picture drawn here lacks. */
	readonly lack?: string;
	/** What this host can do about it, in a sentence. */
	readonly advice: string;
	/** What the user may do instead; the chip then opens for every prompt. */
	readonly offer?: ComponentChildren;
}

/** Says whether this device suffices for the prompt, and opens the reasons. */
export function RouteChip(props: RouteChipProps): JSX.Element {
	const { reasons, lack = "", advice, offer } = props;
	const isLocal = reasons.length === 0;
	if (isLocal && !offer)
		return <span class="musa-chip">{t("On this device")}</span>;
	return (
		<details class="musa-route">
			<summary class={isLocal ? "musa-chip" : "musa-chip musa-chip-more"}>
				{isLocal ? t("On this device") : t("Needs more than this device")}
			</summary>
			{!isLocal && (
				<>
					<ul>
						{reasons.map((reason) => (
							<li key={reason}>{reason}</li>
						))}
					</ul>
					<p>{[lack, advice].filter((text) => text !== "").join(" ")}</p>
				</>
			)}
			{offer}
		</details>
	);
}
