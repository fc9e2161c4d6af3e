import {
	Button,
	Checkbox,
	Notice,
	Picture,
	PromptField,
	RouteChip,
	Segments,
	Select,
	Slider,
	Swatches,
	TextField,
	VariationStrip,
} from "@musa/ui";
import type { JSX } from "preact";
import type { Controller } from "./controller.js";

/** What every panel gets. */
export interface PanelProps {
	readonly controller: Controller;
}

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
						reasons={state.reasons.value}
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
			<Slider
				label="Vary"
				min={0}
				max={100}
				step={1}
				value={strength.value}
				text={`${Math.round(strength.value)} %`}
				onInput={(value) => controller.scrub({ strength: value })}
			/>
			{model.value?.hasEncoder && state.fillable.value[0]?.hasPicture && (
				<Slider
					label="Change"
					min={0}
					max={100}
					step={1}
					value={state.change.value}
					text={state.change.value === 100 ? "all" : `${state.change.value} %`}
					onInput={(change) => controller.scrub({ change })}
				/>
			)}
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
				value={
					styles.some(({ id }) => id === settings.value.style)
						? settings.value.style
						: (styles[0]?.id ?? "")
				}
				choices={styles}
				onChange={controller.setStyle}
			/>
			<Select
				label="Palette"
				value={paletteId.value}
				choices={[
					{ id: "", label: "The picture's own" },
					...(state.recipeColours.value.length > 0
						? [{ id: "recipe", label: "As it was drawn" }]
						: []),
					...palettes.value.map(({ id, name }) => ({ id, label: name })),
				]}
				onChange={(id) => controller.scrub({ paletteId: id })}
			/>
			{draft.value?.distance && (
				<Swatches
					colours={draft.value.look.colours}
					distance={draft.value.distance}
				/>
			)}
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
			<Layers controller={controller} />
			<Tray controller={controller} />
		</>
	);
}

function Layers({ controller }: PanelProps): JSX.Element {
	const { state } = controller;
	const slots = state.slots.value;
	const isPerLayer = state.isPromptPerLayer.value;
	return (
		<section aria-label="Layers">
			<h2>
				{slots.length === 0
					? "No layer selected"
					: `${slots.length} ${slots.length === 1 ? "layer" : "layers"}`}
			</h2>
			{slots.length === 0 && (
				<p class="hint">
					Select layers to fill them, or place a new picture at the centre of
					the view.
				</p>
			)}
			{state.moreCount.value > 0 && (
				<div class="padded">
					<Notice tone="warning">
						{`These are the first ${slots.length} of ${slots.length + state.moreCount.value} selected layers. Fill them, then select the others.`}
					</Notice>
				</div>
			)}
			<Checkbox
				label="Show drafts in the layer"
				isChecked={state.settings.value.isDraftInLayer}
				onChange={(isDraftInLayer) =>
					controller.saveSettings({ isDraftInLayer })
				}
			/>
			{slots.length > 1 && (
				<Checkbox
					label="A prompt for each layer"
					isChecked={isPerLayer}
					onChange={(isChecked) => {
						state.isPromptPerLayer.value = isChecked;
					}}
				/>
			)}
			<ul class="list">
				{slots.map((slot) => (
					<li key={slot.nodeId} class="item">
						<div class="item-text">
							<strong>{slot.name}</strong>
							<span class={slot.problem ? "problem" : "note"}>
								{slot.problem ??
									slot.note ??
									`${Math.round(slot.size.width)} × ${Math.round(slot.size.height)}`}
							</span>
						</div>
						{isPerLayer && !slot.problem && (
							<TextField
								isBare
								label={`Prompt for ${slot.name}`}
								value={
									state.layerPrompts.value[slot.nodeId] ?? state.prompt.value
								}
								onInput={(prompt) =>
									controller.setLayerPrompt(slot.nodeId, prompt)
								}
							/>
						)}
					</li>
				))}
			</ul>
		</section>
	);
}

function Tray({ controller }: PanelProps): JSX.Element | null {
	const items = controller.state.tray.value;
	if (items.length === 0) return null;
	return (
		<section aria-label="Tray">
			<h2>Tray</h2>
			<ul class="list">
				{items.map(({ id, drawing, sentence, finished }) => (
					<li key={id} class="item">
						<div class="thumb-small">
							<Picture
								image={finished ? finished.image : drawing.image}
								label={drawing.look.prompt}
							/>
						</div>
						<div class="item-text">
							<strong>{drawing.look.prompt}</strong>
							<Notice tone="plain">{sentence}</Notice>
							<div class="buttons">
								<Button
									isDisabled={finished !== undefined && !finished.image}
									onClick={() => controller.placeFromTray(id)}
								>
									Place
								</Button>
								{finished && (
									<Button onClick={() => saveFile(finished.file)}>Save</Button>
								)}
								<Button
									variant="quiet"
									onClick={() => controller.dropFromTray(id)}
								>
									Throw away
								</Button>
							</div>
						</div>
					</li>
				))}
			</ul>
		</section>
	);
}

/** Hands a file to the browser, which asks where to keep it. */
function saveFile(file: Uint8Array): void {
	const link = document.createElement("a");
	link.href = URL.createObjectURL(new Blob([file.slice()]));
	link.download = "musa-picture";
	link.click();
	URL.revokeObjectURL(link.href);
}
