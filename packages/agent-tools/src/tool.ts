// The shape of a tool, and the port through which it reaches files and the engine. No tool has an argument for
// who draws, what it may cost or where the folder is: those are the host's, so no text can change them.
import type { FileSystem, ImageFormat, WantedImage } from "@musa/finder";

/** A picture that a tool wants at a path. */
export interface DrawOrder {
	/** Relative to the host's folder, forward slashes, without `..`. */
	readonly path: string;
	readonly format: Extract<ImageFormat, "png" | "webp" | "jpeg">;
	readonly prompt: string;
	/** Pixels. */
	readonly width: number;
	/** Pixels. */
	readonly height: number;
	/** A transparent surrounding; never with JPEG. */
	readonly alpha: boolean;
	/** uint32; the host chooses when it is missing. */
	readonly seed?: number;
}

/** A picture that lies at its path. */
export interface DrawnPicture {
	/** Where it lies, which may differ from what was asked when that was taken meanwhile. */
	readonly path: string;
	readonly width: number;
	readonly height: number;
	readonly seed: number;
	/** A PNG of at most 256 px a side. */
	readonly thumbnail: Uint8Array;
}

/** What a host gives to tools; one folder, on-device drawing. */
export interface AgentHost {
	/** The folder that the agent may see; links are followed only inside it. */
	readonly files: FileSystem;
	/** Lists the missing images of the folder, where the host has a thread for it; else that happens here, over `files`. */
	findMissing?(signal: AbortSignal): Promise<readonly WantedImage[]>;
	/**
	 * Draws on this device and puts the whole file at its path; makes folders, follows no link out of the folder
	 * and never replaces a file.
	 *
	 * @throws Error whose message says what to do; nothing is written then
	 */
	draw(signal: AbortSignal, order: DrawOrder): Promise<DrawnPicture>;
	/** Reports how far a long call is. */
	onProgress?(done: number, total: number | undefined, text: string): void;
}

/** What a user is asked before a tool runs. */
export interface Confirmation {
	readonly title: string;
	readonly message: string;
}

/** What a tool answers. */
export interface ToolResult {
	/** For a model to read. */
	readonly text: string;
	/** The same as data. */
	readonly data: Readonly<Record<string, unknown>>;
	readonly pictures: readonly {
		readonly path: string;
		readonly png: Uint8Array;
	}[];
}

/** A JSON schema of an object without further fields. */
export interface InputSchema {
	readonly type: "object";
	readonly properties: Readonly<Record<string, object>>;
	readonly required?: readonly string[];
	readonly additionalProperties: false;
}

/** One tool. */
export interface AgentTool {
	/** As the protocol writes it, `generate_image`. */
	readonly name: string;
	readonly title: string;
	readonly description: string;
	readonly inputSchema: InputSchema;
	/** Whether it changes no file. */
	readonly isReadOnly: boolean;
	/** @throws ToolRefusal when the arguments are wrong */
	confirm(input: unknown): Confirmation;
	/** @throws ToolRefusal, AbortError, or what the host throws */
	run(
		signal: AbortSignal,
		input: unknown,
		host: AgentHost,
	): Promise<ToolResult>;
}
