// Every message between the plugin's frame and Figma's sandbox; types only.
// Figma carries only Uint8Array among binary types, so nothing else may appear here.

/** Width and height in px. */
export interface Size {
	readonly width: number;
	readonly height: number;
}

/** A layer that was looked at as a place for a picture. */
export interface Slot {
	readonly nodeId: string;
	readonly name: string;
	/** Of the layer on the canvas; the picture's may be smaller. */
	readonly size: Size;
	/** Why it cannot be filled, in plain words. */
	readonly problem?: string;
	/** What is special about it, in plain words. */
	readonly note?: string;
	/** Recipe of the picture that Musa placed there, JSON. */
	readonly recipe?: string;
	/** Whether there is a picture to start from. */
	readonly hasPicture: boolean;
}

/** A slot that waits for a picture, with words for it. */
export interface Placeholder extends Slot {
	readonly prompt: string;
	/** Why it looks unfinished, in plain words. */
	readonly reason: string;
}

/** What a search for placeholders found. */
export interface PlaceholderReport {
	/** The first ones. */
	readonly placeholders: readonly Placeholder[];
	/** All of them, also those that are too many to show. */
	readonly foundCount: number;
	/** Shapes and frames that were looked at. */
	readonly layerCount: number;
	readonly isCancelled: boolean;
}

/** The selected layers. */
export interface Selection {
	/** The first ones. */
	readonly slots: readonly Slot[];
	/** How many there are beyond them. */
	readonly moreCount: number;
}

/** What the plugin remembers between sessions. */
export interface Settings {
	readonly panel: Size;
	readonly style: string;
	readonly scale: 1 | 2;
	readonly isDraftInLayer: boolean;
}

/** A named set of colours of the file. */
export interface Palette {
	readonly id: string;
	readonly name: string;
	/** `#rrggbb` */
	readonly colours: readonly string[];
}

/** Why the plugin was started. */
export interface Command {
	readonly name:
		| "open"
		| "fill"
		| "find-placeholders"
		| "regenerate"
		| "edit-prompt"
		| "vary";
	readonly prompt?: string;
}

/** One picture that was made in this file. */
export interface HistoryEntry {
	readonly id: string;
	readonly nodeId: string;
	readonly layerName: string;
	/** JSON */
	readonly recipe: string;
	readonly isStarred: boolean;
	/** Figma's name for the picture; older entries have none. */
	readonly imageHash?: string;
}

/** Everything the panel needs to begin. */
export interface PanelState extends Selection {
	readonly settings: Settings | undefined;
	readonly command: Command;
}

/** A picture on its way into a layer. */
export interface PlaceImageParams {
	readonly actionId: number;
	/** `null` makes a new rectangle at the centre of the view. */
	readonly nodeId: string | null;
	readonly png: Uint8Array;
	/** Of a new rectangle, px on the canvas. */
	readonly size: Size;
	readonly prompt: string;
	/** JSON; a draft has none and leaves no trace. */
	readonly recipe: string | null;
}

/** What became of a picture; whoever sent it keeps it unless it was placed. */
export type PlaceImageReply =
	| { readonly state: "placed"; readonly nodeId: string }
	| {
			readonly state: "gone" | "changed" | "refused";
			readonly sentence: string;
	  };

/** What only the routed edition asks: the user's own settings, keys and ledger, kept on this computer and never in the file. */
export type RoutedRequests = {
	/** The settings as they were saved, JSON; and for which services there is a key. */
	"read-services": {
		params: null;
		reply: {
			readonly json: string | null;
			readonly keyIds: readonly string[];
			/** Whether nothing may leave this device. */
			readonly isNever: boolean;
		};
	};
	"save-services": {
		params: { readonly json: string };
		reply: { readonly isSaved: boolean };
	};
	/** The switch that forbids sending; the sandbox then hands out no key. */
	"save-never": {
		params: { readonly isNever: boolean };
		reply: { readonly isSaved: boolean };
	};
	/** `null` forgets the key. */
	"save-key": {
		params: { readonly serviceId: string; readonly key: string | null };
		reply: { readonly isSaved: boolean };
	};
	/** Right before a request goes out, and at no other time. */
	"read-key": {
		params: { readonly serviceId: string };
		reply: { readonly isNever: boolean; readonly key: string | null };
	};
	"read-ledger": { params: null; reply: readonly string[] };
	/** Answered when the line can be read back. */
	"append-ledger": { params: { readonly line: string }; reply: null };
};

