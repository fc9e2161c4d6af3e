import type { FillTarget } from "../fill.js";
import type { RoutedContext } from "./routed-context.js";

/** Whether a layer with words of its own is sent: what the user decided, else what the router says. */
export function isSent(
	{ state, routed }: Pick<RoutedContext, "state" | "routed">,
	nodeId: string,
	prompt: string,
): boolean {
	const reasons = state.routes.value.get(prompt) ?? [];
	return routed.overruled.value[nodeId] ?? reasons.length > 0;
}

/** Those that are sent and those that are drawn here; with one prompt for all, all are sent. */
export function splitTargets(
	context: RoutedContext,
	targets: readonly FillTarget[],
): { readonly sent: FillTarget[]; readonly here: FillTarget[] } {
	const sent: FillTarget[] = [];
	const here: FillTarget[] = [];
	for (const target of targets) {
		const { nodeId, look } = target;
		const goes =
			!context.state.isPromptPerLayer.value ||
			nodeId === null ||
			isSent(context, nodeId, look.prompt);
		(goes ? sent : here).push(target);
	}
	return { sent, here };
}
