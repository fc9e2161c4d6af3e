// The extension host's side of the engine: the thread starts with the first picture and stays for the next.
import { join } from "node:path";
import type { Routing } from "@musa/studio";
import { openThread } from "../thread/open-thread.js";
import type {
	DrawnPicture,
	DrawParams,
	EngineData,
	EngineWire,
	FitParams,
	FittedPicture,
	InspectedPicture,
	ReadDraft,
} from "./engine-wire.js";

/** Draws in a thread of its own. */
export interface EngineClient {
	/** @throws MusaError, AbortError */
	draw(
		signal: AbortSignal,
		params: DrawParams,
		onFraction?: (fraction: number) => void,
	): Promise<DrawnPicture>;
	/** Opens the model ahead of the first picture. */
	prepare(signal: AbortSignal): Promise<void>;
	/** The styles of the model. */
	listStyles(): Promise<
		readonly { readonly id: string; readonly label: string }[]
	>;
	/** Why each prompt needs more than this device; empty where it does not. */
	explain(
		prompts: readonly string[],
		routing?: Routing,
	): Promise<readonly (readonly string[])[]>;
	/** Fits what a service drew to the slot of its draft. @throws Error when it is no picture */
	fit(signal: AbortSignal, params: FitParams): Promise<FittedPicture>;
	/** Reads a picture's file as a draft. @throws Error when it is none */
	readDraft(bytes: Uint8Array, longestPx: number): Promise<ReadDraft>;
	/** Whether a PNG file has one colour only. */
	isFlat(bytes: Uint8Array): Promise<boolean>;
	/** Size and recipe of a picture's file; null when it is none that is known. */
	inspect(bytes: Uint8Array): Promise<InspectedPicture | null>;
	/** Ends the thread; the next picture starts another, with the settings of then. */
	close(): void;
}

/** Opens the engine over the files of the extension's folder. */
export function openEngineClient(
	folder: string,
	readSettings: () => Omit<EngineData, "folder">,
	onDeath: (reason: string) => void,
): EngineClient {
	const thread = openThread<EngineWire>(
		join(folder, "engine-thread.mjs"),
		(): EngineData => ({ folder, ...readSettings() }),
		onDeath,
	);
	return {
		draw: (signal, params, onFraction) =>
			thread.request(signal, "draw", params, {
				onEvent: ({ payload }) => onFraction?.(payload.fraction),
			}),
		async prepare(signal) {
			await thread.request(signal, "prepare", null);
		},
		listStyles: () => thread.request(undefined, "list-styles", null),
		explain: (prompts, routing) =>
			thread.request(undefined, "explain-routes", { prompts, routing }),
		fit: (signal, params) => thread.request(signal, "fit-answer", params),
		readDraft: (bytes, longestPx) =>
			thread.request(undefined, "read-draft", { bytes, longestPx }),
		isFlat: (bytes) => thread.request(undefined, "is-flat", { bytes }),
		inspect: (bytes) => thread.request(undefined, "inspect", { bytes }),
		close: () => thread.close(),
	};
}
