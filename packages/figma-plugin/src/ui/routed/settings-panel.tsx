import { formatAmount, parseAmount, serviceKinds } from "@musa/core/providers";
import { Button, Checkbox, Select, TextField } from "@musa/ui";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { makeId } from "../make-id.js";
import { LedgerView } from "./ledger-view.js";
import type { RoutedProps } from "./route-offer.js";
import { ServiceForm } from "./service-form.js";
import { isHostAllowed, nameService, type Service } from "./services.js";

const currencies = ["USD", "EUR", "GBP", "CHF", "CNY", "JPY", "INR", "BRL"];
const periods = [
	{ id: "job", label: "A job" },
	{ id: "day", label: "A day" },
	{ id: "month", label: "A month" },
] as const;

/** What may leave this device, where to, for how much; and what left. */
export function SettingsPanel({ routed, acts }: RoutedProps): JSX.Element {
	const { currency, services } = routed.settings.value;
	const editedId = routed.editedId.value;
	const edited =
		editedId === "new"
			? makeNewService()
			: services.find(({ id }) => id === editedId);
	if (edited)
		return <ServiceForm service={edited} routed={routed} acts={acts} />;
	return (
		<>
			<h2>Leaving this device</h2>
			<Checkbox
				label="Never: nothing may leave, whoever asks"
				isChecked={routed.isNever.value}
				onChange={acts.setNever}
			/>
			<h2>Services</h2>
			{services.length === 0 && (
				<p class="hint">
					None is set up, so everything is drawn here. A service draws what this
					device cannot; each time a sheet shows what would be sent.
				</p>
			)}
			<ul class="list">
				{services.map((service) => (
					<li key={service.id} class="item">
						<div class="item-text">
							<strong>{nameService(service)}</strong>
							<span class="note">
								{service.modelId || "no model named"},{" "}
								{routed.keyIds.value.includes(service.id)
									? "with a key"
									: "without a key"}
							</span>
							<div class="buttons">
								<Button
									label={`Change ${nameService(service)}`}
									onClick={() => {
										routed.editedId.value = service.id;
									}}
								>
									Change
								</Button>
								<Button
									variant="quiet"
									label={`Remove ${nameService(service)}`}
									onClick={() => acts.removeService(service)}
								>
									Remove
								</Button>
							</div>
						</div>
					</li>
				))}
			</ul>
			<div class="buttons padded">
				<Button
					onClick={() => {
						routed.editedId.value = "new";
					}}
				>
					Add a service…
				</Button>
			</div>
			<h2>At most</h2>
			<Select
				label="Currency"
				value={currency}
				choices={[...new Set([...currencies, currency])].map((id) => ({
					id,
					label: id,
				}))}
				onChange={(id) => acts.save({ currency: id })}
			/>
			{periods.map(({ id, label }) => (
				<Cap key={id} period={id} label={label} routed={routed} acts={acts} />
			))}
			<p class="hint">
				Each price is held back before anything is sent. At 0 nothing that costs
				money can be sent.
			</p>
			<RunnerAddress routed={routed} acts={acts} />
			<h2>What left this device</h2>
			<LedgerView ledger={routed.ledger.value} currency={currency} />
		</>
	);
}

function Cap({
	period,
	label,
	routed,
	acts,
}: RoutedProps & {
	readonly period: "job" | "day" | "month";
	readonly label: string;
}): JSX.Element {
	const { caps } = routed.settings.value;
	const [text, setText] = useState(formatAmount(caps[period]));
	const amount = parseAmount(text);
	return (
		<>
			<TextField
				label={label}
				value={text}
				onInput={(value) => {
					setText(value);
					const micros = parseAmount(value);
					if (micros !== undefined)
						acts.save({ caps: { ...caps, [period]: micros } });
				}}
			/>
			{amount === undefined && (
				<p class="hint problem">Write an amount such as 0.50.</p>
			)}
		</>
	);
}

/** Where a runner page is; it is asked when the panel opens. */
function RunnerAddress({ routed, acts }: RoutedProps): JSX.Element {
	const { runnerUrl } = routed.settings.value;
	const [text, setText] = useState(runnerUrl);
	const isRight = text === "" || isHostAllowed(text);
	return (
		<>
			<h2>Runner</h2>
			<TextField
				label="Address"
				value={text}
				placeholder="None"
				onInput={(value) => {
					setText(value);
					if (value === "" || isHostAllowed(value))
						acts.save({ runnerUrl: value });
				}}
			/>
			{!isRight && (
				<p class="hint problem">
					The manifest of this build does not name this address.
				</p>
			)}
			<p class="hint">
				{routed.runner.value ||
					"A page on a secure origin that draws with the graphics processor and keeps the tray. It is asked when the panel opens; prompts go to it and no further."}
				{routed.isTrayKept.value && " It keeps the tray when Musa is closed."}
			</p>
		</>
	);
}

function makeNewService(): Service {
	const { id: kind, baseUrl, isPrivate } = serviceKinds[0];
	return {
		id: makeId(),
		kind,
		baseUrl,
		isPrivate,
		modelId: "",
		priceMicros: null,
		retention: "",
		models: [],
	};
}
