// What the finder says, as both the editor and the views show it.
import type { MissingImage } from "@musa/finder";
import { refusalOf, sizeToDraw } from "@musa/finder/names";
import type { Finding } from "../messages.js";

/** Findings of one workspace folder, with ids that survive a rescan. */
export function makeFindings(
	folder: string,
	images: readonly MissingImage[],
): Finding[] {
	const counts = new Map<string, number>();
	return images.map((image) => {
		const key = `${image.file}\n${image.target}`;
		const ordinal = counts.get(key) ?? 0;
		counts.set(key, ordinal + 1);
		const { file, line, column, reference, target, use, existing } = image;
		const { format, alpha, prompt, confidence, width, height } = image;
		const refusal = refusalOf(image);
		return {
			id: `${folder}\n${key}\n${ordinal}`,
			folder,
			file,
			line,
			column,
			reference,
			target,
			use,
			size: sizeToDraw(image),
			isSizeKnown: width !== null && height !== null,
			format,
			alpha,
			prompt,
			confidence,
			...(refusal === undefined ? {} : { refusal }),
			...(existing === undefined ? {} : { existing }),
		};
	});
}

/** One finding per image: that of the largest size asked, for it serves the others too. */
export function oneEach(findings: readonly Finding[]): Finding[] {
	const byTarget = new Map<string, Finding>();
	for (const finding of findings) {
		const key = `${finding.folder}\n${finding.target}`;
		const known = byTarget.get(key);
		if (known === undefined || finding.size.width > known.size.width)
			byTarget.set(key, finding);
	}
	return [...byTarget.values()];
}
