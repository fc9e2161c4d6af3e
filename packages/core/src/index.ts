// The public API, in the order of the flow.

// Failures.
export {
	DeviceError,
	type ErrorAction,
	type ErrorCode,
	HostError,
	ImageError,
	InternalError,
	isAbortError,
	ModelError,
	MusaError,
	ProviderError,
	RequestError,
} from "./errors.js";
export {
	type FinalRecord,
	parseFinalRecord,
	readFinalRecord,
	writeFinalRecord,
} from "./final-record.js";
// The way back from a bigger model: fitted to the draft's slot, and compared with it.
export { compareDraft, type DraftComparison } from "./finish/compare-draft.js";
export {
	type AlphaSource,
	composeFinal,
	type FinalPicture,
	type FinalSlot,
} from "./finish/compose-final.js";
// Asking: one call from request to picture.
export { type GenerateContext, generateImage } from "./generate.js";
// Files: PNG and the recipe inside.
export { decodePng } from "./image/png-decode.js";
export { encodePng } from "./image/png-encode.js";
export { resizeImage } from "./image/resize.js";
// Models and where their files come from.
export {
	type FileManifest,
	type ModelManifest,
	type NetworkManifest,
	parseManifest,
	selectFiles,
	type TrainingDataManifest,
} from "./models/manifest.js";
export { manifestSchema } from "./models/manifest-schema.js";
export { hashModel, makeRegistry, type Registry } from "./models/registry.js";
export {
	hashBytes,
	memoryWeightStore,
	readVerified,
	type WeightStore,
} from "./models/weights.js";
// Colours: hold a picture to a palette, turn its hue, measure.
export { type Oklab, parseHexColour, type Rgb } from "./palette/oklab.js";
export {
	type ChangePixels,
	makeHueTurn,
	makePaletteLock,
	measurePalette,
	type PaletteDistance,
	type PaletteLock,
	planPaletteLock,
} from "./palette/palette-lock.js";
export type { DrawContext } from "./pipelines/text-to-image.js";
export type { OnProgress, Progress } from "./progress.js";
export { makeLocalProvider } from "./providers/local.js";
export type { ImageProvider, ProviderContext } from "./providers/provider.js";
export {
	hashModelPrompt,
	hashPrompt,
	makeRecipe,
	markOrigin,
	parseRecipe,
	type Recipe,
	readRecipe,
	writeRecipe,
} from "./recipe.js";
export type {
	Background,
	Device,
	Fallback,
	GeneratedImage,
	ImageRequest,
	ImageSize,
	InitPicture,
	LatentGrid,
	Layer,
	PictureKind,
	Placement,
	Plan,
	RgbaImage,
	StageTiming,
	Triage,
	Variation,
} from "./records.js";
export {
	type Decision,
	type DecisionContext,
	decide,
	type RemoteTier,
	type SendPolicy,
	type Tier,
} from "./router/decide.js";
export { defaultStrength } from "./router/init-picture.js";
export type { JobNeeds, LocalSkills } from "./router/job-limits.js";
export {
	type JudgeContext,
	judgePrompt,
	type PromptLanguage,
	type PromptVerdict,
} from "./router/judge-prompt.js";
export {
	type Confidence,
	countKnownWords,
	judgeConfidence,
	judgeLowestConfidence,
	type KnownCounts,
	type KnownWords,
	lowConfidence,
	openKnownWords,
} from "./router/known-words.js";
export { makePlan, type PlanContext } from "./router/plan.js";
export type { PromptDemand } from "./router/prompt-demands.js";
export type { PromptKind } from "./router/prompt-kind.js";
export { recordFallback } from "./router/record-fallback.js";
// Understanding and deciding, for hosts that show the plan first.
export { maxPromptLength, maxSide, parseRequest } from "./router/request.js";
export { rewordPrompt } from "./router/reword-prompt.js";
export { parseRouterModel, type RouterModel } from "./router/router-model.js";
export {
	type LayerPart,
	type LayerSplit,
	splitLayers,
} from "./router/split-layers.js";
export { translateGround } from "./router/spoken-grounds.js";
export { openSpokenNames, type SpokenNames } from "./router/spoken-names.js";
export { type Told, tellModel } from "./router/tell-model.js";
export { cannotWrite, explainUnread, triage } from "./router/triage.js";
export {
	type Handlers,
	makePort,
	openRpcClient,
	openRpcServer,
	type Port,
	type RpcClient,
	type WireTypes,
} from "./rpc.js";
// Drawing: the engine and its worker.
export { type DeviceReport, detectDevice } from "./runtime/device.js";
export type { OnTrace, TraceEntry } from "./runtime/open-model.js";
// Long work in parts, for hosts that show something meanwhile.
export { makeTurns } from "./turns.js";
export {
	type Engine,
	type EngineOptions,
	type EngineTarget,
	openEngine,
} from "./worker/client.js";
export type { SpawnedWorker, SpawnWorker } from "./worker/spawn.js";
