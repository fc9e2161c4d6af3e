import type { JSX } from "preact";
import { type Choice, Select, Slider } from "./controls.js";
import { Swatches, type SwatchesProps } from "./swatches.js";
import { t } from "./words.js";

/** What a control of the look was moved to. */
export interface LookChange {
	readonly strength?: number;
	readonly change?: number;
	readonly hue?: number;
	readonly style?: string;
	readonly paletteId?: string;
}

/** How a picture shall look, and what there is to choose from. */
export interface LookControlsProps {
	/** How far the picture is on its way to another seed: 0 to 100. */
	readonly strength: number;
	/** How much of a picture that is there may change: 0 to 100; nothing where there is none to start from. */
	readonly change?: number | undefined;
	/** Degrees, -180 to 180. */
	readonly hue: number;
	readonly style: string;
	readonly styles: readonly Choice[];
	/** Empty for the picture's own colours. */
	readonly paletteId: string;
	readonly palettes: readonly Choice[];
	/** Of the draft that is seen, if it is held to a palette. */
	readonly swatches?: SwatchesProps | undefined;
	readonly onScrub: (changes: LookChange) => void;
}

/** Sliders and lists that change a draft. */
export function LookControls(props: LookControlsProps): JSX.Element {
	const { strength, change, hue, onScrub } = props;
	return (
		<>
			<Slider
				label={t("Vary")}
				min={0}
				max={100}
				step={1}
				value={strength}
				text={`${Math.round(strength)} %`}
				onInput={(value) => onScrub({ strength: value })}
			/>
			{change !== undefined && (
				<Slider
					label={t("Change")}
					min={0}
					max={100}
					step={1}
					value={change}
					text={change === 100 ? t("all") : `${change} %`}
					onInput={(value) => onScrub({ change: value })}
				/>
			)}
			<Slider
				label={t("Hue")}
				min={-180}
				max={180}
				step={1}
				value={hue}
				text={`${hue}°`}
				onInput={(value) => onScrub({ hue: value })}
			/>
			<Select
				label={t("Style")}
				value={props.style}
				choices={props.styles}
				onChange={(style) => onScrub({ style })}
			/>
			<Select
				label={t("Palette")}
				value={props.paletteId}
				choices={[{ id: "", label: t("The picture's own") }, ...props.palettes]}
				onChange={(paletteId) => onScrub({ paletteId })}
			/>
			{props.swatches && <Swatches {...props.swatches} />}
		</>
	);
}
