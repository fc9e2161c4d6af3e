import { isAbortError, MusaError } from "@musa/core";
import type { Draw, Look, Routing, Studio } from "@musa/studio";
import type { Slot } from "../messages.js";
import type { SandboxClient } from "./sandbox.js";
import type { State } from "./state.js";

/** What the parts of the controller share. */
export interface PanelContext {
	readonly state: State;
	readonly sandbox: SandboxClient;
	readonly openStudio: () => Promise<Studio>;
	readonly draw: Draw;
	/** A number for the next action. */
	readonly nextActionId: () => number;
	/** Where the user lets a job go. */
	readonly routing: () => Routing;
}

/** Shows a failure in plain words; cancelling is none. */
export function showFailure(state: State, error: unknown): void {
	if (isAbortError(error)) return;
	state.status.value = { tone: "danger", sentence: describeFailure(error) };
}

/** A failure in plain words. */
export function describeFailure(error: unknown): string {
	if (MusaError.is(error) && error.code.startsWith("internal/"))
		return "Something went wrong in Musa. Try again.";
	return error instanceof Error
		? error.message
		: "Something went wrong. Try again.";
}

/** The look that the panel's controls ask for. */
export function readLook(state: State, prompt: string): Look {
	const strength = state.strength.value / 100;
	return {
		prompt,
		style: readStyle(state),
		seed: state.seed.value,
		variation:
			strength === 0
				? undefined
				: { seed: state.variationSeed.value, strength },
		hue: state.hue.value,
		colours: readColours(state),
	};
}

/** How much of a layer's own picture may change, 0 to 1; `undefined` where a new one is drawn. */
export function readChange(
	{ change, model }: State,
	slot: Slot | undefined,
): number | undefined {
	const isPossible = model.value?.hasEncoder && slot?.hasPicture;
	return isPossible && change.value < 100 ? change.value / 100 : undefined;
}

function readStyle({ settings, model }: State): string {
	const styles = model.value?.styles ?? [];
	const chosen = styles.find(({ id }) => id === settings.value.style);
	return (chosen ?? styles[0])?.id ?? settings.value.style;
}

function readColours(state: State): readonly string[] {
	const id = state.paletteId.value;
	if (id === "recipe") return state.recipeColours.value;
	return state.palettes.value.find((each) => each.id === id)?.colours ?? [];
}

/** A new seed, uint32. */
export function drawSeed(): number {
	return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}

/** The seed that follows, uint32. */
export function nextSeed(seed: number): number {
	return (seed + 1) >>> 0;
}
