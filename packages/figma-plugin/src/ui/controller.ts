// What the user and the document do, and what follows from it.
import { type Look, makeDraw, type Studio } from "@musa/studio";
import type { LookChange } from "@musa/ui";
import { effect } from "@preact/signals";
import type { Command, Size, Slot } from "../messages.js";
import { afterPaint } from "./after-paint.js";
import { type Drafts, makeDrafts } from "./drafts.js";
import type { Edition } from "./edition.js";
import { type FillReport, type FillTarget, makeFill } from "./fill.js";
import { followDocument } from "./follow-document.js";
import { makeHistoryActs } from "./history-acts.js";
import { parseNodeRecipe } from "./node-recipe.js";
import {
	drawSeed,
	nextSeed,
	type PanelContext,
	showFailure,
} from "./panel-context.js";
import { openSandboxClient, type SandboxEvent } from "./sandbox.js";
import { makeSearch, type Search } from "./search.js";
import { watchSlotRoutes } from "./slot-routes.js";
import { defaultSettings, makeState, type State } from "./state.js";
import { makeStudio } from "./studio.js";
import { chooseTargets, summarise } from "./targets.js";
import { watchPauses } from "./watch-pauses.js";

/** Everything that the components may ask for. */
export type Controller = ReturnType<typeof makeController>;

