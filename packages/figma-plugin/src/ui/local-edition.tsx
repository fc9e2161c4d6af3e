import type { Edition } from "./edition.js";

/** The edition without a network. */
export const localEdition: Edition = {
	tabs: [],
	routing: () => ({ policy: "never", tiers: [], budgetMicros: 0 }),
	advice:
		"A larger model would take a service on the network. This edition asks none: it draws as well as it can here.",
	describeStorage: () => "settings in Figma, nothing else",
	Overlay: () => null,
	privacy:
		"Everything is drawn on this device. This edition has no network access: no prompt, no picture and no figure about you leaves Figma. Prompts are stored in the file beside the pictures they made, so whoever may open the file can read them.",
	placeFinished: async () => undefined,
	connectRunner: async () => undefined,
	open: async () => undefined,
};
