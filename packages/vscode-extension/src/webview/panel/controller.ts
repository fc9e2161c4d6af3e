// What the user and the host do in the panel, and what follows from it.
import { type LookChange, t } from "@musa/ui";
import { effect } from "@preact/signals";
import type { KeepParams, KeepReply, ViewState } from "../../messages.js";
import type {
	HistoryEntry,
	JobRow,
	PanelMemory,
	PanelOrder,
	Size,
	Slot,
} from "../../records.js";
import { decodePicture } from "../decode-picture.js";
import { describeFailure, type Host, type HostEvent } from "../host.js";
import { makeDrafts } from "./drafts.js";
import { drawSeed, nextSeed, readLook, readMemory, showLook } from "./look.js";
import { makePanelState } from "./state.js";

const saveDelayMs = 200;

/** Controls that change the picture. */
type Control = "strength" | "hue" | "style" | "paletteId" | "alpha";

/** Everything that the panel's components may ask for. */
export type PanelController = ReturnType<typeof makePanelController>;

/** Makes the panel's controller. */
export function makePanelController(host: Host) {
	const state = makePanelState();
	const drafts = makeDrafts(state, host);
	const guard = (act: () => Promise<unknown>): void => {
		act().catch((error: unknown) => {
			const sentence = describeFailure(error);
			if (sentence) state.status.value = { tone: "danger", sentence };
		});
	};

	const readBefore = async (slot: Slot | undefined): Promise<void> => {
		state.before.value = undefined;
		if (slot?.kind !== "replace") return;
		const { folder, target } = slot;
		const bytes = await host.ask("read-picture", { folder, target });
		if (bytes && state.slot.value === slot)
			state.before.value = await decodePicture(bytes);
	};
	const setSlot = (slot: Slot | undefined): void => {
		state.slot.value = slot;
		guard(() => readBefore(slot));
	};
	/** Points the panel at a place and takes the place's size and words. */
	const chooseSlot = (slot: Slot | undefined): void => {
		setSlot(slot);
		const finding = state.finding.value;
		if (!finding) return;
		state.size.value = finding.size;
		state.alpha.value = finding.alpha;
		state.prompt.value = finding.prompt;
	};
	const obey = ({ slot, look, size }: PanelOrder): void => {
		state.tab.value = "draw";
		if (slot) chooseSlot(slot);
		if (look) showLook(state, look);
		if (size) state.size.value = size;
		drafts.wishNow();
	};
	const restore = (memory: PanelMemory): void => {
		state.variationSeed.value = memory.variationSeed;
		showLook(state, memory.look);
		state.paletteId.value = memory.paletteId;
		state.size.value = memory.size;
		state.strip.value = memory.seeds.map((seed) => ({
			seed,
			image: undefined,
		}));
		if (memory.slot && isThere(memory.slot)) setSlot(memory.slot);
	};
	const isThere = (slot: Slot): boolean =>
		slot.kind === "finding"
			? state.findings.value.some(({ id }) => id === slot.findingId)
			: state.folders.value.some(({ uri }) => uri === slot.folder);
	const showJob = (row: JobRow): void => {
		const job = state.job.value;
		if (job?.id !== row.id) return;
		state.job.value = isOver(row) ? undefined : row;
		if (!isOver(row)) return;
		const { folder, writtenPath, sentence } = row;
		if (row.state === "done" && writtenPath !== undefined) {
			state.status.value = {
				tone: "plain",
				sentence: sentence ?? t("{0} is written.", writtenPath),
				file: { folder, target: writtenPath },
			};
			// Another choice for the same file takes its place, after a question.
			setSlot({ kind: "replace", folder, target: writtenPath });
		} else if (row.state === "failed")
			state.status.value = {
				tone: "danger",
				sentence: sentence ?? t("The picture could not be made."),
			};
		else state.status.value = { tone: "plain", sentence: t("Cancelled.") };
	};
	const onEvent = ({ event, payload }: HostEvent): void => {
		if (event === "findings-changed") state.findings.value = payload;
		else if (event === "job-changed") showJob(payload);
		else if (event === "order-given") obey(payload);
		else if (event === "history-changed") state.history.value = payload;
		else if (event === "offer-changed")
			state.offer.value = payload ?? undefined;
	};
	const show = (view: ViewState): void => {
		state.canWrite.value = view.canWrite;
		state.styles.value = view.styles;
		state.folders.value = view.folders;
		state.palettes.value = view.palettes;
		state.findings.value = view.findings;
		state.history.value = view.history;
		state.advice.value = view.advice;
		state.offer.value = view.offer;
		state.drafter.value = view.drafter;
		state.seed.value = drawSeed();
		state.variationSeed.value = drawSeed();
		const [folder] = view.folders;
		if (folder)
			setSlot({ kind: "file", folder: folder.uri, target: "images/" });
		// Who typed before the host answered means the new words.
		const typed = state.prompt.value;
		if (view.memory) restore(view.memory);
		if (typed !== "") state.prompt.value = typed;
		// A picture that was on its way when this page came.
		const slot = state.slot.value;
		state.job.value = view.jobs.find(
			(job) => !isOver(job) && slot && isFor(job, slot),
		);
		if (view.order) obey(view.order);
		else drafts.wishNow();
		state.isOpen.value = true;
	};
	const remember = (): void => {
		let timer: ReturnType<typeof setTimeout> | undefined;
		effect(() => {
			const memory = readMemory(state);
			if (!state.isOpen.value) return;
			clearTimeout(timer);
			timer = setTimeout(
				() => guard(() => host.ask("save-memory", memory)),
				saveDelayMs,
			);
		});
	};

	/** Starts the job for the look as it is. */
	const keepBy = (
		start: (params: KeepParams) => Promise<KeepReply | undefined>,
	): void =>
		guard(async () => {
			const slot = state.slot.value;
			const look = readLook(state);
			if (state.job.value || !state.canWrite.value) return;
			if (look.prompt.trim() === "") {
				state.status.value = {
					tone: "danger",
					sentence: t("Write in a few words what the picture shows."),
				};
				return;
			}
			if (!slot) return;
			state.status.value = { tone: "plain", sentence: "" };
			const reply = await start({ look, slot, size: state.size.value });
			if (reply?.state === "refused")
				state.status.value = { tone: "danger", sentence: reply.sentence };
			else if (reply) state.job.value = reply.job;
		});

	return {
		state,
		open(): void {
			host.watch(onEvent);
			guard(async () => show(await host.ask("open-view", null)));
			remember();
		},
		chooseSlot(slot: Slot | undefined): void {
			chooseSlot(slot);
			drafts.wishNow();
		},
		/** Only the name changes, not the picture. */
		nameFile(target: string): void {
			const slot = state.slot.value;
			if (slot?.kind === "file") state.slot.value = { ...slot, target };
		},
		setPrompt(prompt: string): void {
			state.prompt.value = prompt;
			drafts.wishSoon();
		},
		setSize(size: Size): void {
			state.size.value = size;
			drafts.wishSoon();
		},
		/** A control that changes the picture moved. */
		scrub(changes: LookChange & { readonly alpha?: boolean }): void {
			for (const [name, value] of Object.entries(changes))
				Object.assign(state[name as Control], { value });
			drafts.wishNow();
		},
		chooseSeed(seed: number): void {
			state.seed.value = seed;
			state.strength.value = 0;
			drafts.wishNow();
		},
		shuffle(): void {
			state.seed.value = drawSeed();
			state.variationSeed.value = drawSeed();
			state.strength.value = 0;
			state.strip.value = [];
			drafts.wishNow();
		},
		keep: () => keepBy((params) => host.ask("keep-look", params)),
		/** Shows the sheet of the service that is chosen. */
		send: () =>
			keepBy(async (params) => {
				const services = state.offer.value?.services ?? [];
				const service =
					services.find(({ id }) => id === state.serviceId.value) ??
					services[0];
				if (!service || state.isSending.value) return undefined;
				state.isSending.value = true;
				try {
					const withDraft = state.sendsDraft.value;
					const choice = { serviceId: service.id, withDraft };
					return await host.ask("send-look", { ...params, ...choice });
				} finally {
					state.isSending.value = false;
				}
			}),
		setUpServices: () => guard(() => host.ask("set-up-services", null)),
		cancel: () =>
			guard(async () => {
				const job = state.job.value;
				if (job) await host.ask("cancel-jobs", { jobIds: [job.id] });
			}),
		useAgain({ look, size }: HistoryEntry): void {
			state.tab.value = "draw";
			showLook(state, { hue: 0, colours: [], ...look });
			// The place keeps its size.
			if (state.slot.value?.kind !== "finding") state.size.value = size;
			state.strip.value = [];
			state.variationSeed.value = look.variation?.seed ?? nextSeed(look.seed);
			drafts.wishNow();
		},
		changeHistory: (id: string, act: "star" | "unstar" | "delete") =>
			guard(() => host.ask("change-history", { id, act })),
		showFile: (folder: string, target: string) =>
			guard(() => host.ask("show-file", { folder, target })),
	};
}

function isOver({ state }: JobRow): boolean {
	return state === "done" || state === "failed" || state === "cancelled";
}

function isFor({ findingId, folder, target }: JobRow, slot: Slot): boolean {
	return slot.kind === "finding"
		? findingId === slot.findingId
		: folder === slot.folder && target === slot.target;
}
