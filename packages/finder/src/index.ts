// The finder's public entry: what is missing, where, and what it should look like.
export type { FileSystem, FolderEntry } from "./file-system.js";
export type { UsedImage } from "./find-used.js";
export { formatOfPath, isImagePath } from "./image-path.js";
export { extractReferences } from "./languages/extract.js";
export type { Extraction } from "./languages/extraction.js";
export { type Language, languageOf } from "./languages/language.js";
export { oneEachTarget } from "./one-each.js";
export {
	type Finder,
	openFinder,
	type ScanProgress,
	type ScanReport,
} from "./open-finder.js";
export type {
	ImageFormat,
	ImageReference,
	ImageSize,
	ImageUse,
	MissingImage,
	PoorImage,
	SkippedDocument,
} from "./records.js";
export { maxSidePx, refusalOf } from "./refusal.js";
export { applyRules, type WantedImage } from "./rules/apply-rules.js";
export {
	type ImageEntry,
	type ImageRules,
	type MusaJson,
	type MusaJsonProblem,
	type OutputRules,
	parseMusaJson,
} from "./rules/musa-json.js";
export { openRuledFinder } from "./rules/open-ruled-finder.js";
export { readRuleBook } from "./rules/read-rule-book.js";
export { makeRuleBook, type RuleBook, scaledPath } from "./rules/rules-for.js";
export { sizeToDraw } from "./size-to-draw.js";
