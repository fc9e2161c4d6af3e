import { Checkbox, Notice, TextField } from "@musa/ui";
import type { JSX } from "preact";
import type { Slot } from "../messages.js";
import type { PanelProps } from "./panel-props.js";
import { SlotRoute } from "./slot-route.js";

/** The selected layers, each with what is special about it and, if wanted, words of its own. */
export function LayerList({ controller }: PanelProps): JSX.Element {
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
						state.wantsPromptPerLayer.value = isChecked;
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
							<LayerPrompt slot={slot} controller={controller} />
						)}
					</li>
				))}
			</ul>
		</section>
	);
}

function LayerPrompt({
	slot: { nodeId, name },
	controller,
}: PanelProps & { readonly slot: Slot }): JSX.Element {
	const { state } = controller;
	const prompt = state.layerPrompts.value[nodeId] ?? state.prompt.value;
	return (
		<div class="item-text">
			<TextField
				isBare
				label={`Prompt for ${name}`}
				value={prompt}
				onInput={(words) => controller.setLayerPrompt(nodeId, words)}
			/>
			<SlotRoute
				isOffered
				nodeId={nodeId}
				prompt={prompt}
				controller={controller}
			/>
		</div>
	);
}
