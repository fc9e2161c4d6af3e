import {
	type DecisionContext,
	type Engine,
	judgeLowestConfidence,
	type ModelManifest,
	openKnownWords,
	splitLayers,
	tellModel,
	translateGround,
} from "@musa/core";
import { loadSpokenNames } from "./model-assets.js";

/** What the embedded model can do with a prompt. */
export type LocalKnowledge = Pick<
	DecisionContext,
	"localConfidence" | "hasLayers"
>;

/**
 * Opens what a model says about its own knowledge; it doubts nothing if it keeps no list of words.
 *
 * @throws ModelError when the list is missing or damaged
 */
export async function openLocalKnowledge(
	signal: AbortSignal,
	engine: Engine,
	manifest: ModelManifest,
): Promise<(prompt: string) => LocalKnowledge> {
	const names = await loadSpokenNames();
	const { knownWords } = manifest;
	const known =
		knownWords &&
		openKnownWords(
			await engine.readFile(signal, manifest, knownWords.file),
			manifest,
		);
	return (prompt) => {
		const split = splitLayers(prompt, manifest, known, names);
		const { defaultStyle } = manifest;
		const prompts = (split?.parts ?? [{ prompt }]).map(
			(part) =>
				translateGround(part.prompt, manifest, names) ??
				tellModel(part.prompt, defaultStyle, manifest, known, names)
					.modelPrompt ??
				part.prompt,
		);
		return {
			localConfidence: judgeLowestConfidence(prompts, manifest, known),
			hasLayers: split !== undefined,
		};
	};
}
