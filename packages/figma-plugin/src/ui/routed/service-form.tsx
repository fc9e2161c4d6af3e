import { MusaError } from "@musa/core";
import {
	assertEndpoint,
	formatAmount,
	parseAmount,
	serviceKinds,
} from "@musa/core/providers";
import { Button, Checkbox, Select, TextField } from "@musa/ui";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { RoutedProps } from "./route-offer.js";
import { hostOf, isHostAllowed, type Service } from "./services.js";

/** One service: where it is, its model, its price, its key. */
export function ServiceForm({
	service: given,
	routed,
	acts,
}: RoutedProps & { readonly service: Service }): JSX.Element {
	const [service, setService] = useState(given);
	const [price, setPrice] = useState(
		given.priceMicros === null ? "" : formatAmount(given.priceMicros),
	);
	const [key, setKey] = useState("");
	const change = (changes: Partial<Service>): void =>
		setService({ ...service, ...changes });
	const { models } =
		routed.settings.value.services.find(({ id }) => id === service.id) ??
		service;
	const hasKey = routed.keyIds.value.includes(service.id);
	const problem = findProblem(service, price);
	const ready: Service = {
		...service,
		models,
		baseUrl: service.baseUrl.trim(),
		modelId: service.modelId.trim(),
		priceMicros: price.trim() === "" ? null : (parseAmount(price) ?? null),
	};
	const save = (): void => {
		acts.saveService(ready);
		if (key !== "") acts.saveKey(service.id, key);
		setKey("");
		routed.editedId.value = service.id;
	};
	return (
		<>
			<h2>A service</h2>
			<Select
				label="Kind"
				value={service.kind}
				choices={serviceKinds}
				onChange={(id) => {
					const kind = serviceKinds.find((each) => each.id === id);
					if (kind)
						change({
							kind: kind.id,
							baseUrl: kind.baseUrl,
							isPrivate: kind.isPrivate,
						});
				}}
			/>
			<TextField
				label="Address"
				value={service.baseUrl}
				onInput={(baseUrl) => change({ baseUrl })}
			/>
			<Checkbox
				label="My own server, on this computer or network"
				isChecked={service.isPrivate}
				onChange={(isPrivate) => change({ isPrivate })}
			/>
			<TextField
				label="Key"
				isSecret
				value={key}
				placeholder={hasKey ? "A key is kept" : "None"}
				onInput={setKey}
			/>
			<TextField
				label="Model"
				value={service.modelId}
				placeholder="As the service calls it"
				suggestions={models.map(({ id }) => id)}
				onInput={(modelId) => change({ modelId })}
			/>
			<TextField
				label="Price"
				value={price}
				placeholder={`Of one picture, ${routed.settings.value.currency}`}
				onInput={setPrice}
			/>
			<TextField
				label="Kept there"
				value={service.retention}
				placeholder="What it says, e.g. 30 days"
				onInput={(retention) => change({ retention })}
			/>
			{problem !== undefined && <p class="hint problem">{problem}</p>}
			<p class="hint">
				The key is kept by Figma on this computer, which is not a safe: use one
				with a limit. It goes only to {hostOf(service.baseUrl)}.
			</p>
			<div class="buttons padded">
				<Button
					variant="primary"
					isDisabled={problem !== undefined}
					onClick={save}
				>
					Save
				</Button>
				<Button
					isDisabled={problem !== undefined}
					onClick={() => {
						save();
						acts.findModels(ready);
					}}
				>
					List models…
				</Button>
				{hasKey && (
					<Button onClick={() => acts.saveKey(service.id, null)}>
						Forget key
					</Button>
				)}
				<Button
					variant="quiet"
					onClick={() => {
						routed.editedId.value = undefined;
					}}
				>
					Back
				</Button>
			</div>
		</>
	);
}

/** What is wrong with the form, in plain words. */
function findProblem(service: Service, price: string): string | undefined {
	const { baseUrl, isPrivate } = service;
	try {
		assertEndpoint(baseUrl, { host: hostOf(baseUrl), isPrivate });
	} catch (error) {
		return MusaError.is(error) ? error.message : "The address is not right.";
	}
	if (!isHostAllowed(baseUrl))
		return `The manifest of this build does not name ${hostOf(baseUrl)}, so Figma lets nothing through.`;
	if (price.trim() !== "" && parseAmount(price) === undefined)
		return "Write the price as an amount such as 0.04.";
	return undefined;
}
