// Everything that the panel shows. The controller writes it, the components read it.
import type { RgbaImage } from "@musa/core";
import { type Drawing, localRoute, type Route } from "@musa/studio";
import { computed, signal } from "@preact/signals";
import type {
	HistoryEntry,
	Palette,
	Placeholder,
	Settings,
	Slot,
} from "../messages.js";

/** A picture that found no layer. */
export interface TrayItem {
	readonly id: string;
	readonly prompt: string;
	/** Why it is here. */
	readonly sentence: string;
	/** As it was drawn on this device, or the draft of one that was not; missing if the panel was closed since or it is damaged. */
	readonly drawing?: Drawing | undefined;
	/** A picture that cannot be drawn again on this device. */
	readonly finished?: FinishedPicture | undefined;
}

/** A picture from elsewhere, ready to be placed. */
export interface FinishedPicture {
	/** Missing if the file could not be read. */
	readonly image: RgbaImage | undefined;
	/** As it came, so that nothing that was paid for is lost. */
	readonly file: Uint8Array;
	/** For the layer it goes to, JSON. */
	readonly recipe: string;
}

/** One of the four pictures to choose from. */
export interface StripItem {
	readonly seed: number;
	readonly image: RgbaImage | undefined;
}

/** Work that the user waits for. */
export interface Job {
	readonly label: string;
	/** 0 to 1 */
	readonly fraction: number;
	/** Of work that is no filling. */
	readonly cancel?: () => void;
}

/** What the status line says. */
export interface Status {
	readonly tone: "plain" | "danger";
	readonly sentence: string;
}

/** A placeholder in the list, with what the user made of it. */
export interface ListedPlaceholder extends Placeholder {
	readonly isChosen: boolean;
	readonly outcome?: string;
}

/** Facts for the card in "About". */
export interface ModelFacts {
	readonly name: string;
	readonly version: string;
	readonly licence: string;
	readonly styles: readonly { readonly id: string; readonly label: string }[];
	/** Whether it can start from a picture. */
	readonly hasEncoder: boolean;
}

/** Without settings of the user. */
export const defaultSettings: Settings = {
	panel: { width: 320, height: 600 },
	style: "",
	scale: 2,
	isDraftInLayer: true,
};

/** Makes the state of a new panel. */
export function makeState() {
	const slots = signal<readonly Slot[]>([]);
	const wantsPromptPerLayer = signal(false);
	return {
		tab: signal<"fill" | "placeholders" | "history" | "settings" | "about">(
			"fill",
		),
		settings: signal(defaultSettings),
		slots,
		/** Selected layers beyond those that are listed. */
		moreCount: signal(0),
		fillable: computed(() =>
			slots.value.filter(({ problem }) => problem === undefined),
		),
		prompt: signal(""),
		wantsPromptPerLayer,
		/** One layer alone has the prompt of the panel. */
		isPromptPerLayer: computed(
			() => wantsPromptPerLayer.value && slots.value.length > 1,
		),
		/** By node id. */
		layerPrompts: signal<Readonly<Record<string, string>>>({}),
		seed: signal(1),
		variationSeed: signal(2),
		/** 0 to 100 */
		strength: signal(0),
		/** How much of a layer's own picture may change: 0 to 100, where 100 is a new one. */
		change: signal(100),
		/** Degrees, -180 to 180. */
		hue: signal(0),
		palettes: signal<readonly Palette[]>([]),
		paletteId: signal(""),
		/** Colours of a recipe whose palette is not in this file. */
		recipeColours: signal<readonly string[]>([]),
		strip: signal<readonly StripItem[]>([]),
		draft: signal<Drawing | undefined>(undefined),
		isDraftInLayer: signal(false),
		/** Whether this device suffices for the prompt. */
		route: signal(localRoute),
		/** The same for the prompts of single layers, by prompt; those that are missing are not judged yet. */
		routes: signal<ReadonlyMap<string, Route>>(new Map()),
		job: signal<Job | undefined>(undefined),
		status: signal<Status>({ tone: "plain", sentence: "" }),
		tray: signal<readonly TrayItem[]>([]),
		placeholders: signal<readonly ListedPlaceholder[]>([]),
		history: signal<readonly HistoryEntry[]>([]),
		model: signal<ModelFacts | undefined>(undefined),
		/** From a wish to the draft in the layer, the last time. */
		draftMs: signal<number | undefined>(undefined),
		/** How long the panel could not react at most. */
		longestPauseMs: signal(0),
		workerKind: signal<"blob" | "data" | "page" | "runner" | undefined>(
			undefined,
		),
	};
}

/** The state of a panel. */
export type State = ReturnType<typeof makeState>;
