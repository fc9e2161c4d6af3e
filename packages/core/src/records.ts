// The records of one generation, in the order they are made. All are JSON except pixels.
import type { RgbaImage } from "./image/rgba-image.js";

export type { RgbaImage };

/** Width and height in px. */
export interface ImageSize {
	readonly width: number;
	readonly height: number;
}

/** Where the networks run: single-thread or threaded WASM, WebGPU, or an installed onnxruntime-node. */
export type Device = "wasm" | "webgpu" | "native";

/** What lies behind the picture: nothing, or one colour as `#rrggbb`. */
export type Background = "transparent" | `#${string}`;

/** An object on its own, or a picture that fills its frame. */
export type PictureKind = "object" | "background";

/** Another seed's noise mixed in: the way from one picture to another. */
export interface Variation {
	/** uint32 */
	readonly seed: number;
	/** Share of the way to that seed's noise, 0 to 1. */
	readonly strength: number;
}

/** Rows and columns of latents; the picture that is drawn on them has their aspect ratio. */
export interface LatentGrid {
	readonly height: number;
	readonly width: number;
}

/** A picture that a generation starts from, by what identifies its pixels. */
export interface InitPicture extends ImageSize {
	/** Of its pixels in RGBA with straight alpha, lower-case hex. */
	readonly sha256: string;
	/** How much may change: 0 keeps the picture, 1 would keep nothing of it. */
	readonly strength: number;
}

/** What a host asks for; `parseRequest` makes it from unknown input. */
export interface ImageRequest {
	/** The user's words, trimmed. */
	readonly prompt: string;
	readonly size: ImageSize;
	/** uint32; drawn at random when missing. */
	readonly seed?: number;
	readonly variation?: Variation;
	readonly stepCount?: number;
	/** Unitless; 1 switches guidance off. */
	readonly guidanceScale?: number;
	/** Id of one of the model's styles. */
	readonly style?: string;
	readonly background?: Background;
	/** The picture to start from, of any size. */
	readonly init?: RgbaImage;
	/** How much of `init` may change, 0 to 1. */
	readonly strength?: number;
	/** One of the model's grids; chosen by the target's aspect ratio when missing. */
	readonly grid?: LatentGrid;
	/** `false` draws several things as one picture; else each is drawn alone where the prompt can be taken apart. */
	readonly layers?: boolean;
	readonly modelId?: string;
	readonly device?: Device | "auto";
	readonly threadCount?: number;
}

/** What the request was understood to mean. */
export interface Triage {
	readonly kind: PictureKind;
	readonly needsAlpha: boolean;
	/** The prompt's words after tokenizer normalisation. */
	readonly words: readonly string[];
	/** Plain sentences for the user. */
	readonly reasons: readonly string[];
}

/** That a picture was drawn on the device although it was judged to fall short there. Holds no words of the prompt. */
export interface Fallback {
	/** What could have drawn it; `none` if nothing was set up, allowed or affordable. */
	readonly advised: "private" | "cloud" | "none";
	/** The router's score, 0 to 1. */
	readonly score: number;
	/** Names of what the prompt asks for. */
	readonly demands: readonly string[];
}

/** One thing of several, drawn alone and put in its places. */
export interface Layer {
	readonly prompt: string;
	/** As in a plan. */
	readonly modelPrompt?: string;
	/** As in a plan. */
	readonly tint?: string;
	/** uint32 */
	readonly seed: number;
	/** Of the drawing, px. */
	readonly size: ImageSize;
	/** Left top corners in the target, px; the same drawing lies at each. */
	readonly places: readonly { readonly x: number; readonly y: number }[];
	/** Super-resolution passes in order. */
	readonly upscaleFactors: readonly number[];
}

/** What was decided; a plan alone, with the picture it starts from if there is one, reproduces a picture. */
export interface Plan {
	readonly provider: string;
	readonly modelId: string;
	readonly modelVersion: string;
	/** Hash over the manifest's list of files, lower-case hex. */
	readonly modelSha256: string;
	readonly prompt: string;
	/** What the model is told instead, where it learnt the thing under another name. */
	readonly modelPrompt?: string;
	/** `#rrggbb` that the main colour of what is drawn becomes; the model is not told of it. */
	readonly tint?: string;
	readonly style: string;
	readonly kind: PictureKind;
	/** uint32 */
	readonly seed: number;
	readonly variation?: Variation;
	readonly init?: InitPicture;
	readonly grid: LatentGrid;
	/** Of the picture that the grid becomes, before it is enlarged. */
	readonly nativeSize: ImageSize;
	readonly scheduler: string;
	/** Of the whole way from noise; from a picture it is the share that `init.strength` says. */
	readonly stepCount: number;
	readonly guidanceScale: number;
	readonly device: Device;
	readonly threadCount: number;
	/** Super-resolution passes in order, e.g. `[8, 4]`. */
	readonly upscaleFactors: readonly number[];
	/** How the native picture meets the target: padded inside it, or cropped to cover it. */
	readonly fit: "contain" | "cover";
	readonly targetSize: ImageSize;
	readonly background: Background;
	/** Lowest first; the picture is put together from these instead of drawn at once. */
	readonly layers?: readonly Layer[];
	/** Plain sentences for the user. */
	readonly reasons: readonly string[];
}

/** Wall time of one stage. */
export interface StageTiming {
	readonly stage: string;
	readonly ms: number;
}

/** A finished picture with what made it. */
export interface GeneratedImage {
	readonly image: RgbaImage;
	readonly plan: Plan;
	readonly timings: readonly StageTiming[];
	/** How well the model knows what the prompt names, 0 to 1; only from models that can say it. */
	readonly confidence?: number;
	/** The prompt's words that the model never learnt, lower-case. */
	readonly unknownWords?: readonly string[];
}

/** Where a host puts a picture. */
export interface Placement {
	readonly host: "file" | "figma" | "vscode";
	/** A path, a node id or a document URI. */
	readonly target: string;
}
