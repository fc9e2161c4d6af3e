// What the user and the document do, and what follows from it.
import { type Look, makeDraw, type Studio } from "@musa/studio";
import { effect } from "@preact/signals";
import type { Command, Slot } from "../messages.js";
import { type Drafts, makeDrafts } from "./drafts.js";
import type { Edition } from "./edition.js";
import { type FillReport, type FillTarget, makeFill } from "./fill.js";
import { parseNodeRecipe } from "./node-recipe.js";
import {
	drawSeed,
	nextSeed,
	type PanelContext,
	readLook,
	showFailure,
} from "./panel-context.js";
import { openSandboxClient, type SandboxEvent } from "./sandbox.js";
import {
	defaultSettings,
	type ListedPlaceholder,
	makeState,
	type State,
} from "./state.js";
import { makeStudio } from "./studio.js";

const newLayerSize = { width: 256, height: 256 };

/** Everything that the components may ask for. */
export type Controller = ReturnType<typeof makeController>;

/** What an edition is made from. */
export interface EditionContext extends PanelContext {
	/** The live draft. */
	readonly drafts: Drafts;
	/** What would be filled now; empty when there is nothing to fill, with a word to the user. */
	readonly chooseTargets: () => readonly FillTarget[];
	readonly refreshHistory: () => Promise<void>;
	/** Runs an act and shows its failure. */
	readonly guard: (act: () => Promise<unknown>) => void;
}

