import {
	LookControls,
	Picture,
	PromptField,
	RouteChip,
	Segments,
	VariationStrip,
} from "@musa/ui";
import type { JSX } from "preact";
import { LayerList } from "./layer-list.js";
import type { PanelProps } from "./panel-props.js";
import { Tray } from "./tray.js";

/** Prompt, look and layers. */
export function FillPanel({ controller }: PanelProps): JSX.Element {
	const { state } = controller;
	const { RouteOffer } = controller.edition;
	const { model, settings, strength, hue, palettes, paletteId, draft } = state;
	const styles = model.value?.styles ?? [];
	return (
		<>
			<div class="prompt">
				<PromptField
					id="prompt"
					value={state.prompt.value}
					onInput={controller.setPrompt}
					onKeep={controller.keep}
				/>
				{state.prompt.value.trim() !== "" && (
					<RouteChip
						{...state.route.value}
						advice={controller.edition.advice}
						offer={RouteOffer && <RouteOffer />}
					/>
				)}
			</div>
			<div class="stage">
				<div class="draft">
					<Picture
						image={draft.value?.image}
						label={
							draft.value
								? `Draft: ${draft.value.look.prompt.slice(0, 100)}`
								: "No draft yet"
						}
					/>
				</div>
				<VariationStrip
					variations={state.strip.value}
					chosen={strength.value === 0 ? state.seed.value : undefined}
					onChoose={controller.chooseSeed}
					onShuffle={controller.shuffle}
				/>
			</div>
			<LookControls
				strength={strength.value}
				{...(model.value?.hasEncoder &&
					state.fillable.value[0]?.hasPicture && {
						change: state.change.value,
					})}
				hue={hue.value}
				style={
					styles.some(({ id }) => id === settings.value.style)
						? settings.value.style
						: (styles[0]?.id ?? "")
				}
				styles={styles}
				paletteId={paletteId.value}
				palettes={[
					...(state.recipeColours.value.length > 0
						? [{ id: "recipe", label: "As it was drawn" }]
						: []),
					...palettes.value.map(({ id, name }) => ({ id, label: name })),
				]}
				{...(draft.value?.distance && {
					swatches: {
						colours: draft.value.look.colours,
						distance: draft.value.distance,
					},
				})}
				onScrub={controller.scrub}
			/>
			<Segments
				label="Scale"
				value={String(settings.value.scale)}
				choices={[
					{ id: "1", label: "1x" },
					{ id: "2", label: "2x" },
				]}
				onChange={(id) =>
					controller.saveSettings({ scale: id === "1" ? 1 : 2 })
				}
			/>
			<LayerList controller={controller} />
			<Tray controller={controller} />
		</>
	);
}
