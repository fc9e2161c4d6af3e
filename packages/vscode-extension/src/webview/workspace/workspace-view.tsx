import { Button, Checkbox, Notice, Select, TextField, t } from "@musa/ui";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { WorkspaceController } from "./controller.js";
import { ImageRow } from "./image-row.js";
import { nameKind } from "./name-kind.js";
import { isOpenJob, type RowKind, type WorkspaceState } from "./state.js";

const rowsAtOnce = 100;

const kinds = [
	"all",
	"missing",
	"placeholder",
	"low-resolution",
	"oversize",
] as const;

/** What every part of the view gets. */
export interface WorkspaceProps {
	readonly controller: WorkspaceController;
}

/** The images of the workspace that want a picture. */
export function WorkspaceView({ controller }: WorkspaceProps): JSX.Element {
	const { state } = controller;
	return (
		<main class="app" aria-busy={!state.isOpen.value}>
			<h1 class="musa-visually-hidden">{t("Images of the workspace")}</h1>
			<Filters controller={controller} />
			<Rows controller={controller} />
			<footer class="footer">
				<div class="footer-row">
					<div class="status">
						<p
							class={state.status.value.tone === "danger" ? "problem" : ""}
							aria-live="polite"
						>
							{state.status.value.sentence}
						</p>
					</div>
					<Actions controller={controller} />
				</div>
			</footer>
		</main>
	);
}

function Filters({ controller }: WorkspaceProps): JSX.Element {
	const { state } = controller;
	const count = (kind: RowKind | "all"): number =>
		state.rows.value.filter((row) => kind === "all" || row.kind === kind)
			.length;
	return (
		<div class="filters">
			<TextField
				label={t("Search")}
				value={state.words.value}
				placeholder={t("file, path or words")}
				onInput={(words) => {
					state.words.value = words;
				}}
			/>
			<Select
				label={t("Show")}
				value={state.kind.value}
				choices={kinds.map((id) => ({
					id,
					label: `${nameKind(id)} (${count(id)})`,
				}))}
				onChange={(kind) => {
					state.kind.value = kind as WorkspaceState["kind"]["value"];
				}}
			/>
			{state.isOpen.value && !state.canWrite.value && (
				<div class="padded">
					<Notice tone="warning">
						{t("Open and trust a folder on a disk to draw pictures.")}
					</Notice>
				</div>
			)}
		</div>
	);
}

function Rows({ controller }: WorkspaceProps): JSX.Element {
	const { state } = controller;
	const [limit, setLimit] = useState(rowsAtOnce);
	const rows = state.shown.value;
	const fillable = rows.filter(({ canFill }) => canFill);
	const chosen = fillable.filter(({ id }) => !state.unchosen.value.has(id));
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs focus
		<section class="rows" tabIndex={0} aria-label={t("Images")}>
			{rows.length === 0 && state.isOpen.value && (
				<p class="hint centred">
					{state.rows.value.length === 0
						? t("Every image that the code refers to is there.")
						: t("No image fits the search.")}
				</p>
			)}
			{fillable.length > 1 && (
				<Checkbox
					label={t("All {0}", fillable.length)}
					isChecked={chosen.length === fillable.length}
					onChange={(isChecked) =>
						controller.choose(
							fillable.map(({ id }) => id),
							isChecked,
						)
					}
				/>
			)}
			<ul class="list">
				{rows.slice(0, limit).map((row) => (
					<ImageRow
						key={`${row.id} ${row.kind}`}
						row={row}
						controller={controller}
					/>
				))}
			</ul>
			{rows.length > limit && (
				<div class="padded">
					<Button onClick={() => setLimit(limit + rowsAtOnce)}>
						{t(
							"Show {0} more of {1}",
							Math.min(rowsAtOnce, rows.length - limit),
							rows.length - limit,
						)}
					</Button>
				</div>
			)}
		</section>
	);
}

function Actions({ controller }: WorkspaceProps): JSX.Element {
	const { state } = controller;
	const open = [...state.jobs.value.values()].filter(isOpenJob);
	const count = state.shown.value.filter(controller.isChosen).length;
	if (open.length > 0)
		return (
			<Button onClick={() => controller.cancel(open.map(({ id }) => id))}>
				{open.length === 1 ? t("Cancel") : t("Cancel {0}", open.length)}
			</Button>
		);
	return (
		<>
			<Button
				variant="quiet"
				isDisabled={state.isScanning.value}
				onClick={controller.rescan}
			>
				{state.isScanning.value ? t("Looking…") : t("Look again")}
			</Button>
			<Button
				variant="primary"
				isDisabled={!state.canWrite.value || count === 0}
				onClick={controller.fillChosen}
			>
				{count === 0 ? t("Draw") : t("Draw {0}", count)}
			</Button>
		</>
	);
}