/** Opens the wire to Figma and makes the panel's controller. */
export function makeController(
	makeEdition: (context: EditionContext) => Edition,
) {
	const state = makeState();
	const sandbox = openSandboxClient((event) => onEvent(event));
	const openAnyStudio = makeStudio(
		({ workerKind }) => {
			state.workerKind.value = workerKind;
		},
		() => edition.connectRunner(),
	);
	const openStudio = async (): Promise<Studio> => {
		const studio = await openAnyStudio();
		const { name, version, licence, styles } = studio.manifest;
		state.model.value ??= { name, version, licence, styles };
		return studio;
	};
	let lastActionId = 0;
	const context: PanelContext = {
		state,
		sandbox,
		openStudio,
		draw: makeDraw(),
		nextActionId: () => ++lastActionId,
		routing: () => edition.routing(),
	};
	const drafts = makeDrafts(context);
	const { fill, cancel } = makeFill({ ...context, draw: makeDraw() });

	const cancelJob = (): void => {
		cancel();
		state.job.value?.cancel?.();
	};
	const guard = (act: () => Promise<unknown>): void => {
		act().catch((error: unknown) => showFailure(state, error));
	};
	const refreshHistory = async (): Promise<void> => {
		state.history.value = await sandbox.ask("read-history", null);
	};
	const runFill = async (
		targets: readonly FillTarget[],
	): Promise<FillReport | undefined> => {
		if (state.job.value || targets.length === 0) return undefined;
		state.job.value = { label: "Drawing", fraction: 0 };
		state.status.value = { tone: "plain", sentence: "" };
		await drafts.stop();
		const report = await fill(targets, drafts.take()?.actionId);
		state.status.value = summarise(report, targets.length);
		await refreshHistory();
		return report;
	};
	const chooseTargets = (): readonly FillTarget[] => {
		const prompt = state.prompt.value;
		const slots = state.fillable.value;
		if (slots.length === 0 && state.slots.value.length > 0) return [];
		const look = readLook(state, prompt);
		const targets: FillTarget[] =
			slots.length === 0
				? [{ nodeId: null, size: newLayerSize, look }]
				: slots.map((slot, i) => makeTarget(state, slot, i));
		if (targets.every((target) => target.look.prompt.trim() !== ""))
			return targets;
		state.status.value = {
			tone: "danger",
			sentence: "Write in a few words what the picture shows.",
		};
		return [];
	};
	const keep = (): void => guard(() => runFill(chooseTargets()));
	const edition = makeEdition({
		...context,
		drafts,
		chooseTargets,
		refreshHistory,
		guard,
	});
	const restore = (): void =>
		guard(async () => {
			if (state.job.value) return cancelJob();
			await drafts.stop();
			await drafts.drop();
			state.status.value = {
				tone: "plain",
				sentence: "The layer has its own fill again.",
			};
		});
	const useLook = (look: Look): void => {
		state.prompt.value = look.prompt;
		state.seed.value = look.seed;
		state.strength.value = 100 * (look.variation?.strength ?? 0);
		state.variationSeed.value = look.variation?.seed ?? nextSeed(look.seed);
		state.hue.value = look.hue;
		state.settings.value = { ...state.settings.value, style: look.style };
		state.recipeColours.value = look.colours;
		state.paletteId.value = look.colours.length > 0 ? "recipe" : "";
		state.tab.value = "fill";
		drafts.wishNow();
	};
	const regenerate = async (slots: readonly Slot[]): Promise<void> => {
		await runFill(
			slots.flatMap((slot) => {
				const look = parseNodeRecipe(slot.recipe);
				if (!look || slot.problem !== undefined) return [];
				const { nodeId, size } = slot;
				return {
					nodeId,
					size,
					look: { ...look, seed: drawSeed(), variation: undefined },
				};
			}),
		);
	};
	const obey = ({ name, prompt }: Command, slots: readonly Slot[]): void => {
		const look = parseNodeRecipe(slots[0]?.recipe);
		if (prompt !== undefined) state.prompt.value = prompt;
		if (name === "find-placeholders") {
			state.tab.value = "placeholders";
			findPlaceholders("page");
		} else if (name === "regenerate") guard(() => regenerate(slots));
		else if ((name === "edit-prompt" || name === "vary") && look) useLook(look);
		else if (name === "fill" && prompt !== undefined) keep();
		else if (prompt !== undefined) drafts.wishNow();
	};
	const onEvent = (event: SandboxEvent): void => {
		if (event.event === "command-given") {
			obey(event.payload, state.slots.value);
			return;
		}
		const before = state.fillable.value[0];
		state.slots.value = event.payload.slots;
		const first = state.fillable.value[0];
		if (state.job.value || first?.nodeId === before?.nodeId) return;
		guard(async () => {
			await drafts.stop();
			await drafts.drop();
		});
	};
	const saveSettings = (changes: Partial<State["settings"]["value"]>): void =>
		guard(async () => {
			state.settings.value = { ...state.settings.value, ...changes };
			await sandbox.ask("save-settings", state.settings.value);
		});
	const findPlaceholders = (scope: "selection" | "page"): void =>
		guard(async () => {
			state.status.value = {
				tone: "plain",
				sentence: "Looking at the layers…",
			};
			const report = await sandbox.ask("find-placeholders", { scope });
			const { placeholders, layerCount, isCut } = report;
			state.placeholders.value = placeholders.map((each) => ({
				...each,
				isChosen: true,
			}));
			const count = placeholders.length;
			state.status.value = {
				tone: "plain",
				sentence: `${isCut ? `The first ${count}` : count} ${count === 1 ? "placeholder" : "placeholders"} among ${layerCount.toLocaleString("en")} layers.`,
			};
		});
	const fillPlaceholders = (): void =>
		guard(async () => {
			const chosen = state.placeholders.value.filter(
				({ isChosen }) => isChosen,
			);
			const report = await runFill(
				chosen.map(({ nodeId, size, prompt }, i) => ({
					nodeId,
					size,
					look: {
						...readLook(state, prompt),
						seed: (state.seed.value + i) >>> 0,
						variation: undefined,
					},
				})),
			);
			if (!report) return;
			state.placeholders.value = state.placeholders.value.map((each) => {
				const outcome = report.problems.get(each.nodeId);
				return outcome === undefined ? each : { ...each, outcome };
			});
			if (!report.isCancelled && report.problems.size === 0)
				state.placeholders.value = [];
		});

	const open = async (): Promise<void> => {
		await afterPaint();
		const { settings, slots, command } = await sandbox.ask("open-panel", null);
		state.settings.value = settings ?? defaultSettings;
		state.slots.value = slots;
		state.seed.value = drawSeed();
		state.variationSeed.value = drawSeed();
		[state.palettes.value, state.history.value] = await Promise.all([
			sandbox.ask("read-palettes", null),
			sandbox.ask("read-history", null),
		]);
		await edition.open();
		// The panel is there; now the engine may take its time.
		const { engine, manifest, device } = await openStudio();
		obey(command, slots);
		await engine.prepare(new AbortController().signal, {
			manifest,
			device: device ?? "wasm",
			threadCount: 1,
		});
		if (state.prompt.value === "") drafts.wishNow();
	};

	return {
		state,
		edition,
		open: () => guard(open),
		setPrompt(prompt: string) {
			state.prompt.value = prompt;
			drafts.wishSoon();
		},
		/** A control that changes the picture moved. */
		scrub(changes: { strength?: number; hue?: number; paletteId?: string }) {
			if (changes.strength !== undefined)
				state.strength.value = changes.strength;
			if (changes.hue !== undefined) state.hue.value = changes.hue;
			if (changes.paletteId !== undefined)
				state.paletteId.value = changes.paletteId;
			drafts.wishNow();
		},
		chooseSeed(seed: number) {
			state.seed.value = seed;
			state.strength.value = 0;
			drafts.wishNow();
		},
		shuffle() {
			state.seed.value = drawSeed();
			state.variationSeed.value = drawSeed();
			state.strength.value = 0;
			state.strip.value = [];
			drafts.wishNow();
		},
		setLayerPrompt(nodeId: string, prompt: string) {
			state.layerPrompts.value = {
				...state.layerPrompts.value,
				[nodeId]: prompt,
			};
		},
		setStyle(style: string) {
			saveSettings({ style });
			drafts.wishNow();
		},
		saveSettings,
		keep,
		restore,
		cancel: cancelJob,
		findPlaceholders,
		fillPlaceholders,
		changePlaceholder(nodeId: string, changes: Partial<ListedPlaceholder>) {
			state.placeholders.value = state.placeholders.value.map((each) =>
				each.nodeId === nodeId ? { ...each, ...changes } : each,
			);
		},
		useRecipe(json: string) {
			const look = parseNodeRecipe(json);
			if (look) useLook(look);
		},
		changeHistory: (id: string, act: "star" | "unstar" | "delete") =>
			guard(async () => {
				state.history.value = await sandbox.ask("change-history", { id, act });
			}),
		showNode: (nodeId: string) =>
			guard(async () => {
				const { isFound } = await sandbox.ask("show-node", { nodeId });
				state.status.value = {
					tone: "plain",
					sentence: isFound
						? "The layer is selected."
						: "The layer is not in this file any more.",
				};
			}),
		placeFromTray: (id: number) =>
			guard(async () => {
				const item = state.tray.value.find((each) => each.id === id);
				const slot = state.fillable.value[0];
				if (!item) return;
				if (item.finished) return edition.placeFinished(item);
				const report = await runFill([
					{
						nodeId: slot?.nodeId ?? null,
						size: slot?.size ?? newLayerSize,
						look: item.drawing.look,
					},
				]);
				if (report?.placedCount === 1)
					state.tray.value = state.tray.value.filter((each) => each.id !== id);
			}),
		dropFromTray(id: number) {
			state.tray.value = state.tray.value.filter((each) => each.id !== id);
		},
		/** Runs an act whenever what it reads has changed; returns how to stop. */
		watch: effect,
	};
}

