// What an edition of the plugin adds to the panel. The local one adds nothing and cannot send.
import type { Routing } from "@musa/studio";
import type { JSX } from "preact";
import type { TrayItem } from "./state.js";
import type { RunnerConnection } from "./studio.js";

/** A tab after the common ones. */
export interface EditionTab {
	readonly id: "settings";
	readonly label: string;
	readonly Panel: () => JSX.Element;
}

/** One layer with words of its own. */
export interface SlotOfferProps {
	readonly nodeId: string;
	readonly prompt: string;
}

/** What an edition adds. */
export interface Edition {
	readonly tabs: readonly EditionTab[];
	readonly routing: () => Routing;
	/** What can be done about a prompt that needs more, in a sentence. */
	readonly advice: string;
	/** What stands below the reasons for a route, if the edition has an offer. */
	readonly RouteOffer?: () => JSX.Element;
	/** What stands above the list of placeholders, if the edition has an offer for all of them. */
	readonly PlaceholdersOffer?: () => JSX.Element;
	/** What the user may decide for a single layer, if anything. */
	readonly SlotOffer?: (props: SlotOfferProps) => JSX.Element | null;
	/** What lies over the panel, if anything. */
	readonly Overlay: () => JSX.Element | null;
	/** What is kept on this computer, and where, for the card of the device. */
	readonly describeStorage: () => string;
	/** How it keeps what the user enters private. */
	readonly privacy: string;
	/** Places a picture that was made elsewhere and lies in the tray; others are drawn again. */
	readonly placeFinished: (item: TrayItem) => Promise<void>;
	/** Opens the page that draws instead of this frame, if the user set one up and it answers. */
	readonly connectRunner: () => Promise<RunnerConnection | undefined>;
	/** Called once the panel is there. */
	readonly open: () => Promise<void>;
}
