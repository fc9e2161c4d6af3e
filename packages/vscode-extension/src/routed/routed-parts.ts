import type { Keys } from "./keys.js";

/** What the acts of the edition share. */
export interface RoutedParts {
	readonly keys: Keys;
	/** Tells the views that services, limits or spending changed. */
	readonly tellChange: () => void;
}

/** Scheme of the document that shows the ledger. */
export const ledgerScheme = "musa-ledger";
