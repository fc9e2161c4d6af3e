// What the parts of the routed edition share.
import {
	type ConsentDesk,
	type EgressLedger,
	openConsentDesk,
	openStorageLedger,
	readStorageLedger,
} from "@musa/core/providers";
import type { CapsLeft, ConsentSheetProps } from "@musa/ui";
import type { EditionContext } from "../controller.js";
import { makeRoutedState, type RoutedState } from "./routed-state.js";
import {
	hostOf,
	isHostAllowed,
	nameService,
	parseServiceSettings,
	type Service,
} from "./services.js";

/** What the acts of the edition work with. */
export interface RoutedContext extends EditionContext {
	readonly routed: RoutedState;
	readonly desk: ConsentDesk;
	readonly ledger: EgressLedger;
	/** Reads settings, keys' names, switch and ledger as they are now; another window may have changed them. */
	readonly refresh: () => Promise<void>;
	readonly say: (sentence: string, tone?: "plain" | "danger") => void;
	/**
	 * Shows a sheet.
	 *
	 * @param onSend  runs inside the user's own press: mints the tokens
	 * @returns what `onSend` made; `undefined` if all stays here
	 */
	readonly askConsent: <T>(
		service: Service,
		request: SheetRequest,
		onSend: () => T,
	) => Promise<T | undefined>;
	/** Runs work that the footer shows and Cancel stops; `undefined` while other work runs. */
	readonly runJob: <T>(
		label: string,
		act: (
			signal: AbortSignal,
			show: (label: string, fraction: number) => void,
		) => Promise<T>,
	) => Promise<T | undefined>;
}

/** The part of a sheet that says what would be sent. */
export type SheetRequest = Pick<
	ConsentSheetProps,
	| "modelId"
	| "parts"
	| "bytes"
	| "priceMicros"
	| "reasons"
	| "lack"
	| "obstacle"
>;

/** Makes it. */
export function makeRoutedContext(context: EditionContext): RoutedContext {
	const { state, sandbox } = context;
	const routed = makeRoutedState();
	const storage = {
		readLines: () => sandbox.ask("read-ledger", null),
		append: async (line: string) => {
			await sandbox.ask("append-ledger", { line });
		},
	};
	return {
		...context,
		routed,
		desk: openConsentDesk(Date.now),
		ledger: openStorageLedger(storage),
		async refresh() {
			const found = await sandbox.ask("read-services", null);
			routed.settings.value = parseServiceSettings(found.json);
			routed.keyIds.value = found.keyIds;
			routed.isNever.value = found.isNever;
			routed.ledger.value = await readStorageLedger(storage);
		},
		say(sentence, tone = "plain") {
			state.status.value = { tone, sentence };
		},
		askConsent: (service, request, onSend) =>
			new Promise((resolve) => {
				const close = (result: ReturnType<typeof onSend> | undefined) => {
					routed.sheet.value = undefined;
					resolve(result);
				};
				routed.sheet.value = {
					host: hostOf(service.baseUrl),
					service: nameService(service),
					isEncrypted: service.baseUrl.startsWith("https:"),
					isPrivate: service.isPrivate,
					currency: routed.settings.value.currency,
					capsLeft: readCapsLeft(routed),
					retention: service.retention,
					...request,
					obstacle: request.obstacle ?? findObstacle(service, routed),
					onSend: () => close(onSend()),
					onKeep: () => close(undefined),
				};
			}),
		async runJob(label, act) {
			if (state.job.value) return undefined;
			const controller = new AbortController();
			const show = (words: string, fraction: number): void => {
				const cancel = (): void => controller.abort();
				state.job.value = { label: words, fraction, cancel };
			};
			show(label, 0);
			try {
				return await act(controller.signal, show);
			} finally {
				state.job.value = undefined;
			}
		},
	};
}

/** Millionths that may still be spent. */
export function readCapsLeft({ settings, ledger }: RoutedState): CapsLeft {
	const { caps } = settings.value;
	const { day, month } = ledger.value.spent;
	return {
		job: caps.job,
		day: Math.max(0, caps.day - day),
		month: Math.max(0, caps.month - month),
	};
}

/** Why nothing can be sent to a service now, in plain words. */
export function findObstacle(
	{ baseUrl }: Service,
	{ isNever }: RoutedState,
): string | undefined {
	if (isNever.value)
		return "The switch in the settings forbids that anything leaves this device.";
	return isHostAllowed(baseUrl)
		? undefined
		: `The manifest of this build does not name ${hostOf(baseUrl)}, so Figma lets nothing through. See the plugin's README for a private build.`;
}
