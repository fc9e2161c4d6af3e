import {
	Checkbox,
	Compare,
	LookControls,
	Notice,
	Picture,
	PromptField,
	RouteChip,
	t,
	VariationStrip,
} from "@musa/ui";
import type { JSX } from "preact";
import { DraftNote } from "./draft-note.js";
import type { PanelProps } from "./panel.js";
import { Place } from "./place.js";
import { RouteOffer } from "./route-offer.js";

/** Words, draft and look. */
export function DrawTab({ controller }: PanelProps): JSX.Element {
	const { state } = controller;
	const { draft, before, strength, hue, palettes, ownColours } = state;
	return (
		<>
			{state.isOpen.value && !state.canWrite.value && (
				<div class="padded">
					<Notice tone="warning">
						{t("Open and trust a folder on a disk to keep pictures.")}
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
					<RouteChip
						reasons={draft.value.route}
						advice={state.advice.value}
						offer={state.offer.value && <RouteOffer controller={controller} />}
					/>
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
			<DraftNote controller={controller} />
			<LookControls
				strength={strength.value}
				hue={hue.value}
				style={state.style.value}
				styles={[{ id: "auto", label: t("Automatic") }, ...state.styles.value]}
				paletteId={state.paletteId.value}
				palettes={[
					...(ownColours.value.length > 0
						? [{ id: "own", label: t("As it was drawn") }]
						: []),
					...palettes.value.map(({ id, name }) => ({ id, label: name })),
				]}
				{...(draft.value?.distance && {
					swatches: {
						colours: draft.value.look.colours ?? [],
						distance: draft.value.distance,
					},
				})}
				onScrub={controller.scrub}
			/>
			<Checkbox
				label={t("Transparent background")}
				isChecked={state.alpha.value}
				onChange={(alpha) => controller.scrub({ alpha })}
			/>
			<Place controller={controller} />
		</>
	);
}

function draftLabel(prompt: string | undefined): string {
	return prompt === undefined
		? t("No draft yet")
		: t("Draft: {0}", prompt.slice(0, 100));
}
