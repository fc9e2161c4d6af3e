// What an edition of the extension adds. The local one adds nothing and cannot send.
import type { Routing } from "@musa/studio";
import type { Disposable } from "vscode";
import type { KeepReply, SendParams } from "./messages.js";
import type { Offer } from "./records.js";
import type { Services } from "./services.js";

/** What an edition adds. */
export interface Edition {
	/** Where the user lets prompts go, for the router's words; nothing is sent by it. */
	readRouting(): Promise<Routing>;
	/** What can be done about words that need more, in a sentence. */
	readonly advice: string;
	/** Services that could draw a look instead; nothing in the edition without any. */
	readOffer(): Promise<Offer | undefined>;
	onOfferChange(listener: () => void): Disposable;
	/** Sends a look after the user agreed to exactly that, and starts the job that puts the answer into its place. */
	sendLook(services: Services, params: SendParams): Promise<KeepReply>;
	/** Registers commands of its own. */
	register(services: Services): Disposable[];
}
