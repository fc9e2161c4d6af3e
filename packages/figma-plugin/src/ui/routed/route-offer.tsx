import { Button, Checkbox, formatMoney, Picture, Select } from "@musa/ui";
import type { JSX } from "preact";
import type { RoutedActs } from "./routed-acts.js";
import { findObstacle } from "./routed-context.js";
import type { FinalReport, RoutedState } from "./routed-state.js";
import { nameService, priceOf } from "./services.js";

/** What the parts of the edition get. */
export interface RoutedProps {
	readonly routed: RoutedState;
	readonly acts: RoutedActs;
}

const alphaWords = {
	answer: "its own transparency",
	"plain-border": "a plain background taken away",
	draft: "the draft's outline",
	none: "no transparency",
} as const;

/** What could be sent where, under the route chip. */
export function RouteOffer({
	routed,
	acts,
	isBusy,
	openSettings,
}: RoutedProps & {
	/** Whether something is being drawn, so that nothing else can begin. */
	readonly isBusy: boolean;
	readonly openSettings: () => void;
}): JSX.Element {
	const { services, sendsDraft, currency } = routed.settings.value;
	const service = routed.service.value;
	if (!service)
		return (
			<div class="offer">
				<p>A bigger model can draw it, on a service that you set up.</p>
				<Button onClick={openSettings}>Set up a service…</Button>
			</div>
		);
	const obstacle = findObstacle(service, routed);
	const price = priceOf(service);
	return (
		<div class="offer">
			{services.length > 1 ? (
				<Select
					label="Service"
					value={service.id}
					choices={services.map((each) => ({
						id: each.id,
						label: nameService(each),
					}))}
					onChange={(chosenId) => acts.save({ chosenId })}
				/>
			) : (
				<p>{nameService(service)}</p>
			)}
			<Checkbox
				label="With the draft as a reference"
				isChecked={sendsDraft}
				onChange={(isChecked) => acts.save({ sendsDraft: isChecked })}
			/>
			{obstacle !== undefined && <p>{obstacle}</p>}
			<div class="buttons">
				<Button
					isDisabled={obstacle !== undefined || isBusy}
					onClick={acts.sendSelection}
				>
					Send with consent…
				</Button>
				<span class="note">
					{price === undefined
						? "price unknown"
						: `about ${formatMoney(price, currency)} a picture`}
				</span>
			</div>
			{routed.finals.value.map((final) => (
				<Final key={final.layerName} {...final} />
			))}
		</div>
	);
}

/** How what came compares with its draft. */
function Final(final: FinalReport): JSX.Element {
	const { image, came, layerName, paletteDeltaE, layoutSimilarity } = final;
	return (
		<section class="final" aria-label={`The picture for ${layerName}`}>
			<div class="thumb-small">
				<Picture image={image} label={`By ${final.modelId}`} />
			</div>
			<div class="item-text">
				<strong>{layerName}</strong>
				<span class="note">
					{came.width} × {came.height} came, fitted to {image.width} ×{" "}
					{image.height} with {alphaWords[final.alphaSource]}
				</span>
				<span class="note">
					Colours ΔE {paletteDeltaE.toFixed(1)} from the draft, layout{" "}
					{Math.round(100 * layoutSimilarity)} % alike
				</span>
			</div>
		</section>
	);
}
