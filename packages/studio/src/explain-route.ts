import {
	type DecisionContext,
	decide,
	explainUnread,
	type ImageRequest,
	judgePrompt,
	rewordPrompt,
	splitLayers,
	translateGround,
	triage,
} from "@musa/core";
import type { Studio } from "./look.js";

/** Where the user lets a job go; without services it stays. */
export type Routing = Pick<
	DecisionContext,
	"policy" | "tiers" | "budgetMicros"
>;

/** Why a request needs more than this device, and what it gets here. */
export interface Route {
	/** At most three plain sentences; empty when this device suffices. */
	readonly reasons: readonly string[];
	/** In short, what a picture drawn here lacks; empty when this device suffices. */
	readonly lack: string;
}

/** Of a request for which this device suffices. */
export const localRoute: Route = { reasons: [], lack: "" };

const noRouting: Routing = { policy: "never", tiers: [], budgetMicros: 0 };

/** Says why a request needs more than this device, in plain words. */
export function explainRoute(
	request: ImageRequest,
	{ manifest, router, names }: Pick<Studio, "manifest" | "router" | "names">,
	routing: Routing = noRouting,
): Route {
	const { prompt, style = manifest.defaultStyle } = request;
	const split =
		request.layers !== false && !request.init
			? splitLayers(prompt, manifest, undefined, names)
			: undefined;
	// What the table has a name for can be drawn, in whatever language it was said.
	const isNamed =
		split !== undefined ||
		translateGround(prompt, manifest, names) !== undefined ||
		rewordPrompt(prompt, style, manifest, names) !== undefined;
	const decision = decide(judgePrompt(prompt, router), {
		...routing,
		localModelId: manifest.id,
		hasLayers: split !== undefined,
		...(isNamed && { localConfidence: { confidence: 1, unknownWords: [] } }),
	});
	if (decision.fallsShort)
		return { reasons: decision.causes, lack: decision.lack };
	// A prompt of easy words may still be longer than what the model reads.
	const { words } = triage(request, manifest);
	const unread = explainUnread(words, manifest);
	return unread === undefined
		? localRoute
		: { reasons: [unread], lack: "What was left out will be missing." };
}
