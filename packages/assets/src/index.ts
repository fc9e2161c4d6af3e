// Pictures as files of a project: how they are encoded, read and named.
export {
	type DecodeContext,
	type DecoderFile,
	decodeImage,
} from "./decode-image.js";
export {
	type CodecFile,
	encodeImage,
	type ReadCodec,
	type WritableFormat,
} from "./encode-image.js";
export { makeFileName } from "./file-name.js";
export { isCutOff } from "./is-cut-off.js";
export {
	type RecipeCarrier,
	readImageFinal,
	readImageRecipe,
	sniffImage,
} from "./read-image-recipe.js";
