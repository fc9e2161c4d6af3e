import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Picture, type Pixels } from "./picture.js";
import { t } from "./words.js";

/** Two pictures of one place. */
export interface CompareProps {
	readonly before: Pixels;
	readonly after: Pixels | undefined;
	/** What a screen reader says of the second. */
	readonly label: string;
}

/** Two pictures over each other; the slider moves the border between them. */
export function Compare({ before, after, label }: CompareProps): JSX.Element {
	const [percent, setPercent] = useState(50);
	return (
		<div class="musa-compare">
			<div class="musa-compare-pictures">
				<div class="musa-compare-layer">
					<Picture image={after} label={label} />
				</div>
				<div
					class="musa-compare-layer"
					style={{ clipPath: `inset(0 ${100 - percent}% 0 0)` }}
				>
					<Picture image={before} label={t("The picture as it is")} />
				</div>
				<div class="musa-compare-border" style={{ left: `${percent}%` }} />
				<span class="musa-compare-name">{t("Before")}</span>
				<span class="musa-compare-name musa-compare-after">{t("After")}</span>
				<input
					class="musa-compare-slider"
					type="range"
					min={0}
					max={100}
					step={1}
					value={percent}
					aria-label={t("Border between before and after")}
					aria-valuetext={t("{0} % before", percent)}
					onInput={(event) => setPercent(event.currentTarget.valueAsNumber)}
				/>
			</div>
		</div>
	);
}
