// Whether this device suffices for the words of each layer, worked out in slices: a list may be long.
import { makeTurns, parseRequest } from "@musa/core";
import { explainRoute, type Route, type Studio } from "@musa/studio";
import { effect } from "@preact/signals";
import { describeFailure, type PanelContext } from "./panel-context.js";
import type { State } from "./state.js";

/** Keeps `state.routes` as the lists with a prompt for each layer need it; returns how to stop. */
export function watchSlotRoutes({
	state,
	openStudio,
	routing,
}: PanelContext): () => void {
	let lastRun = 0;
	const judge = async (prompts: ReadonlySet<string>): Promise<void> => {
		const run = ++lastRun;
		const before = state.routes.peek();
		if (prompts.size === 0) return;
		const studio = await openStudio();
		const takeTurn = makeTurns();
		const routes = new Map<string, Route>();
		for (const prompt of prompts) {
			await takeTurn();
			if (run !== lastRun) return;
			routes.set(prompt, before.get(prompt) ?? explain(prompt, studio));
		}
		state.routes.value = routes;
	};
	const explain = (prompt: string, studio: Studio): Route => {
		const size = { width: 256, height: 256 };
		try {
			const request = parseRequest({ prompt, size }, studio.registry);
			return explainRoute(request, studio, routing());
		} catch (error) {
			return { reasons: [describeFailure(error)], lack: "" };
		}
	};
	return effect(() => {
		// Nobody sees a route if the engine cannot be opened; whoever draws tells that.
		judge(listPrompts(state)).catch(() => undefined);
	});
}

function listPrompts(state: State): ReadonlySet<string> {
	const { isPromptPerLayer, slots, layerPrompts, prompt, placeholders } = state;
	const ofLayers = isPromptPerLayer.value
		? slots.value.map(
				({ nodeId }) => layerPrompts.value[nodeId] ?? prompt.value,
			)
		: [];
	const all = [...ofLayers, ...placeholders.value.map((each) => each.prompt)];
	return new Set(all.filter((each) => each.trim() !== ""));
}
