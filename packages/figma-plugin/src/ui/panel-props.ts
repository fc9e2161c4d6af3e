import type { Controller } from "./controller.js";

/** What every panel gets. */
export interface PanelProps {
	readonly controller: Controller;
}
