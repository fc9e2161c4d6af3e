// The screen before anything leaves the device. It shows what would be sent and to whom; only a user's own act on it sends.
import type { JSX } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { Notice } from "./feedback.js";
import { formatMoney } from "./money.js";
import { SentPart, type SentPartProps } from "./sent-part.js";
import { t } from "./words.js";

/** One request that would be sent. */
export type ConsentPart = Omit<SentPartProps, "isAlone">;

/** Millionths that may still be spent. */
export interface CapsLeft {
	readonly job: number;
	readonly day: number;
	readonly month: number;
}

/** Everything that the sheet shows, and what follows from its two buttons. */
export interface ConsentSheetProps {
	/** `host:port`. */
	readonly host: string;
	/** The service in the user's words, e.g. `OpenAI`. */
	readonly service: string;
	readonly modelId: string;
	/** Whether the connection is encrypted. */
	readonly isEncrypted: boolean;
	/** Whether it is a server that the user set up as their own. */
	readonly isPrivate: boolean;
	/** One request each; all are sent or none. */
	readonly parts: readonly ConsentPart[];
	/** Bytes of all requests together. */
	readonly bytes: number;
	/** Millionths for everything on the sheet; `undefined` if nobody knows, and then nothing can be sent. */
	readonly priceMicros: number | undefined;
	/** ISO 4217, e.g. `EUR`. */
	readonly currency: string;
	readonly capsLeft: CapsLeft;
	/** What the service says about how long it keeps things; empty if nobody knows. */
	readonly retention: string;
	/** Why the router suggests it, in plain words, at most three. */
	readonly reasons: readonly string[];
	/** In short, what pictures drawn here lack. */
	readonly lack?: string;
	/** Why it cannot be sent now, beyond price and caps, which the sheet sees itself. */
	readonly obstacle?: string | undefined;
	/** Called for a press of a real user only; mint the tokens here. */
	readonly onSend: () => void;
	readonly onKeep: () => void;
}

/** Asks for consent, as a modal dialog that holds the focus; Escape keeps everything on the device. */
export function ConsentSheet(props: ConsentSheetProps): JSX.Element {
	const { host, parts, reasons, lack = "", onSend, onKeep } = props;
	const dialog = useRef<HTMLDialogElement>(null);
	const keepButton = useRef<HTMLButtonElement>(null);
	const titleId = useId();
	const summaryId = useId();
	useLayoutEffect(() => {
		const before = document.activeElement;
		const element = dialog.current;
		element?.showModal();
		// A habit of pressing Enter must send nothing.
		keepButton.current?.focus();
		return () => {
			// While it is open, nothing behind it takes the focus.
			element?.close();
			if (before instanceof HTMLElement) before.focus();
		};
	}, []);
	const obstacle = findObstacle(props);
	return (
		<dialog
			ref={dialog}
			class="musa-sheet"
			aria-labelledby={titleId}
			aria-describedby={summaryId}
			onCancel={(event) => {
				event.preventDefault();
				onKeep();
			}}
			onKeyDown={(event) => {
				// Keys on the sheet mean nothing to the page behind it.
				event.stopPropagation();
				if (event.key === "Tab" && dialog.current)
					holdFocus(event, dialog.current);
			}}
		>
			<h2 id={titleId}>{t("Send to {0}?", host)}</h2>
			<p id={summaryId}>
				{props.priceMicros === undefined
					? t(
							"Nothing has left this device yet. This is everything that would.",
						)
					: t(
							"Nothing has left this device yet. This is everything that would, for about {0}.",
							formatMoney(props.priceMicros, props.currency),
						)}
			</p>
			<section
				class="musa-sheet-body"
				aria-label={t("The request")}
				// biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs focus
				tabIndex={0}
			>
				{reasons.length > 0 && (
					<ul class="musa-sheet-reasons" aria-label={t("Why")}>
						{reasons.map((reason) => (
							<li key={reason}>{reason}</li>
						))}
					</ul>
				)}
				{lack !== "" && <p class="musa-sheet-lack">Drawn here: {lack}</p>}
				{parts.map((part, i) => (
					<SentPart
						key={`${i} ${part.label}`}
						isAlone={parts.length === 1}
						{...part}
					/>
				))}
				<Facts {...props} />
			</section>
			{obstacle !== undefined && <Notice tone="danger">{obstacle}</Notice>}
			<div class="musa-sheet-buttons">
				<button
					ref={keepButton}
					type="button"
					class="musa-button musa-secondary"
					onClick={onKeep}
				>
					{t("Keep it on this device")}
				</button>
				<button
					type="button"
					class="musa-button musa-primary"
					disabled={obstacle !== undefined}
					onClick={(event) => {
						// A press that a script made is nobody's consent.
						if (event.isTrusted) onSend();
					}}
				>
					{t("Send exactly this")}
				</button>
			</div>
		</dialog>
	);
}

