import {
	Checkbox,
	Compare,
	Notice,
	Picture,
	PromptField,
	RouteChip,
	Select,
	Slider,
	Swatches,
	VariationStrip,
} from "@musa/ui";
import type { JSX } from "preact";
import { routeAdvice } from "../route-advice.js";
import type { PanelProps } from "./panel.js";
import { Place } from "./place.js";

/** Words, draft and look. */
export function DrawTab({ controller }: PanelProps): JSX.Element {
	const { state } = controller;
	const { draft, before, strength, hue, palettes, ownColours } = state;
	return (
		<>
			{state.isOpen.value && !state.canWrite.value && (
				<div class="padded">
					<Notice tone="warning">
						Open and trust a folder on a disk to keep pictures.
					</Notice>
				</div>
			)}
			<div class="prompt">
				<PromptField
					id="prompt"
					value={state.prompt.value}
					onInput={controller.setPrompt}
					onKeep={controller.keep}
				/>
				{draft.value && (
					<RouteChip reasons={draft.value.route} advice={routeAdvice} />
				)}
			</div>
			<div class="stage">
				<div class="draft">
					{before.value ? (
						<Compare
							before={before.value}
							after={draft.value?.image}
							label={draftLabel(draft.value?.look.prompt)}
						/>
					) : (
						<Picture
							image={draft.value?.image}
							label={draftLabel(draft.value?.look.prompt)}
						/>
					)}
				</div>
				<VariationStrip
					variations={state.strip.value}
					chosen={strength.value === 0 ? state.seed.value : undefined}
					onChoose={controller.chooseSeed}
					onShuffle={controller.shuffle}
				/>
			</div>
			<Slider
				label="Vary"
				min={0}
				max={100}
				step={1}
				value={strength.value}
				text={`${Math.round(strength.value)} %`}
				onInput={(value) => controller.scrub({ strength: value })}
			/>
			<Slider
				label="Hue"
				min={-180}
				max={180}
				step={1}
				value={hue.value}
				text={`${hue.value}°`}
				onInput={(value) => controller.scrub({ hue: value })}
			/>
			<Select
				label="Style"
				value={state.style.value}
				choices={[{ id: "auto", label: "Automatic" }, ...state.styles.value]}
				onChange={(style) => controller.scrub({ style })}
			/>
			<Select
				label="Palette"
				value={state.paletteId.value}
				choices={[
					{ id: "", label: "The picture's own" },
					...(ownColours.value.length > 0
						? [{ id: "own", label: "As it was drawn" }]
						: []),
					...palettes.value.map(({ id, name }) => ({ id, label: name })),
				]}
				onChange={(paletteId) => controller.scrub({ paletteId })}
			/>
			{draft.value?.distance && (
				<Swatches
					colours={draft.value.look.colours ?? []}
					distance={draft.value.distance}
				/>
			)}
			<Checkbox
				label="Transparent background"
				isChecked={state.alpha.value}
				onChange={(alpha) => controller.scrub({ alpha })}
			/>
			<Place controller={controller} />
		</>
	);
}

function draftLabel(prompt: string | undefined): string {
	return prompt === undefined
		? "No draft yet"
		: `Draft: ${prompt.slice(0, 100)}`;
}
