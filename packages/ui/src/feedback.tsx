// What tells the user how things stand: progress, a sentence, tabs.
import type { ComponentChildren, JSX } from "preact";
import type { Choice } from "./controls.js";

/** How far something is. */
export interface ProgressBarProps {
	readonly label: string;
	/** 0 to 1 */
	readonly fraction: number;
}

/** A bar that fills. */
export function ProgressBar({
	label,
	fraction,
}: ProgressBarProps): JSX.Element {
	const percent = Math.round(100 * Math.min(1, Math.max(0, fraction)));
	return (
		<div
			class="musa-progress"
			role="progressbar"
			aria-label={label}
			aria-valuemin={0}
			aria-valuemax={100}
			aria-valuenow={percent}
		>
			<div class="musa-progress-fill" style={{ width: `${percent}%` }} />
		</div>
	);
}

/** A sentence with a tone. */
export interface NoticeProps {
	readonly tone: "plain" | "warning" | "danger";
	readonly children: ComponentChildren;
}

/** A sentence that stands out. */
export function Notice({ tone, children }: NoticeProps): JSX.Element {
	return <div class={`musa-notice musa-${tone}`}>{children}</div>;
}

/** Which tabs there are and which is open. */
export interface TabsProps {
	readonly label: string;
	readonly tabs: readonly Choice[];
	readonly value: string;
	readonly onChange: (id: string) => void;
}

/** A row of tabs; arrow keys move between them. */
export function Tabs({ label, tabs, value, onChange }: TabsProps): JSX.Element {
	const move = (event: KeyboardEvent, by: number): void => {
		const at = tabs.findIndex(({ id }) => id === value);
		const next = tabs[(at + by + tabs.length) % tabs.length];
		if (!next) return;
		event.preventDefault();
		onChange(next.id);
		document.getElementById(`musa-tab-${next.id}`)?.focus();
	};
	return (
		<div class="musa-tabs" role="tablist" aria-label={label}>
			{tabs.map((tab) => (
				<button
					key={tab.id}
					id={`musa-tab-${tab.id}`}
					type="button"
					role="tab"
					class="musa-tab"
					aria-selected={tab.id === value}
					aria-controls={`musa-panel-${tab.id}`}
					tabIndex={tab.id === value ? 0 : -1}
					onClick={() => onChange(tab.id)}
					onKeyDown={(event) => {
						if (event.key === "ArrowRight") move(event, 1);
						if (event.key === "ArrowLeft") move(event, -1);
					}}
				>
					{tab.label}
				</button>
			))}
		</div>
	);
}

/** What belongs to a tab. */
export interface TabPanelProps {
	/** The tab's id. */
	readonly id: string;
	readonly children: ComponentChildren;
}

/** The content of the open tab. */
export function TabPanel({ id, children }: TabPanelProps): JSX.Element {
	return (
		<div
			id={`musa-panel-${id}`}
			class="musa-panel"
			role="tabpanel"
			aria-labelledby={`musa-tab-${id}`}
			// Scrolls, so the keyboard must reach it.
			// biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs focus
			tabIndex={0}
		>
			{children}
		</div>
	);
}
