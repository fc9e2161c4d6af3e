// What a job asks for besides words, and what of it the embedded model cannot do.
import type { ImageSize } from "../records.js";

/** What a job asks for besides its prompt. */
export interface JobNeeds {
	/** px, of the finished picture. */
	readonly size?: ImageSize | undefined;
	/** Pictures that are wanted, 1 if nothing is said. */
	readonly count?: number | undefined;
	readonly referenceCount?: number | undefined;
	readonly hasMask?: boolean | undefined;
}

/** What the embedded model can do besides words; what is missing counts as no. */
export interface LocalSkills {
	/** px, as the networks draw before anything is enlarged. */
	readonly nativeSize?: ImageSize | undefined;
	readonly followsReferences?: boolean | undefined;
	readonly keepsMasks?: boolean | undefined;
}

/** One thing that a job asks for and the embedded model cannot do. */
export interface JobLimit {
	/** A plain sentence for the user. */
	readonly reason: string;
	/** A plain sentence: what the result lacks. */
	readonly lack: string;
	/** Whether a bigger model is worth asking for this alone. */
	readonly isTooMuch: boolean;
}

/** From this enlargement on fine detail is missing, and from the second on a bigger model is worth it. */
const softFrom = 8;
const tooSoftFrom = 16;

/** Lists what the embedded model cannot do of a job. */
export function findJobLimits(
	{ size, referenceCount = 0, hasMask = false }: JobNeeds = {},
	{ nativeSize, followsReferences, keepsMasks }: LocalSkills = {},
): readonly JobLimit[] {
	const limits: JobLimit[] = [];
	if (referenceCount > 0 && !followsReferences)
		limits.push({
			reason: "The embedded model follows no reference pictures.",
			lack: "It will not follow the reference picture.",
			isTooMuch: true,
		});
	if (hasMask && !keepsMasks)
		limits.push({
			reason: "The embedded model does not draw inside a mask.",
			lack: "What is drawn inside the mask will not join what is around it.",
			isTooMuch: true,
		});
	if (size && nativeSize) {
		const times = Math.max(
			size.width / nativeSize.width,
			size.height / nativeSize.height,
		);
		if (times > softFrom)
			limits.push({
				reason: `The embedded model draws ${nativeSize.width} x ${nativeSize.height} px; this is ${Math.ceil(times)} times as large.`,
				lack: "Fine detail will be missing at this size.",
				isTooMuch: times > tooSoftFrom,
			});
	}
	return limits;
}
