// What the routed edition adds to the panel.
import { Button, Checkbox, ConsentSheet } from "@musa/ui";
import type { EditionContext } from "../controller.js";
import type { Edition } from "../edition.js";
import { describeFailure } from "../panel-context.js";
import { connectRunner } from "./connect-runner.js";
import { keepTray } from "./kept-tray.js";
import { RouteOffer } from "./route-offer.js";
import { makeRoutedActs } from "./routed-acts.js";
import {
	findObstacle,
	makeRoutedContext,
	readCapsLeft,
} from "./routed-context.js";
import { priceOf } from "./services.js";
import { SettingsPanel } from "./settings-panel.js";
import { isSent } from "./split-targets.js";

/** Makes the edition. */
export function makeRoutedEdition(given: EditionContext): Edition {
	const context = makeRoutedContext(given);
	const { routed } = context;
	const acts = makeRoutedActs(context);
	const parts = { routed, acts };
	let isTrayAsked = false;
	/** A storage that cannot be read forbids sending, not drawing. */
	const refresh = (): Promise<void> =>
		context
			.refresh()
			.catch(() =>
				context.say(
					"Figma's storage cannot be read, so services and keys are out of reach and nothing can be sent. Pictures are drawn in this panel.",
					"danger",
				),
			);
	const tellDamage = (): void => {
		const sentence =
			"What the runner page kept is damaged. Clear the data of its site in the browser; until then the tray lasts as long as Musa is open.";
		routed.runner.value += ` ${sentence}`;
		context.say(sentence, "danger");
	};
	return {
		tabs: [
			{
				id: "settings",
				label: "Settings",
				Panel: () => <SettingsPanel {...parts} />,
			},
		],
		routing() {
			const service = routed.service.value;
			return {
				policy: routed.isNever.value ? "never" : "ask",
				tiers: service
					? [
							{
								tier: service.isPrivate ? "private" : "cloud",
								providerId: service.kind,
								modelId: service.modelId,
								priceMicros: priceOf(service),
							},
						]
					: [],
				budgetMicros: Math.min(...Object.values(readCapsLeft(routed))),
			};
		},
		advice: "It is drawn here as well as it can be.",
		RouteOffer: () => (
			<RouteOffer
				{...parts}
				isBusy={context.state.job.value !== undefined}
				openSettings={() => {
					context.state.tab.value = "settings";
				}}
			/>
		),
		PlaceholdersOffer: () => (
			<div class="buttons padded">
				<Button
					isDisabled={
						context.state.job.value !== undefined ||
						!routed.service.value ||
						findObstacle(routed.service.value, routed) !== undefined
					}
					onClick={acts.sendPlaceholders}
				>
					Send with consent…
				</Button>
				<span class="note">
					{routed.service.value
						? "Those that are marked “Send this one”; the others are drawn here."
						: "A service is set up in the settings."}
				</span>
			</div>
		),
		SlotOffer: ({ nodeId, prompt }) =>
			routed.service.value ? (
				<Checkbox
					label="Send this one"
					isChecked={isSent(context, nodeId, prompt)}
					onChange={(isChecked) => {
						routed.overruled.value = {
							...routed.overruled.value,
							[nodeId]: isChecked,
						};
					}}
				/>
			) : (
				<p class="note">A service that could is set up in the settings.</p>
			),
		Overlay: () => {
			const sheet = routed.sheet.value;
			return sheet ? <ConsentSheet {...sheet} /> : null;
		},
		describeStorage: () =>
			`settings, keys and ledger in Figma${routed.isTrayKept.value ? ", the tray on the runner page" : ""}`,
		privacy:
			"Pictures are drawn on this device. One leaves it only when you press “Send exactly this” on the sheet that shows what, where to and for how much. Keys, caps, the switch and the ledger of what left are kept by Figma on this computer, not in the file; Figma does not promise to keep them secret. Prompts are stored in the file beside the pictures they made, so whoever may open the file can read them.",
		placeFinished: acts.placeFinished,
		async connectRunner() {
			await refresh();
			const { runnerUrl } = routed.settings.value;
			if (runnerUrl === "") return undefined;
			try {
				const { connection, gpu, sentence, store, storage } =
					await connectRunner(runnerUrl);
				routed.runner.value = connection
					? `It draws with ${gpu || "the graphics processor"}.`
					: `${sentence} Pictures are drawn in this panel.`;
				const drawer = store && (await acts.openDrawer());
				if (storage === "damaged") tellDamage();
				else if (!drawer)
					routed.runner.value += " The browser does not let it keep things.";
				// Once, though the engine may be opened again after a failure; and nobody who draws waits for it.
				else if (!isTrayAsked) {
					isTrayAsked = true;
					keepTray(context, store, drawer).then(() => {
						routed.isTrayKept.value = true;
					}, tellDamage);
				}
				return connection;
			} catch (error) {
				routed.runner.value = `${describeFailure(error)} Pictures are drawn in this panel.`;
				return undefined;
			}
		},
		open: refresh,
	};
}
