// Drafts that were drawn for hovers, a few at a time.
const KEPT = 20;
const drafts = new Map<string, HoverDraft>();

/** What a hover shows of a missing image. */
export interface HoverDraft {
	readonly png: Uint8Array;
	/** uint32; the picture that is drawn after the draft is the one that was seen. */
	readonly seed: number;
}

/** Keeps a finding's draft. */
export function keepDraft(findingId: string, draft: HoverDraft): void {
	drafts.delete(findingId);
	drafts.set(findingId, draft);
	const [oldest] = drafts.keys();
	if (drafts.size > KEPT && oldest !== undefined) drafts.delete(oldest);
}

/** A finding's draft, or undefined. */
export function findDraft(findingId: string): HoverDraft | undefined {
	return drafts.get(findingId);
}
