// What a job asks for besides words, and what of it the embedded model cannot do.
import type { ImageSize } from "../records.js";
import { type Confidence, lowConfidence } from "./known-words.js";

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
	/** What a verdict says of the same thing. */
	readonly clause?: string;
}

/** What a verdict says of a job with a reference picture. */
export const referenceClause = "follows a reference picture";
/** What a verdict says of a job with a mask. */
export const maskClause = "changes only a masked part";

/** From this enlargement on fine detail is missing, and from the second on a bigger model is worth it. */
const softFrom = 8;
const tooSoftFrom = 16;
const maxWordsShown = 3;
const maxLettersShown = 40;

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
			clause: referenceClause,
		});
	if (hasMask && !keepsMasks)
		limits.push({
			reason: "The embedded model does not draw inside a mask.",
			lack: "What is drawn inside the mask will not join what is around it.",
			isTooMuch: true,
			clause: maskClause,
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

/** Whether the embedded model learnt all that a prompt names. */
export function isKnown({ confidence, unknownWords }: Confidence): boolean {
	return confidence >= lowConfidence && unknownWords.length === 0;
}

/** The limit of a model that did not learn what the prompt names. */
export function findKnowledgeLimit(
	known: Confidence | undefined,
): readonly JobLimit[] {
	if (known === undefined || known.confidence >= lowConfidence) return [];
	const words = known.unknownWords.slice(0, maxWordsShown).map(quote);
	return [
		{
			reason:
				words.length === 0
					? "The embedded model knows the words but not what they name together."
					: `The embedded model has not learnt ${words.join(", ")}.`,
			lack: "The picture will be a guess.",
			isTooMuch: true,
		},
	];
}

function quote(word: string): string {
	const letters = Array.from(word.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, ""));
	return `'${letters.slice(0, maxLettersShown).join("")}'`;
}
