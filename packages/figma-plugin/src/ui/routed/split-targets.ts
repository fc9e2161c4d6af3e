import { localRoute, type Route } from "@musa/studio";
import type { FillTarget } from "../fill.js";
import type { RoutedContext } from "./routed-context.js";

const maxReasons = 3;

/** Whether a layer with words of its own is sent: what the user decided, else what the router says. */
export function isSent(
	{ state, routed }: Pick<RoutedContext, "state" | "routed">,
	nodeId: string,
	prompt: string,
): boolean {
	const { reasons } = state.routes.value.get(prompt) ?? localRoute;
	return routed.overruled.value[nodeId] ?? reasons.length > 0;
}

/** Why these are sent: of layers with words of their own, the first reasons that differ. */
export function explainSent(
	{ state }: Pick<RoutedContext, "state">,
	sent: readonly FillTarget[],
	hasOwnWords: boolean,
): Route {
	if (!hasOwnWords) return state.route.value;
	const routes = sent.map(
		({ look }) => state.routes.value.get(look.prompt) ?? localRoute,
	);
	const reasons = new Set(routes.flatMap((route) => route.reasons));
	return {
		reasons: [...reasons].slice(0, maxReasons),
		lack: routes.find(({ lack }) => lack !== "")?.lack ?? "",
	};
}

/** Those that are sent and those that are drawn here; with one prompt for all, all are sent. */
export function splitTargets(
	context: RoutedContext,
	targets: readonly FillTarget[],
	hasOwnWords: boolean,
): { readonly sent: FillTarget[]; readonly here: FillTarget[] } {
	const sent: FillTarget[] = [];
	const here: FillTarget[] = [];
	for (const target of targets) {
		const { nodeId, look } = target;
		const goes =
			!hasOwnWords || nodeId === null || isSent(context, nodeId, look.prompt);
		(goes ? sent : here).push(target);
	}
	return { sent, here };
}
