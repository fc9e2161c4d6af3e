import { Button, ProgressBar, RouteChip, TextField } from "@musa/ui";
import type { JSX } from "preact";
import type { JobRow } from "../../messages.js";
import { isOpenJob, type Row, type RowKind } from "./state.js";
import type { WorkspaceProps } from "./workspace-view.js";

const kindNames: Readonly<Record<RowKind, string>> = {
	missing: "Missing",
	placeholder: "Placeholder",
	oversize: "Too large",
	"low-resolution": "Too small",
};

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
				aria-label={`Draw ${target}`}
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
						title={`${file}, line ${line}`}
						onClick={() => controller.show(row)}
					>
						{target}
					</button>
					<span class={`badge badge-${row.kind}`}>{kindNames[row.kind]}</span>
				</div>
				<div class="note">
					<div>
						{size.width} × {size.height} ·{" "}
						{row.count > 1 ? `${row.count} places` : `${file}:${line}`}
					</div>
					{row.problem !== "" && <div>{row.problem}</div>}
				</div>
				<div>
					{canFill && (
						<TextField
							isBare
							label={`Prompt for ${target}`}
							value={prompt}
							onInput={(words) => controller.setPrompt(row.id, words)}
						/>
					)}
				</div>
				<div class="buttons">
					{isBusy && job ? (
						<Button
							variant="quiet"
							label={`Cancel ${target}`}
							onClick={() => controller.cancel([job.id])}
						>
							Cancel
						</Button>
					) : (
						<>
							{canFill && (
								<Button
									isDisabled={!state.canWrite.value}
									label={`Draw ${target}`}
									onClick={() => controller.fillOne(row)}
								>
									Draw
								</Button>
							)}
							{finding.refusal === undefined && (
								<Button
									variant="quiet"
									label={`Draft ${target} in the panel`}
									onClick={() => controller.draft(row)}
								>
									Draft…
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
			<span class="note">Waiting</span>
		) : (
			<ProgressBar label={`Drawing ${target}`} fraction={job.fraction} />
		);
	if (job.state === "done") return <span class="note">Written</span>;
	return (
		<span class={job.state === "failed" ? "problem" : "note"}>
			{job.state === "failed" ? (job.sentence ?? "Failed") : "Cancelled"}
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
