// The records that both the extension host and its pages show; types only.

/** Width and height in px. */
export interface Size {
	readonly width: number;
	readonly height: number;
}

/** A place of the workspace that wants a picture. */
export interface Finding {
	/** Stays the same while document, reference and target do. */
	readonly id: string;
	/** URI of the workspace folder. */
	readonly folder: string;
	/** Of the document, relative to the folder, with forward slashes. */
	readonly file: string;
	/** Counted from 1; columns in UTF-16 units. */
	readonly line: number;
	readonly column: number;
	readonly reference: string;
	/** Of the image, relative to the folder. */
	readonly target: string;
	readonly use: string;
	/** At which it would be drawn. */
	readonly size: Size;
	/** Whether the code says the size, rather than Musa guessing it. */
	readonly isSizeKnown: boolean;
	readonly format: string;
	readonly alpha: boolean;
	readonly prompt: string;
	/** 0 to 1. */
	readonly confidence: number;
	/** uint32, where musa.json says it. */
	readonly seed?: number;
	/** Why it can't be drawn, in one plain sentence. */
	readonly refusal?: string;
	/** A file whose name differs from the target in upper and lower case only. */
	readonly existing?: string;
}

/** A picture that is referred to and there, and not right. */
export interface ImageProblem extends Finding {
	readonly kind: "placeholder" | "oversize" | "low-resolution";
	/** What is wrong, in plain words. */
	readonly problem: string;
	/** Whether `target` is a file that is there, rather than a place for a new one. */
	readonly isOnDisk: boolean;
}

/** How far a picture is. */
export type JobState =
	| "waiting"
	| "drawing"
	| "writing"
	| "done"
	| "failed"
	| "cancelled";

/** One picture on its way to a file. */
export interface JobRow {
	readonly id: string;
	/** The finding that it fills, if it fills one. */
	readonly findingId?: string;
	/** URI of the workspace folder. */
	readonly folder: string;
	/** Asked path, relative to the folder. */
	readonly target: string;
	readonly prompt: string;
	readonly size: Size;
	readonly state: JobState;
	/** 0 to 1. */
	readonly fraction: number;
	/** What happened and what to do, for the user: on failure, or when something is special about the result. */
	readonly sentence?: string;
	/** Where the picture was written, relative to the folder. */
	readonly writtenPath?: string;
	/** uint32 */
	readonly seed?: number;
}

/** What a draft or a picture shows. */
export interface Look {
	readonly prompt: string;
	/** Id of a style, or `auto`. */
	readonly style: string;
	/** uint32 */
	readonly seed: number;
	/** Another seed's noise mixed in. */
	readonly variation?: { readonly seed: number; readonly strength: number };
	readonly alpha: boolean;
	/** Turn of all hues in degrees. */
	readonly hue?: number;
	/** `#rrggbb`; the picture keeps to them. */
	readonly colours?: readonly string[];
}

/** A drawn picture, small enough to look at. */
export interface Draft {
	readonly look: Look;
	readonly size: Size;
	readonly png: Uint8Array;
	/** Why the words need more than this device; empty when they do not. */
	readonly route: readonly string[];
	/** ΔE in OKLab from the colours asked for. */
	readonly distance?: { readonly mean: number; readonly p95: number };
}

/** Who draws the drafts of a page: the extension host, or the page itself with WebGPU. */
export type Drafter = "host" | "webgpu";

/** How long a draft takes with either, ms; one that was not done in time has none. */
export type DraftTimes = Readonly<Partial<Record<Drafter, number>>>;

/** Where a kept picture goes. */
export type Slot =
	/** Into the place that wants it. */
	| { readonly kind: "finding"; readonly findingId: string }
	/** To a new file; a free name is found when it is taken. */
	| { readonly kind: "file"; readonly folder: string; readonly target: string }
	/** In place of a file that is there, after the user agreed. */
	| {
			readonly kind: "replace";
			readonly folder: string;
			readonly target: string;
	  };

/** A named set of colours of the workspace. */
export interface Palette {
	readonly id: string;
	readonly name: string;
	/** `#rrggbb` */
	readonly colours: readonly string[];
}

/** A picture that was made in this workspace. */
export interface HistoryEntry {
	readonly id: string;
	readonly look: Look;
	readonly size: Size;
	/** URI of the workspace folder. */
	readonly folder: string;
	/** Where it was written, relative to the folder. */
	readonly path: string;
	/** ms since 1970 */
	readonly time: number;
	readonly isStarred: boolean;
	/** PNG, small. */
	readonly thumbnail: Uint8Array;
	/** The service's model that drew it, if this device did not. */
	readonly finalModel?: string;
}

/** What the panel was about; the host keeps it, because a webview may be gone at any moment. */
export interface PanelMemory {
	readonly look: Look;
	/** Of the picture to keep. */
	readonly size: Size;
	readonly slot?: Slot;
	/** Seeds of the pictures to choose from. */
	readonly seeds: readonly number[];
	/** Where the way from the seed leads to. */
	readonly variationSeed: number;
	readonly paletteId: string;
}

/** Why a panel was opened. */
export interface PanelOrder {
	readonly slot?: Slot;
	readonly look?: Partial<Look>;
	readonly size?: Size;
}

/** A service that could draw instead of this device. */
export interface OfferedService {
	readonly id: string;
	/** The service and its model, in words. */
	readonly name: string;
	/** In words. */
	readonly price: string;
}

/** What the edition with services offers under a route. */
export interface Offer {
	readonly services: readonly OfferedService[];
	/** Why nothing can be sent now, in a sentence. */
	readonly obstacle?: string;
}

/** What a sheet before sending shows; everything that is not here is not sent. */
export interface SheetView {
	readonly host: string;
	readonly service: string;
	readonly modelId: string;
	readonly isEncrypted: boolean;
	readonly isPrivate: boolean;
	readonly prompt: string;
	readonly negativePrompt: string;
	/** PNG files, as they would be sent. */
	readonly pictures: readonly Uint8Array[];
	readonly requestText: string;
	readonly bytes: number;
	/** Lower-case hex. */
	readonly payloadSha256: string;
	readonly priceMicros: number | undefined;
	readonly currency: string;
	/** Millionths that may still be spent. */
	readonly capsLeft: {
		readonly job: number;
		readonly day: number;
		readonly month: number;
	};
	readonly retention: string;
	readonly reasons: readonly string[];
	readonly obstacle: string | undefined;
}
