import { Button, TextField } from "@musa/ui";
import type { JSX } from "preact";
import type { PanelProps } from "./panel-props.js";
import { SlotRoute } from "./slot-route.js";

/** Layers that wait for a picture, with drafted prompts. */
export function PlaceholdersPanel({ controller }: PanelProps): JSX.Element {
	const placeholders = controller.state.placeholders.value;
	const { PlaceholdersOffer } = controller.edition;
	return (
		<>
			<div class="buttons padded">
				<Button onClick={() => controller.findPlaceholders("page")}>
					Look on this page
				</Button>
				<Button onClick={() => controller.findPlaceholders("selection")}>
					In the selection
				</Button>
			</div>
			<p class="hint">
				All are filled as one family, in the style and palette of the tab Fill.
			</p>
			{placeholders.length > 0 && PlaceholdersOffer && <PlaceholdersOffer />}
			<ul class="list">
				{placeholders.map((each) => (
					<li key={each.nodeId} class="item">
						<input
							type="checkbox"
							aria-label={`Fill ${each.name}`}
							checked={each.isChosen}
							onChange={(event) =>
								controller.changePlaceholder(each.nodeId, {
									isChosen: event.currentTarget.checked,
								})
							}
						/>
						<div class="item-text">
							<button
								type="button"
								class="link"
								onClick={() => controller.showNode(each.nodeId)}
							>
								{each.name}
							</button>
							<span class={each.outcome ? "problem" : "note"}>
								{each.outcome ?? each.reason}
							</span>
							<TextField
								isBare
								label={`Prompt for ${each.name}`}
								value={each.prompt}
								onInput={(prompt) =>
									controller.changePlaceholder(each.nodeId, { prompt })
								}
							/>
							<SlotRoute
								isOffered
								nodeId={each.nodeId}
								prompt={each.prompt}
								controller={controller}
							/>
						</div>
					</li>
				))}
			</ul>
		</>
	);
}
