// The screen before anything leaves the device. It shows what would be sent and to whom; only a user's own act on it sends.
import type { JSX } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { Notice } from "./feedback.js";
import { formatMoney } from "./money.js";
import { SentPart, type SentPartProps } from "./sent-part.js";

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
			<h2 id={titleId}>Send to {host}?</h2>
			<p id={summaryId}>
				Nothing has left this device yet. This is everything that would
				{props.priceMicros !== undefined &&
					`, for about ${formatMoney(props.priceMicros, props.currency)}`}
				.
			</p>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs focus */}
			<section class="musa-sheet-body" aria-label="The request" tabIndex={0}>
				{reasons.length > 0 && (
					<ul class="musa-sheet-reasons" aria-label="Why">
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
					Keep it on this device
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
					Send exactly this
				</button>
			</div>
		</dialog>
	);
}

function Facts(props: ConsentSheetProps): JSX.Element {
	const { parts, priceMicros, currency, capsLeft, retention } = props;
	const pictures = parts.flatMap((part) => part.pictures);
	const pixels = pictures.reduce(
		(sum, { width, height }) => sum + width * height,
		0,
	);
	const money = (micros: number): string => formatMoney(micros, currency);
	const count = parts.length === 1 ? "" : ` for ${parts.length} requests`;
	const facts: readonly (readonly [string, string])[] = [
		[
			"To",
			`${props.host}${props.isPrivate ? ", your own server" : ""}, ${props.isEncrypted ? "encrypted" : "not encrypted"}`,
		],
		["Service", props.service],
		["Model", props.modelId],
		[
			"Pictures",
			pictures.length === 0
				? "none"
				: `${pictures.length}, ${pixels.toLocaleString()} pixels`,
		],
		["Size", `${props.bytes.toLocaleString()} bytes`],
		[
			"Price",
			priceMicros === undefined
				? "nobody knows"
				: `about ${money(priceMicros)}${count}`,
		],
		[
			"Caps left",
			`${money(capsLeft.job)} for this job, ${money(capsLeft.day)} today, ${money(capsLeft.month)} this month`,
		],
		["Kept there", retention === "" ? "nobody knows for how long" : retention],
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

function findObstacle(props: ConsentSheetProps): string | undefined {
	const { obstacle, priceMicros, capsLeft, currency } = props;
	if (obstacle !== undefined) return obstacle;
	if (priceMicros === undefined)
		return "Nobody knows the price. Write the price of a picture into the settings first.";
	for (const period of ["job", "day", "month"] as const) {
		if (priceMicros > capsLeft[period])
			return `It could cost ${formatMoney(priceMicros, currency)}, and your cap per ${period} leaves ${formatMoney(capsLeft[period], currency)}. Raise the cap in the settings, or keep it here.`;
	}
	return undefined;
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
