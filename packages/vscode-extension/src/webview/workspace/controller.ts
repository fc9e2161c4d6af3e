// What the user and the host do in the workspace view.
import { t } from "@musa/ui";
import { effect } from "@preact/signals";
import type { ViewState } from "../../messages.js";
import type { JobRow, Slot } from "../../records.js";
import { describeFailure, type Host, type HostEvent } from "../host.js";
import { isOpenJob, makeWorkspaceState, type Row } from "./state.js";

const judgedAtOnce = 50;

/** Everything that the view's components may ask for. */
export type WorkspaceController = ReturnType<typeof makeWorkspaceController>;

/** Makes the view's controller. */
export function makeWorkspaceController(host: Host) {
	const state = makeWorkspaceState();
	const guard = (act: () => Promise<unknown>): void => {
		act().catch((error: unknown) => {
			const sentence = describeFailure(error);
			if (sentence) state.status.value = { tone: "danger", sentence };
		});
	};
	const showJob = (job: JobRow): void => {
		if (job.findingId === undefined) return;
		const jobs = new Map(state.jobs.value).set(job.findingId, job);
		state.jobs.value = jobs;
		const open = [...jobs.values()].filter(isOpenJob).length;
		const by = (wanted: JobRow["state"]): number =>
			[...jobs.values()].filter((each) => each.state === wanted).length;
		const failed = by("failed");
		state.status.value = {
			tone: failed > 0 ? "danger" : "plain",
			sentence: [
				t("{0} written", by("done")),
				...(open > 0 ? [t("{0} to go", open)] : []),
				...(by("cancelled") > 0 ? [t("{0} cancelled", by("cancelled"))] : []),
				...(failed > 0 ? [t("{0} failed", failed)] : []),
			].join(", "),
		};
	};
	const onEvent = ({ event, payload }: HostEvent): void => {
		if (event === "findings-changed") {
			state.findings.value = payload;
			state.isScanning.value = false;
		} else if (event === "problems-changed") state.problems.value = payload;
		else if (event === "job-changed") showJob(payload);
	};
	const show = (view: ViewState): void => {
		state.canWrite.value = view.canWrite;
		state.advice.value = view.advice;
		state.findings.value = view.findings;
		state.problems.value = view.problems;
		for (const job of view.jobs) if (isOpenJob(job)) showJob(job);
		state.isOpen.value = true;
	};
	/** Asks for the routes of what is shown, a few at a time. */
	const judge = (): void => {
		let isAsking = false;
		effect(() => {
			const known = state.routes.value;
			const prompts = new Set(
				state.shown.value
					.filter(({ canFill }) => canFill)
					.map((row) => promptOf(row))
					.filter((prompt) => prompt.trim() !== "" && !known.has(prompt)),
			);
			if (isAsking || prompts.size === 0) return;
			isAsking = true;
			const asked = [...prompts].slice(0, judgedAtOnce);
			guard(async () => {
				try {
					const found = await host.ask("explain-routes", { prompts: asked });
					isAsking = false;
					state.routes.value = new Map([
						...state.routes.value,
						...asked.map((prompt, i) => [prompt, found[i] ?? []] as const),
					]);
				} finally {
					isAsking = false;
				}
			});
		});
	};
	const promptOf = ({ id, finding }: Row): string =>
		state.prompts.value[id] ?? finding.prompt;
	const isChosen = (row: Row): boolean =>
		row.canFill &&
		!state.unchosen.value.has(row.id) &&
		!isOpenJob(state.jobs.value.get(row.id));
	const fill = (rows: readonly Row[]): void =>
		guard(async () => {
			if (rows.length === 0) return;
			// Earlier ends are told already.
			state.jobs.value = new Map(
				[...state.jobs.value].filter(([, job]) => isOpenJob(job)),
			);
			const { refused } = await host.ask("fill-findings", {
				findingIds: rows.map(({ id }) => id),
				prompts: Object.fromEntries(
					rows.flatMap(({ id }) => {
						const prompt = state.prompts.value[id];
						return prompt === undefined ? [] : [[id, prompt]];
					}),
				),
			});
			const [first] = refused;
			if (first)
				state.status.value = { tone: "danger", sentence: first.sentence };
		});

	return {
		state,
		promptOf,
		isChosen,
		open(): void {
			host.watch(onEvent);
			guard(async () => show(await host.ask("open-view", null)));
			judge();
		},
		rescan: () =>
			guard(async () => {
				state.isScanning.value = true;
				try {
					await host.ask("rescan", null);
				} finally {
					state.isScanning.value = false;
				}
			}),
		choose(ids: readonly string[], areChosen: boolean): void {
			const unchosen = new Set(state.unchosen.value);
			for (const id of ids)
				if (areChosen) unchosen.delete(id);
				else unchosen.add(id);
			state.unchosen.value = unchosen;
		},
		setPrompt(id: string, prompt: string): void {
			state.prompts.value = { ...state.prompts.value, [id]: prompt };
		},
		fillChosen: () => fill(state.shown.value.filter(isChosen)),
		fillOne: (row: Row) => fill([row]),
		cancel: (jobIds: readonly string[] | "all") =>
			guard(() => host.ask("cancel-jobs", { jobIds })),
		show: ({ id }: Row) =>
			guard(() => host.ask("show-finding", { findingId: id })),
		draft: (row: Row) =>
			guard(() => {
				const { folder, target, alpha, size } = row.finding;
				const slot: Slot = row.isOnDisk
					? { kind: "replace", folder, target }
					: { kind: "finding", findingId: row.id };
				const look = { prompt: promptOf(row), alpha };
				return host.ask("open-panel", { slot, look, size });
			}),
	};
}
