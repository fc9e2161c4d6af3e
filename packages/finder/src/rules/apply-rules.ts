import type { MissingImage } from "../records.js";
import type { RuleBook } from "./rules-for.js";

/** A missing image as musa.json wants it. */
export interface WantedImage extends MissingImage {
	/** uint32 */
	readonly seed?: number;
	/** Why musa.json wants no such file. */
	readonly refusal?: string;
}

/** What musa.json says of images wins over what their places say; what it ignores is left out. */
export function applyRules(
	images: readonly MissingImage[],
	book: RuleBook,
): WantedImage[] {
	return images.flatMap((image) => {
		const { file, target, format } = image;
		if (book.isIgnored(file) || book.isIgnored(target)) return [];
		const { prompt, width, height, alpha, seed, output } =
			book.rulesFor(target);
		const { formats } = output ?? {};
		return {
			...image,
			prompt: prompt ?? image.prompt,
			width: width ?? image.width,
			height: height ?? image.height,
			alpha: alpha ?? image.alpha,
			...(seed === undefined ? {} : { seed }),
			...(formats === undefined || formats.includes(format)
				? {}
				: {
						refusal: `musa.json allows ${formats.join(", ")}, and this is ${format}.`,
					}),
		};
	});
}
