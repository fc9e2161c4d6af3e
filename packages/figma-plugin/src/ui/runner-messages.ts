// Between the panel and a runner page in a child frame; types only. One message opens the wires, and it is the only one that goes
// through windows: it carries three ports, and whatever follows goes through them.

/** Panel → runner, with three ports: this protocol's, the engine's own wire, and the store's. */
export interface ConnectMessage {
	readonly musaRunner: 1;
	readonly type: "connect";
}

/** Whether this page keeps the tray: it does, the browser forbids it, or what it kept is damaged. */
export type RunnerStorage = "open" | "forbidden" | "damaged";

/** Runner → panel, on the first port. */
export type RunnerMessage =
	| {
			readonly musaRunner: 1;
			readonly type: "ready";
			/** Vendor of the graphics processor, may be empty; `null` where it cannot draw. */
			readonly gpu: string | null;
			/** Why it cannot draw, for the user; else empty. */
			readonly sentence: string;
			readonly storage: RunnerStorage;
	  }
	| {
			readonly musaRunner: 1;
			/** It is of no use, or cannot go on. */
			readonly type: "failed";
			/** For the user. */
			readonly sentence: string;
	  };

/** A picture of the tray as a runner keeps it. */
export interface KeptPicture {
	readonly id: string;
	readonly prompt: string;
	/** Why it is in the tray. */
	readonly sentence: string;
	/** For the layer it goes to, JSON. */
	readonly recipe: string;
	/** As it would be placed, PNG; `null` if the file could not be read. */
	readonly png: Uint8Array | null;
	/** As it came from a service, if it did. */
	readonly file: Uint8Array | null;
}

/** A part of the store that only who knows its name can find: 32 hex digits. */
export interface Drawer {
	readonly drawer: string;
}

/** The wire on the third port. */
export type StoreWire = {
	readonly requests: {
		/** The newest first. */
		"list-pictures": { params: Drawer; reply: readonly KeptPicture[] };
		/** Refused when the store is full. */
		"keep-picture": {
			params: Drawer & { readonly picture: KeptPicture };
			reply: { readonly isKept: boolean };
		};
		"drop-picture": { params: Drawer & { readonly id: string }; reply: null };
	};
	readonly events: Record<never, never>;
};
