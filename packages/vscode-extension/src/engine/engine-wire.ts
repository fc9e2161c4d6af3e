// The wire between the extension host and the engine's thread; types only.
import type { WritableFormat } from "@musa/assets";
import type {
	AlphaSource,
	Device,
	DraftComparison,
	FinalRecord,
	ImageSize,
	PaletteDistance,
	Variation,
} from "@musa/core";
import type { Routing } from "@musa/studio";

/** Where the thread finds its files and how it draws. */
export interface EngineData {
	/** Folder of the extension. */
	readonly folder: string;
	readonly device: Device;
	readonly threadCount: number;
	/** Folder in whose node_modules onnxruntime-node lies; empty without one. */
	readonly nativeRuntime: string;
}

/** One picture to draw and encode. */
export interface DrawParams {
	readonly prompt: string;
	/** px */
	readonly width: number;
	readonly height: number;
	/** uint32; at random when missing. */
	readonly seed?: number | undefined;
	/** Id of one of the model's styles; the model's choice when missing. */
	readonly style?: string | undefined;
	readonly variation?: Variation | undefined;
	/** Turn of all hues in degrees. */
	readonly hue?: number | undefined;
	/** `#rrggbb`; the picture keeps to them. */
	readonly colours?: readonly string[] | undefined;
	/** Whether the background is transparent; JPEG never is. */
	readonly alpha: boolean;
	readonly format: WritableFormat;
	/** Whether the file carries its recipe; the mark of its origin it always does. */
	readonly embedRecipe: boolean;
	readonly embedPrompt: boolean;
	/** Sizes to write, as factors of width and height. */
	readonly scales: readonly number[];
	/** Longest side of a PNG to look at, px; none when missing. */
	readonly thumbnailPx?: number | undefined;
}

/** One size of a drawn picture. */
export interface DrawnFile {
	readonly scale: number;
	readonly width: number;
	readonly height: number;
	readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A drawn picture. */
export interface DrawnPicture {
	readonly files: readonly DrawnFile[];
	readonly thumbnail?: Uint8Array<ArrayBuffer> | undefined;
	/** JSON, for a sidecar. */
	readonly recipe: string;
	readonly seed: number;
	readonly reasons: readonly string[];
	/** How far the picture is from the colours asked for. */
	readonly distance?: PaletteDistance | undefined;
	readonly ms: number;
}

/** What a service drew, to be fitted to the slot of its draft. */
export interface FitParams {
	/** PNG, WebP or JPEG, of any size. */
	readonly answer: Uint8Array;
	/** PNG of the slot's size. */
	readonly draft: Uint8Array;
	/** JSON, of the draft, if it was drawn here. */
	readonly draftRecipe?: string | undefined;
	readonly needsAlpha: boolean;
	readonly format: WritableFormat;
	/** Whether the file carries what made it; the mark of its origin every file does. */
	readonly embedRecord: boolean;
	readonly record: Pick<
		FinalRecord,
		"providerId" | "modelId" | "payloadSha256" | "promptSha256"
	>;
	/** Longest side of a PNG to look at, px. */
	readonly thumbnailPx: number;
}

/** A service's picture in the slot of its draft. */
export interface FittedPicture extends DraftComparison {
	readonly files: readonly DrawnFile[];
	readonly thumbnail: Uint8Array<ArrayBuffer>;
	/** JSON, for a sidecar. */
	readonly recipe: string;
	/** px, as it came. */
	readonly came: ImageSize;
	readonly alphaSource: AlphaSource;
}

/** A picture's file as a draft. */
export interface ReadDraft {
	readonly png: Uint8Array<ArrayBuffer>;
	/** PNG, to be sent and looked at. */
	readonly small: Uint8Array<ArrayBuffer>;
	/** Whether one can see through parts of it. */
	readonly hasAlpha: boolean;
}

/** What is known of a picture's file. */
export interface InspectedPicture {
	readonly width: number;
	readonly height: number;
	/** JSON, where it was made by Musa. */
	readonly recipe?: string | undefined;
}

/** Requests to the engine's thread. */
export type EngineWire = {
	readonly requests: {
		/** Opens the model ahead of the first picture. */
		prepare: { params: null; reply: null };
		draw: { params: DrawParams; reply: DrawnPicture };
		/** The styles of the model. */
		"list-styles": {
			params: null;
			reply: readonly { readonly id: string; readonly label: string }[];
		};
		/** Why each prompt needs more than this device; empty where it does not. */
		"explain-routes": {
			params: {
				readonly prompts: readonly string[];
				/** Where the user lets prompts go; nowhere when missing. */
				readonly routing?: Routing | undefined;
			};
			reply: readonly (readonly string[])[];
		};
		/** Fits what a service drew to its slot. */
		"fit-answer": { params: FitParams; reply: FittedPicture };
		/** Reads a picture's file as a draft. */
		"read-draft": {
			params: { readonly bytes: Uint8Array; readonly longestPx: number };
			reply: ReadDraft;
		};
		/** Whether a PNG file has one colour only. */
		"is-flat": { params: { readonly bytes: Uint8Array }; reply: boolean };
		/** Reads size and recipe of a picture's file. */
		inspect: {
			params: { readonly bytes: Uint8Array };
			reply: InspectedPicture | null;
		};
	};
	readonly events: { readonly progress: { readonly fraction: number } };
};
