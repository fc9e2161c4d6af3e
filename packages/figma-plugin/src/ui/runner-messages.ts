// Between the panel and a runner page in a child frame; types only. One message opens the wire, and it is the only one that goes
// through windows: it carries two ports, and whatever follows goes through them.

/** Panel → runner, with two ports: this protocol's, and the engine's own wire. */
export interface ConnectMessage {
	readonly musaRunner: 1;
	readonly type: "connect";
}

/** Runner → panel, on the first port. */
export type RunnerMessage =
	| {
			readonly musaRunner: 1;
			readonly type: "ready";
			/** Vendor of the graphics processor; may be empty. */
			readonly gpu: string;
			/** Whether the browser lets this page keep things. */
			readonly hasStorage: boolean;
	  }
	| {
			readonly musaRunner: 1;
			/** It cannot draw, or cannot go on. */
			readonly type: "failed";
			/** For the user. */
			readonly sentence: string;
	  };
