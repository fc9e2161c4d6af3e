// The whole flow on one screen: request → triage → plan → provider → picture. Read this first.
import { drawLayers } from "./draw-layers.js";
import type { ModelManifest } from "./models/manifest.js";
import type { Registry } from "./models/registry.js";
import type { OnProgress } from "./progress.js";
import { makeLocalProvider } from "./providers/local.js";
import type { Device, GeneratedImage, Plan } from "./records.js";
import {
	type Confidence,
	judgeLowestConfidence,
	type KnownWords,
	openKnownWords,
} from "./router/known-words.js";
import { makePlan } from "./router/plan.js";
import { parseRequest } from "./router/request.js";
import type { SpokenNames } from "./router/spoken-names.js";
import { triage } from "./router/triage.js";
import type { OnTrace } from "./runtime/open-model.js";
import type { Engine } from "./worker/client.js";

/** What a host brings. */
export interface GenerateContext {
	readonly registry: Registry;
	readonly engine: Engine;
	/** What people call things; without it only the model's own names and aliases are understood. */
	readonly names?: SpokenNames | undefined;
	/** Where networks run when the request leaves it open; `wasm` unless the host found better. */
	readonly device?: Device | undefined;
	/** Hears the plan, and how well the model knows the prompt if it can say so, before anything is drawn. */
	readonly onPlan?:
		| ((plan: Plan, confidence: Confidence | undefined) => void)
		| undefined;
	readonly onProgress?: OnProgress | undefined;
	/** Hears every run of a network. */
	readonly trace?: OnTrace | undefined;
}

/**
 * Makes a picture from what a user asked.
 *
 * @param signal   aborting rejects at once with `AbortError`; the worker stops within one run of a network
 * @param request  unknown input, e.g. from a form; see `ImageRequest`
 * @throws RequestError, ModelError, DeviceError, InternalError, AbortError
 */
export async function generateImage(
	signal: AbortSignal,
	request: unknown,
	context: GenerateContext,
): Promise<GeneratedImage> {
	const {
		registry,
		engine,
		names,
		device = "wasm",
		onPlan,
		onProgress,
		trace,
	} = context;
	signal.throwIfAborted();
	const asked = parseRequest(request, registry);
	const manifest = registry.find(asked.modelId);
	const known = await readKnownWords(signal, manifest, engine);
	const plan = makePlan(asked, triage(asked, manifest), {
		manifest,
		device,
		known,
		names,
	});
	const prompts = (plan.layers ?? [plan]).map(
		({ prompt, modelPrompt }) => modelPrompt ?? prompt,
	);
	const confidence = judgeLowestConfidence(prompts, manifest, known);
	onPlan?.(plan, confidence);
	const provider = makeLocalProvider(engine);
	const drawing = { manifest, init: asked.init, onProgress, onTrace: trace };
	const drawn = plan.layers
		? await drawLayers(signal, plan, plan.layers, provider, drawing)
		: await provider.generate(signal, plan, drawing);
	return { ...drawn, ...confidence };
}

async function readKnownWords(
	signal: AbortSignal,
	manifest: ModelManifest,
	engine: Engine,
): Promise<KnownWords | undefined> {
	const { knownWords } = manifest;
	if (knownWords === undefined) return undefined;
	const bytes = await engine.readFile(signal, manifest, knownWords.file);
	return openKnownWords(bytes, manifest);
}
