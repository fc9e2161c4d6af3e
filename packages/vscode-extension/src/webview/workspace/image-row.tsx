import { Button, ProgressBar, RouteChip, TextField, t } from "@musa/ui";
import type { JSX } from "preact";
import type { JobRow } from "../../records.js";
import { nameKind } from "./name-kind.js";
import { isOpenJob, type Row } from "./state.js";
import type { WorkspaceProps } from "./workspace-view.js";

/** One image with its words, its state and what can be done. */
export function ImageRow({
	row,
	controller,
}: WorkspaceProps & { readonly row: Row }): JSX.Element {
	const { state } = controller;
	const { finding, canFill } = row;
	const { target, file, line, size } = finding;
	const job = state.jobs.value.get(row.id);
	const isBusy = isOpenJob(job);
	const prompt = controller.promptOf(row);
	const route = state.routes.value.get(prompt);
	return (
		<li class="item row" data-kind={row.kind}>
			<input
				type="checkbox"
				aria-label={t("Draw {0}", target)}
				disabled={!canFill || isBusy}
				checked={canFill && !state.unchosen.value.has(row.id)}
				onChange={(event) =>
					controller.choose([row.id], event.currentTarget.checked)
				}
				onKeyDown={moveBetweenRows}
			/>
			<div class="item-text">
				<div class="row-head">
					<button
						type="button"
						class="link"
						title={t("{0}, line {1}", file, line)}
						onClick={() => controller.show(row)}
					>
						{target}
					</button>
					<span class={`badge badge-${row.kind}`}>{nameKind(row.kind)}</span>
				</div>
				<div class="note">
					<div>
						{size.width} × {size.height} ·{" "}
						{row.count > 1 ? t("{0} places", row.count) : `${file}:${line}`}
					</div>
					{row.problem !== "" && <div>{row.problem}</div>}
				</div>
				<div>
					{canFill && (
						<TextField
							isBare
							label={t("Prompt for {0}", target)}
							value={prompt}
							onInput={(words) => controller.setPrompt(row.id, words)}
						/>
					)}
				</div>
				<div class="buttons">
					{isBusy && job ? (
						<Button
							variant="quiet"
							label={t("Cancel {0}", target)}
							onClick={() => controller.cancel([job.id])}
						>
							{t("Cancel")}
						</Button>
					) : (
						<>
							{canFill && (
								<Button
									isDisabled={!state.canWrite.value}
									label={t("Draw {0}", target)}
									onClick={() => controller.fillOne(row)}
								>
									{t("Draw")}
								</Button>
							)}
							{finding.refusal === undefined && (
								<Button
									variant="quiet"
									label={t("Draft {0} in the panel", target)}
									onClick={() => controller.draft(row)}
								>
									{t("Draft…")}
								</Button>
							)}
						</>
					)}
					<Progress job={job} target={target} />
					{route && !job && (
						<RouteChip reasons={route} advice={state.advice.value} />
					)}
				</div>
			</div>
		</li>
	);
}

function Progress({
	job,
	target,
}: {
	readonly job: JobRow | undefined;
	readonly target: string;
}): JSX.Element | null {
	if (!job) return null;
	if (isOpenJob(job))
		return job.state === "waiting" ? (
			<span class="note">{t("Waiting")}</span>
		) : (
			<ProgressBar label={t("Drawing {0}", target)} fraction={job.fraction} />
		);
	if (job.state === "done") return <span class="note">{t("Written")}</span>;
	return (
		<span class={job.state === "failed" ? "problem" : "note"}>
			{job.state === "failed" ? (job.sentence ?? t("Failed")) : t("Cancelled")}
		</span>
	);
}

/** Arrow keys go from row to row. */
function moveBetweenRows(event: KeyboardEvent): void {
	const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
	if (by === 0 || !(event.currentTarget instanceof HTMLElement)) return;
	const boxes = [
		...(event.currentTarget
			.closest(".list")
			?.querySelectorAll<HTMLElement>(".row > input:enabled") ?? []),
	];
	const next = boxes[boxes.indexOf(event.currentTarget) + by];
	if (!next) return;
	event.preventDefault();
	next.focus();
}
