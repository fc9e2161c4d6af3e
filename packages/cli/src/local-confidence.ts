import {
	type Confidence,
	type Engine,
	judgeConfidence,
	type ModelManifest,
	openKnownWords,
} from "@musa/core";

/**
 * Opens what a model says about its own knowledge; it says nothing if it keeps no list of words.
 *
 * @throws ModelError when the list is missing or damaged
 */
export async function openLocalConfidence(
	signal: AbortSignal,
	engine: Engine,
	manifest: ModelManifest,
): Promise<(prompt: string) => Confidence | undefined> {
	const { knownWords } = manifest;
	if (knownWords === undefined) return () => undefined;
	const bytes = await engine.readFile(signal, manifest, knownWords.file);
	const known = openKnownWords(bytes, manifest);
	return (prompt) => judgeConfidence(prompt, manifest, known);
}