/** Waits until the panel shows; a frame that is not seen paints nothing, and is not waited for. */
function afterPaint(): Promise<void> {
	return new Promise((resolve) => {
		requestAnimationFrame(() => setTimeout(resolve));
		setTimeout(resolve, 100);
	});
}

function makeTarget(state: State, slot: Slot, i: number): FillTarget {
	const own = state.isPromptPerLayer.value
		? state.layerPrompts.value[slot.nodeId]
		: undefined;
	const look = readLook(state, own ?? state.prompt.value);
	// One prompt in many layers gives a family, not copies.
	const seed = (look.seed + i) >>> 0;
	return { nodeId: slot.nodeId, size: slot.size, look: { ...look, seed } };
}

function summarise(
	{ placedCount, isCancelled, problems }: FillReport,
	count: number,
): State["status"]["value"] {
	const [problem] = problems.values();
	const layers = count === 1 ? "layer" : "layers";
	if (placedCount === count)
		return {
			tone: "plain",
			sentence: count === 1 ? "Done." : `Filled ${count} ${layers}.`,
		};
	if (problem !== undefined)
		return {
			tone: "danger",
			sentence:
				count === 1
					? problem
					: `Filled ${placedCount} of ${count} ${layers}. ${problem}`,
		};
	return {
		tone: "plain",
		sentence: isCancelled
			? `Cancelled. Filled ${placedCount} of ${count} ${layers}.`
			: "Nothing was filled.",
	};
}
