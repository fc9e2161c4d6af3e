import { t } from "@musa/ui";
import type { JSX } from "preact";
import type { Drafter, DraftTimes } from "../../records.js";
import type { PanelProps } from "./panel.js";

/** Who drew the draft and how long it took; and what a comparison found, if there was one. */
export function DraftNote({ controller }: PanelProps): JSX.Element | null {
	const { draft, draftTimes } = controller.state;
	if (!draft.value) return null;
	const { by, ms } = draft.value;
	const note =
		by === "webgpu"
			? t("Draft in {0} ms with WebGPU.", Math.round(ms))
			: t("Draft in {0} ms on the processor.", Math.round(ms));
	const times = draftTimes.value;
	return (
		<p class="hint" data-drafter={by}>
			{note}
			{times &&
				` ${t("Compared: processor {0}, WebGPU {1}.", describe(times, "host"), describe(times, "webgpu"))}`}
		</p>
	);
}

function describe(times: DraftTimes, drafter: Drafter): string {
	const ms = times[drafter];
	return ms === undefined ? t("over 2 s") : t("{0} ms", Math.round(ms));
}
