import type { DrawnPicture } from "../engine/engine-wire.js";

/** Longest side of what the history shows. */
export const historyPx = 96;

/** Files for a place, drawn here or by a service. */
export interface PictureForPlace
	extends Pick<DrawnPicture, "files" | "thumbnail" | "recipe" | "seed"> {
	/** What is special about it, for the user. */
	readonly sentence?: string;
}