/** What every edition asks. */
export type LocalMethod = Exclude<Method, keyof RoutedRequests>;

/** The wire between frame and sandbox: the frame asks, the sandbox answers and tells what happened. */
export type FigmaWire = {
	readonly requests: {
		/** The frame is there. */
		"open-panel": { params: null; reply: PanelState };
		/** As it is now: Figma tells when others are selected, not when those that are change. */
		"read-selection": { params: null; reply: Selection };
		/** Of a layer as it is now; `null` if it has gone. */
		"read-size": {
			params: { readonly nodeId: string };
			reply: Size | null;
		};
		/** Remembers the fills of these layers: from here on only Musa may change them. */
		"begin-action": {
			params: { readonly actionId: number; readonly nodeIds: string[] };
			reply: null;
		};
		/** The file of the picture that is seen in a layer, drafts apart; `null` if there is none. */
		"read-picture": {
			params: { readonly nodeId: string };
			reply: Uint8Array | null;
		};
		/** The file of any picture of this document; `null` if it has gone. */
		"read-image": {
			params: { readonly imageHash: string };
			reply: Uint8Array | null;
		};
		"place-image": { params: PlaceImageParams; reply: PlaceImageReply };
		/** Puts back what was only a draft; what was placed becomes one undo step. */
		"end-action": { params: { readonly actionId: number }; reply: null };
		"find-placeholders": {
			params: { readonly scope: "selection" | "page" };
			reply: PlaceholderReport;
		};
		/** Ends a running search; it replies with what it found so far. */
		"cancel-search": { params: null; reply: null };
		/** Gives the panel another size, without remembering it. */
		"resize-panel": { params: Size; reply: null };
		"read-palettes": { params: null; reply: readonly Palette[] };
		"read-history": { params: null; reply: readonly HistoryEntry[] };
		"change-history": {
			params: {
				readonly id: string;
				readonly act: "star" | "unstar" | "delete";
			};
			reply: readonly HistoryEntry[];
		};
		/** Selects a layer and scrolls to it. */
		"show-node": {
			params: { readonly nodeId: string };
			reply: { readonly isFound: boolean };
		};
		"save-settings": {
			params: Settings;
			reply: { readonly isSaved: boolean };
		};
		"close-plugin": { params: null; reply: null };
	} & RoutedRequests;
	readonly events: {
		readonly "selection-changed": Selection;
		/** How far a search for placeholders is. */
		readonly "search-progress": {
			readonly lookedAt: number;
			readonly layerCount: number;
		};
		/** Colours of the file may be others now. */
		readonly "styles-changed": null;
		readonly "command-given": Command;
	};
};

/** Name of a request. */
export type Method = keyof FigmaWire["requests"];

/** Frame → sandbox. */
export type UiMessage = {
	[M in Method]: {
		readonly musa: 1;
		readonly type: "request";
		readonly id: number;
		readonly method: M;
		readonly params: FigmaWire["requests"][M]["params"];
	};
}[Method];

/** Sandbox → frame. */
export type MainMessage =
	| {
			readonly musa: 1;
			readonly type: "reply";
			readonly id: number;
			readonly reply: FigmaWire["requests"][Method]["reply"];
	  }
	| {
			readonly musa: 1;
			readonly type: "problem";
			readonly id: number;
			/** For the user. */
			readonly sentence: string;
	  }
	| {
			[E in keyof FigmaWire["events"]]: {
				readonly musa: 1;
				readonly type: "event";
				readonly event: E;
				readonly payload: FigmaWire["events"][E];
			};
	  }[keyof FigmaWire["events"]];
