// Drafts that were drawn for hovers, a few at a time.
const KEPT = 20;
const drafts = new Map<string, Uint8Array>();

/** Keeps the PNG of a finding's draft. */
export function keepDraft(findingId: string, png: Uint8Array): void {
	drafts.delete(findingId);
	drafts.set(findingId, png);
	const [oldest] = drafts.keys();
	if (drafts.size > KEPT && oldest !== undefined) drafts.delete(oldest);
}

/** The PNG of a finding's draft, or undefined. */
export function findDraft(findingId: string): Uint8Array | undefined {
	return drafts.get(findingId);
}
