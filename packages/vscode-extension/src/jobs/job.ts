// What is known of a job before it starts; a job that is written down can be done after a restart.
import type { JobRow, Size } from "../records.js";
import type { OutputSettings } from "../settings.js";

/** A reference as it stood when the job was asked. */
export interface Mention {
	/** Of the document, relative to the folder. */
	readonly file: string;
	readonly reference: string;
	readonly use: string;
	/** Counted from 1. */
	readonly line: number;
	readonly column: number;
}

/** How a file is recognised. */
export interface FileStamp {
	readonly sizeBytes: number;
	readonly modifiedMs: number;
}

/** A service's answer, which is paid for: it waits in files of the extension until it is in its place. */
export interface FinalAnswer {
	/** Folder of its files: the answer, and the draft to whose slot it is fitted. */
	readonly folder: string;
	readonly providerId: string;
	readonly modelId: string;
	/** Of what was sent, lower-case hex. */
	readonly payloadSha256: string;
	readonly promptSha256: string;
	/** JSON, of the draft, if it was drawn here. */
	readonly draftRecipe?: string | undefined;
	readonly needsAlpha: boolean;
}

/** A picture to draw and write. */
export interface JobOrder {
	/** URI of the workspace folder. */
	readonly folder: string;
	/** Relative to the folder, with forward slashes. */
	readonly target: string;
	readonly prompt: string;
	readonly size: Size;
	readonly alpha: boolean;
	/** uint32; chosen when the job is made, so that a restart draws the same picture. */
	readonly seed: number;
	readonly style?: string | undefined;
	readonly variation?:
		| { readonly seed: number; readonly strength: number }
		| undefined;
	/** Turn of all hues in degrees. */
	readonly hue?: number | undefined;
	/** `#rrggbb`; the picture keeps to them. */
	readonly colours?: readonly string[] | undefined;
	/** Whether somebody chose the look by eye, so that musa.json changes nothing about it. */
	readonly keepsLook?: boolean | undefined;
	readonly findingId?: string | undefined;
	/** What references to `from` say instead, where the target is to take the place of something elsewhere. */
	readonly redirect?:
		| { readonly from: string; readonly to: string }
		| undefined;
	/** References to the target that may be completed; the one the user looks at first. */
	readonly mentions: readonly Mention[];
	/** Whether a file that is there already ends the job, rather than getting a neighbour. */
	readonly mustBeFree?: boolean | undefined;
	/** The file that gives way, as it was when the user agreed. */
	readonly replaces?: FileStamp | undefined;
	readonly output: OutputSettings;
	/** What a service drew already, to be put into the place instead of a picture drawn here. */
	readonly final?: FinalAnswer | undefined;
	/** Longest side of a PNG to hand back, px. */
	readonly thumbnailPx?: number | undefined;
}

/** A job as it stands. */
export interface Job {
	readonly row: JobRow;
	readonly order: JobOrder;
}

/** What a finished job leaves. */
export interface JobResult {
	/** Relative to the folder. */
	readonly writtenPath: string;
	readonly size: Size;
	readonly seed: number;
	readonly thumbnail?: Uint8Array | undefined;
	/** What is special about the result, for the user. */
	readonly sentence?: string | undefined;
}
