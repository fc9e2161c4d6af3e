import { Button, ProgressBar, TabPanel, Tabs, t } from "@musa/ui";
import type { JSX } from "preact";
import type { PanelController } from "./controller.js";
import { DrawTab } from "./draw-tab.js";
import { HistoryTab } from "./history-tab.js";
import type { PanelState } from "./state.js";

/** What every part of the panel gets. */
export interface PanelProps {
	readonly controller: PanelController;
}

/** The whole panel. */
export function Panel({ controller }: PanelProps): JSX.Element {
	const { tab, job, isDrawing, isOpen } = controller.state;
	return (
		<main
			class="app"
			aria-busy={!isOpen.value}
			onKeyDown={(event) => {
				if (event.key === "Escape" && job.value) controller.cancel();
				if (event.key === "Enter" && (event.metaKey || event.ctrlKey))
					controller.keep();
			}}
		>
			<h1 class="musa-visually-hidden">{t("Draw a picture")}</h1>
			<Tabs
				label="Musa"
				tabs={[
					{ id: "draw", label: t("Draw") },
					{ id: "history", label: t("History") },
				]}
				value={tab.value}
				onChange={(id) => {
					tab.value = id as PanelState["tab"]["value"];
				}}
			/>
			<TabPanel id={tab.value}>
				{tab.value === "draw" ? (
					<DrawTab controller={controller} />
				) : (
					<HistoryTab controller={controller} />
				)}
			</TabPanel>
			<footer class="footer">
				{/* Always there: else the line below would be made anew, and no screen reader would hear its outcome. */}
				<div
					class={
						isDrawing.value && !job.value
							? "progress-place drafting"
							: "progress-place"
					}
				>
					{job.value && (
						<ProgressBar
							label={t("Drawing {0}", job.value.target)}
							fraction={job.value.fraction}
						/>
					)}
				</div>
				<div class="footer-row">
					<StatusLine controller={controller} />
					<Actions controller={controller} />
				</div>
			</footer>
		</main>
	);
}

function StatusLine({ controller }: PanelProps): JSX.Element {
	const { job, status } = controller.state;
	const { tone, sentence, file } = status.value;
	return (
		<div class="status">
			<p class={tone === "danger" ? "problem" : ""} aria-live="polite">
				{job.value ? describeJob(job.value.state) : sentence}
			</p>
			{file && !job.value && (
				<Button
					variant="quiet"
					label={t("Open {0}", file.target)}
					onClick={() => controller.showFile(file.folder, file.target)}
				>
					{t("Open")}
				</Button>
			)}
		</div>
	);
}

function Actions({ controller }: PanelProps): JSX.Element | null {
	const { job, tab, slot, canWrite, isOpen } = controller.state;
	if (job.value)
		return <Button onClick={controller.cancel}>{t("Cancel")}</Button>;
	if (tab.value !== "draw") return null;
	return (
		<Button
			variant="primary"
			isDisabled={!isOpen.value || !canWrite.value || !slot.value}
			onClick={controller.keep}
		>
			{slot.value?.kind === "replace" ? t("Replace…") : t("Keep")}
		</Button>
	);
}

function describeJob(state: string): string {
	if (state === "waiting") return t("Waiting for other pictures…");
	return state === "writing" ? t("Writing…") : t("Drawing…");
}