function Facts(props: ConsentSheetProps): JSX.Element {
	const { parts, currency, capsLeft, retention } = props;
	const pictures = parts.flatMap((part) => part.pictures);
	const pixels = pictures.reduce(
		(sum, { width, height }) => sum + width * height,
		0,
	);
	const money = (micros: number): string => formatMoney(micros, currency);
	const facts: readonly (readonly [string, string])[] = [
		[
			t("To"),
			[
				props.host,
				...(props.isPrivate ? [t("your own server")] : []),
				props.isEncrypted ? t("encrypted") : t("not encrypted"),
			].join(", "),
		],
		[t("Service"), props.service],
		[t("Model"), props.modelId],
		[
			t("Pictures"),
			pictures.length === 0
				? t("none")
				: t("{0}, {1} pixels", pictures.length, pixels.toLocaleString()),
		],
		[t("Size"), t("{0} bytes", props.bytes.toLocaleString())],
		[t("Price"), describePrice(props)],
		[
			t("Caps left"),
			t(
				"{0} for this job, {1} today, {2} this month",
				money(capsLeft.job),
				money(capsLeft.day),
				money(capsLeft.month),
			),
		],
		[
			t("Kept there"),
			retention === "" ? t("nobody knows for how long") : retention,
		],
	];
	return (
		<dl class="musa-sheet-facts">
			{facts.map(([term, text]) => (
				<div key={term}>
					<dt>{term}</dt>
					<dd>{text}</dd>
				</div>
			))}
		</dl>
	);
}

function describePrice({
	priceMicros,
	currency,
	parts,
}: ConsentSheetProps): string {
	if (priceMicros === undefined) return t("nobody knows");
	const money = formatMoney(priceMicros, currency);
	return parts.length === 1
		? t("about {0}", money)
		: t("about {0} for {1} requests", money, parts.length);
}

function findObstacle(props: ConsentSheetProps): string | undefined {
	const { obstacle, priceMicros, capsLeft, currency } = props;
	if (obstacle !== undefined) return obstacle;
	if (priceMicros === undefined)
		return t(
			"Nobody knows the price. Write the price of a picture into the settings first.",
		);
	const money = (micros: number): string => formatMoney(micros, currency);
	const price = money(priceMicros);
	if (priceMicros > capsLeft.job)
		return t(
			"It could cost {0}, and your cap per job leaves {1}. Raise the cap in the settings, or keep it here.",
			...[price, money(capsLeft.job)],
		);
	if (priceMicros > capsLeft.day)
		return t(
			"It could cost {0}, and your cap per day leaves {1}. Raise the cap in the settings, or keep it here.",
			...[price, money(capsLeft.day)],
		);
	return priceMicros > capsLeft.month
		? t(
				"It could cost {0}, and your cap per month leaves {1}. Raise the cap in the settings, or keep it here.",
				...[price, money(capsLeft.month)],
			)
		: undefined;
}

/** From the last element on, Tab goes to the first, and back. */
function holdFocus(event: KeyboardEvent, dialog: HTMLElement): void {
	const stops = [
		...dialog.querySelectorAll<HTMLElement>(
			"button:not(:disabled), summary, [tabindex='0']",
		),
	];
	const first = stops[0];
	const last = stops[stops.length - 1];
	const target = event.shiftKey ? last : first;
	const isAtEnd =
		document.activeElement === (event.shiftKey ? first : last) ||
		!dialog.contains(document.activeElement);
	if (!isAtEnd || !target) return;
	event.preventDefault();
	target.focus();
}
