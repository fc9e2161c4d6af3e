import { Button, Checkbox, Select, t } from "@musa/ui";
import type { JSX } from "preact";
import type { PanelProps } from "./panel.js";

/** What could be sent where, under the route chip. */
export function RouteOffer({ controller }: PanelProps): JSX.Element | null {
	const { offer, serviceId, sendsDraft, isSending, job, canWrite, slot } =
		controller.state;
	if (!offer.value) return null;
	const { services, obstacle } = offer.value;
	const service =
		services.find(({ id }) => id === serviceId.value) ?? services[0];
	if (!service)
		return (
			<div class="offer">
				<p>{t("A bigger model can draw it, on a service that you set up.")}</p>
				<Button onClick={controller.setUpServices}>
					{t("Set up a service…")}
				</Button>
			</div>
		);
	return (
		<div class="offer">
			{services.length > 1 ? (
				<Select
					label={t("Service")}
					value={service.id}
					choices={services.map(({ id, name }) => ({ id, label: name }))}
					onChange={(id) => {
						serviceId.value = id;
					}}
				/>
			) : (
				<p>{service.name}</p>
			)}
			<Checkbox
				label={t("With the draft as a reference")}
				isChecked={sendsDraft.value}
				onChange={(isChecked) => {
					sendsDraft.value = isChecked;
				}}
			/>
			{obstacle !== undefined && <p>{obstacle}</p>}
			<div class="buttons">
				<Button
					isDisabled={
						obstacle !== undefined ||
						isSending.value ||
						job.value !== undefined ||
						!canWrite.value ||
						!slot.value
					}
					onClick={controller.send}
				>
					{t("Send with consent…")}
				</Button>
				<span class="note">{service.price}</span>
			</div>
		</div>
	);
}
