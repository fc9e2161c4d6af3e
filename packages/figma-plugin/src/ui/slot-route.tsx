import { RouteChip } from "@musa/ui";
import type { JSX } from "preact";
import type { SlotOfferProps } from "./edition.js";
import type { PanelProps } from "./panel-props.js";

/** Whether this device suffices for the words of one layer, with the reasons why not and what the user may decide. */
export function SlotRoute({
	nodeId,
	prompt,
	controller,
	isOffered = false,
}: PanelProps &
	SlotOfferProps & {
		readonly isOffered?: boolean;
	}): JSX.Element | null {
	const { advice, SlotOffer } = controller.edition;
	const route = controller.state.routes.value.get(prompt);
	if (!route) return null;
	const offer = isOffered && SlotOffer && (
		<SlotOffer nodeId={nodeId} prompt={prompt} />
	);
	return (
		<div class="slot-route">
			<RouteChip {...route} advice={advice} offer={offer} />
		</div>
	);
}
