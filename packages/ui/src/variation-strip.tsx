import type { JSX } from "preact";
import { Button } from "./controls.js";
import { Picture, type Pixels } from "./picture.js";
import { t } from "./words.js";

/** One of the pictures to choose from. */
export interface Variation {
	readonly seed: number;
	/** Nothing until it is drawn. */
	readonly image: Pixels | undefined;
}

/** Which pictures there are and which is chosen. */
export interface VariationStripProps {
	readonly variations: readonly Variation[];
	/** Seed of the chosen one, if one is. */
	readonly chosen: number | undefined;
	readonly onChoose: (seed: number) => void;
	/** Wants four others. */
	readonly onShuffle: () => void;
}

/** Pictures to choose from; arrow keys move between them. */
export function VariationStrip(props: VariationStripProps): JSX.Element {
	const { variations, chosen } = props;
	return (
		<section class="musa-strip" aria-label={t("Variations")}>
			{variations.map(({ seed, image }, i) => (
				<button
					key={seed}
					type="button"
					class="musa-thumb"
					aria-pressed={seed === chosen}
					aria-label={t("Variation {0}", i + 1)}
					onClick={() => props.onChoose(seed)}
					onKeyDown={(event) => {
						const { key, currentTarget } = event;
						const next =
							key === "ArrowRight"
								? currentTarget.nextElementSibling
								: key === "ArrowLeft"
									? currentTarget.previousElementSibling
									: null;
						if (next instanceof HTMLButtonElement) next.focus();
					}}
				>
					<Picture image={image} label="" />
				</button>
			))}
			{variations.length > 0 && (
				<Button onClick={props.onShuffle}>{t("Four others")}</Button>
			)}
		</section>
	);
}
