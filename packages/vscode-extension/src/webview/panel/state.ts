// Everything that the panel shows. The controller writes it, the components read it.
import type { Pixels, Variation } from "@musa/ui";
import { computed, signal } from "@preact/signals";
import type { ViewState } from "../../messages.js";
import type {
	Draft,
	Drafter,
	DraftTimes,
	Finding,
	HistoryEntry,
	JobRow,
	Offer,
	Palette,
	Size,
	Slot,
} from "../../records.js";

/** A drawn draft, ready to look at. */
export interface ShownDraft extends Omit<Draft, "png"> {
	readonly image: Pixels;
	readonly by: Drafter;
	/** From the wish to the picture. */
	readonly ms: number;
}

/** What the status line says. */
export interface Status {
	readonly tone: "plain" | "danger";
	readonly sentence: string;
	/** A file to open from there. */
	readonly file?: { readonly folder: string; readonly target: string };
}

/** Makes the state of a new panel. */
export function makePanelState() {
	const findings = signal<readonly Finding[]>([]);
	const slot = signal<Slot | undefined>(undefined);
	return {
		tab: signal<"draw" | "history">("draw"),
		isOpen: signal(false),
		canWrite: signal(false),
		folders: signal<ViewState["folders"]>([]),
		styles: signal<ViewState["styles"]>([]),
		palettes: signal<readonly Palette[]>([]),
		findings,
		history: signal<readonly HistoryEntry[]>([]),
		slot,
		/** The finding that the picture is for. */
		finding: computed(() => {
			const { value } = slot;
			return value?.kind === "finding"
				? findings.value.find(({ id }) => id === value.findingId)
				: undefined;
		}),
		size: signal<Size>({ width: 512, height: 512 }),
		alpha: signal(true),
		prompt: signal(""),
		style: signal("auto"),
		seed: signal(1),
		variationSeed: signal(2),
		/** 0 to 100 */
		strength: signal(0),
		/** Degrees, -180 to 180. */
		hue: signal(0),
		paletteId: signal(""),
		/** Colours of a picture of the history whose palette is not here any more. */
		ownColours: signal<readonly string[]>([]),
		strip: signal<readonly Variation[]>([]),
		draft: signal<ShownDraft | undefined>(undefined),
		/** Who the user wants to draw drafts. */
		drafter: signal<Drafter | "auto">("host"),
		/** What a comparison found. */
		draftTimes: signal<DraftTimes | undefined>(undefined),
		isDrawing: signal(false),
		/** The picture that is in the slot now. */
		before: signal<Pixels | undefined>(undefined),
		/** The picture on its way to its file. */
		job: signal<JobRow | undefined>(undefined),
		/** What can be done about words that need more than this device. */
		advice: signal(""),
		/** Services that could draw instead; nothing in the edition without any. */
		offer: signal<Offer | undefined>(undefined),
		/** The service that is used; the first one if it is none of the offer. */
		serviceId: signal(""),
		/** Whether the draft goes along as a reference. */
		sendsDraft: signal(true),
		/** Whether a sheet is shown or a service draws. */
		isSending: signal(false),
		status: signal<Status>({ tone: "plain", sentence: "" }),
	};
}

/** The state of a panel. */
export type PanelState = ReturnType<typeof makePanelState>;
