// The wire between the extension host and the engine's thread; types only.
import type { WritableFormat } from "@musa/assets";
import type { Device, PaletteDistance, Variation } from "@musa/core";

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
			params: { readonly prompts: readonly string[] };
			reply: readonly (readonly string[])[];
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
