import type { JSX } from "preact";
import { t } from "./words.js";

/** How close a picture is to a palette. */
export interface SwatchesProps {
	/** `#rrggbb` */
	readonly colours: readonly string[];
	/** ΔE in OKLab. */
	readonly distance: { readonly mean: number; readonly p95: number };
}

/** The palette's colours with the measured distance from them. */
export function Swatches({ colours, distance }: SwatchesProps): JSX.Element {
	return (
		<div class="musa-row musa-swatches">
			<span class="musa-label">{t("Colours")}</span>
			<span class="musa-swatch-list" aria-hidden="true">
				{colours.slice(0, 8).map((colour) => (
					<i key={colour} class="musa-swatch" style={{ background: colour }} />
				))}
			</span>
			<span title={t("Distance from the palette in OKLab; 2 is just visible")}>
				{t(
					"ΔE {0}, 95 % under {1}",
					distance.mean.toFixed(1),
					distance.p95.toFixed(1),
				)}
			</span>
		</div>
	);
}
