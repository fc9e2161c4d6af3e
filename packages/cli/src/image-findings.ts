// What `musa check` tells: its rules, and one finding.

/** The rules, each with one sentence. */
export const checkRules = {
	missing:
		"An image that code or content names, or that musa.json declares, is not there.",
	"wrong-case":
		"An image is there under a name that differs in upper and lower case.",
	stale:
		"An image by Musa was drawn from other words, another style or another seed than are asked now.",
	"wrong-size": "An image has another size than is asked.",
	"too-heavy": "An image has more bytes than musa.json allows.",
	"wrong-format": "An image has a format that musa.json does not allow.",
	"off-palette": "An image has colours far from the palette of musa.json.",
	unreadable: "An image can't be read.",
} as const;

/** The name of a rule. */
export type CheckRule = keyof typeof checkRules;

/** One thing that is not as it should be. */
export interface ImageFinding {
	readonly rule: CheckRule;
	/** Errors fail the check. */
	readonly level: "error" | "warning";
	readonly message: string;
	/** The document that names the image, or the image itself; relative to the folder. */
	readonly file: string;
	/** Counted from 1; missing for what stands in no document. */
	readonly line?: number;
	readonly column?: number;
	/** The image. */
	readonly target: string;
}
