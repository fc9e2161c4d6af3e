import { Button, ProgressBar, TabPanel, Tabs } from "@musa/ui";
import type { JSX } from "preact";
import { AboutPanel } from "./about-panel.js";
import { FillPanel } from "./fill-panel.js";
import { HistoryPanel } from "./history-panel.js";
import type { PanelProps } from "./panel-props.js";
import { PlaceholdersPanel } from "./placeholders-panel.js";
import { ResizeHandle } from "./resize-handle.js";
import type { State } from "./state.js";

const tabs = [
	{ id: "fill", label: "Fill" },
	{ id: "placeholders", label: "Placeholders" },
	{ id: "history", label: "History" },
	{ id: "about", label: "About" },
] as const;

/** The whole panel. */
export function App({ controller }: PanelProps): JSX.Element {
	const { tab, job, status } = controller.state;
	const { edition } = controller;
	return (
		<main
			class="app"
			onPointerEnter={controller.refresh}
			onKeyDown={(event) => {
				// An input method takes both keys for itself.
				if (event.isComposing) return;
				if (event.key === "Escape") controller.restore();
				const isSlider =
					event.target instanceof HTMLInputElement &&
					event.target.type === "range";
				if (
					event.key === "Enter" &&
					(isSlider || event.metaKey || event.ctrlKey)
				)
					keepShown(controller);
			}}
		>
			<Tabs
				label="Musa"
				tabs={[...tabs.slice(0, -1), ...edition.tabs, ...tabs.slice(-1)]}
				value={tab.value}
				onChange={(id) => {
					tab.value = id as State["tab"]["value"];
					// What was said there means nothing here; a complaint stays.
					if (status.value.tone === "plain")
						status.value = { tone: "plain", sentence: "" };
				}}
			/>
			<TabPanel id={tab.value}>
				{tab.value === "fill" && <FillPanel controller={controller} />}
				{tab.value === "placeholders" && (
					<PlaceholdersPanel controller={controller} />
				)}
				{tab.value === "history" && <HistoryPanel controller={controller} />}
				{edition.tabs.map(
					({ id, Panel }) => tab.value === id && <Panel key={id} />,
				)}
				{tab.value === "about" && <AboutPanel controller={controller} />}
			</TabPanel>
			<footer class="footer">
				{/* Always there: else the line below would be made anew, and no screen reader would hear its outcome. */}
				<div class="progress-place">
					{job.value && (
						<ProgressBar
							label={job.value.label}
							fraction={job.value.fraction}
						/>
					)}
				</div>
				<div class="footer-row">
					<StatusLine controller={controller} />
					<Actions controller={controller} />
				</div>
			</footer>
			<ResizeHandle controller={controller} />
			<edition.Overlay />
		</main>
	);
}

/** What the blue button of the tab does. */
function keepShown({
	state,
	keep,
	fillPlaceholders,
}: PanelProps["controller"]): void {
	if (state.tab.value === "fill") keep();
	else if (state.tab.value === "placeholders") fillPlaceholders();
}

function StatusLine({ controller }: PanelProps): JSX.Element {
	const { job, status, workerKind } = controller.state;
	const { tone, sentence } = status.value;
	const text =
		job.value?.label ??
		(sentence || (workerKind.value ? "" : "Opening the model…"));
	return (
		<p
			class={tone === "danger" ? "status problem" : "status"}
			aria-live="polite"
		>
			{text}
		</p>
	);
}

function Actions({ controller }: PanelProps): JSX.Element {
	const { state } = controller;
	if (state.job.value) {
		return <Button onClick={controller.cancel}>Cancel</Button>;
	}
	if (state.tab.value === "placeholders") {
		const count = state.placeholders.value.filter(
			({ isChosen }) => isChosen,
		).length;
		return (
			<Button
				variant="primary"
				isDisabled={count === 0}
				onClick={controller.fillPlaceholders}
			>
				{count === 0 ? "Fill" : `Fill ${count}`}
			</Button>
		);
	}
	const count = state.fillable.value.length;
	const isNew = state.slots.value.length === 0;
	const hasPrompt = state.tab.value === "fill";
	return (
		<>
			{state.isDraftInLayer.value && (
				<Button onClick={controller.restore}>Restore</Button>
			)}
			{hasPrompt && (
				<Button
					variant="primary"
					isDisabled={!isNew && count === 0}
					onClick={controller.keep}
				>
					{isNew ? "Place" : count === 1 ? "Fill" : `Fill ${count}`}
				</Button>
			)}
		</>
	);
}
