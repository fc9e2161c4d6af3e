// The light part of the finder's public entry: what names and sizes say, without any parser.
export { headerBytes, sizeOfHeader } from "./describe/image-header.js";
export { formatOfPath, isImagePath } from "./image-path.js";
export { type Language, languageOf } from "./languages/language.js";
export { oneEach, oneEachTarget } from "./one-each.js";
export { maxSidePx, refusalOf } from "./refusal.js";
export { sizeToDraw } from "./size-to-draw.js";