/** What an edition is made from. */
export interface EditionContext extends PanelContext {
	/** The live draft. */
	readonly drafts: Drafts;
	/** What would be filled now; empty when there is nothing to fill, with a word to the user. */
	readonly chooseTargets: () => readonly FillTarget[];
	/** The listed placeholders, which make a family. */
	readonly placeholders: Pick<Search, "chooseTargets" | "settle">;
	readonly refreshHistory: () => Promise<void>;
	/** Draws on this device and places. */
	readonly runFill: (
		targets: readonly FillTarget[],
	) => Promise<FillReport | undefined>;
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
		const { name, version, licence, styles, networks } = studio.manifest;
		const hasEncoder = networks.encoder !== undefined;
		state.model.value ??= { name, version, licence, styles, hasEncoder };
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
	const { onSelection, refreshPalettes, refresh } = followDocument(
		context,
		drafts,
	);
	const { fill, cancel } = makeFill({ ...context, draw: makeDraw() });
	const search = makeSearch(context);
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
	const keep = (): void => guard(() => runFill(chooseTargets(state)));
	const edition = makeEdition({
		...context,
		drafts,
		chooseTargets: () => chooseTargets(state),
		placeholders: search,
		refreshHistory,
		runFill,
		guard,
	});
	const restore = (): void =>
		guard(async () => {
			if (state.job.value) return cancelJob();
			await drafts.stop();
			const hadDraft = state.isDraftInLayer.value;
			await drafts.drop();
			const sentence = hadDraft ? "The layer has its own fill again." : "";
			state.status.value = { tone: "plain", sentence };
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
		const targets = slots.flatMap((slot) => {
			const look = parseNodeRecipe(slot.recipe);
			if (!look || slot.problem !== undefined) return [];
			const { nodeId, size } = slot;
			const fresh = { ...look, seed: drawSeed(), variation: undefined };
			return { nodeId, size, look: fresh };
		});
		if (targets.length === 0) tellNoRecipe(slots[0]);
		await runFill(targets);
	};
	const tellNoRecipe = (slot: Slot | undefined): void => {
		const sentence =
			slot?.problem ??
			(slot
				? "The recipe of this layer cannot be read. Write in a few words what it shall show."
				: "Select a layer that Musa has filled.");
		state.status.value = { tone: "danger", sentence };
	};
	const obey = ({ name, prompt }: Command, slots: readonly Slot[]): void => {
		const look = parseNodeRecipe(slots[0]?.recipe);
		if (prompt !== undefined) state.prompt.value = prompt;
		if (name === "find-placeholders") {
			state.tab.value = "placeholders";
			findPlaceholders("page");
		} else if (name === "regenerate") guard(() => regenerate(slots));
		else if ((name === "edit-prompt" || name === "vary") && !look)
			tellNoRecipe(slots[0]);
		else if (name === "edit-prompt" && look) useLook(look);
		// A little on the way to a new seed: the slider and the strip lead further.
		else if (name === "vary" && look)
			useLook({
				...look,
				variation: { seed: drawSeed(), strength: 0.25 },
			});
		else if (name === "fill" && prompt !== undefined) keep();
		else if (prompt !== undefined) drafts.wishNow();
	};
	const onEvent = (event: SandboxEvent): void => {
		if (event.event === "command-given") obey(event.payload, state.slots.value);
		else if (event.event === "search-progress")
			search.onProgress(event.payload);
		else if (event.event === "styles-changed") refreshPalettes();
		else onSelection(event.payload);
	};
	const saveSettings = (changes: Partial<State["settings"]["value"]>): void =>
		guard(async () => {
			state.settings.value = { ...state.settings.value, ...changes };
			const { isSaved } = await sandbox.ask(
				"save-settings",
				state.settings.value,
			);
			if (!isSaved)
				state.status.value = {
					tone: "danger",
					sentence:
						"Figma's storage takes no more, so this setting is forgotten when Musa is closed.",
				};
		});
	const findPlaceholders = (scope: "selection" | "page"): void =>
		guard(() => search.find(scope));
	const fillPlaceholders = (): void =>
		guard(async () => {
			const report = await runFill(search.chooseTargets());
			if (report) search.settle(report);
		});

	const open = async (): Promise<void> => {
		await afterPaint();
		// The panel is there; the engine opens while Figma answers, and what comes below waits for it.
		openStudio().catch(() => undefined);
		const { settings, slots, moreCount, command } = await sandbox.ask(
			"open-panel",
			null,
		);
		state.settings.value = settings ?? defaultSettings;
		state.slots.value = slots;
		state.moreCount.value = moreCount;
		state.seed.value = drawSeed();
		state.variationSeed.value = drawSeed();
		[state.palettes.value, state.history.value] = await Promise.all([
			sandbox.ask("read-palettes", null),
			sandbox.ask("read-history", null),
		]);
		await edition.open();
		watchSlotRoutes(context);
		addEventListener("focus", refresh);
		watchPauses((ms) => {
			state.longestPauseMs.value = ms;
		});
		const { engine, manifest, device } = await openStudio();
		obey(command, slots);
		await engine.prepare(new AbortController().signal, {
			manifest,
			device: device ?? "wasm",
			threadCount: 1,
		});
		// A picture that nobody sees, so that the first wish finds the runtime warm.
		if (state.prompt.value === "" && !state.job.value) drafts.wishNow();
	};

	return {
		state,
		edition,
		...makeHistoryActs(context, { guard, runFill, edition }),
		open: () => guard(open),
		setPrompt(prompt: string) {
			state.prompt.value = prompt;
			drafts.wishSoon();
		},
		/** A control that changes the picture moved. */
		scrub(changes: LookChange) {
			if (changes.change !== undefined) state.change.value = changes.change;
			if (changes.strength !== undefined)
				state.strength.value = changes.strength;
			if (changes.hue !== undefined) state.hue.value = changes.hue;
			if (changes.paletteId !== undefined)
				state.paletteId.value = changes.paletteId;
			if (changes.style !== undefined) saveSettings({ style: changes.style });
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
		saveSettings,
		keep,
		restore,
		cancel: cancelJob,
		findPlaceholders,
		fillPlaceholders,
		changePlaceholder: search.change,
		useRecipe(json: string) {
			const look = parseNodeRecipe(json);
			if (look) useLook(look);
		},
		/** While the user drags: not remembered yet. */
		resizePanel: (size: Size) => guard(() => sandbox.ask("resize-panel", size)),
		refresh,
		/** Runs an act whenever what it reads has changed; returns how to stop. */
		watch: effect,
	};
}
