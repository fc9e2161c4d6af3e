// What the finder says, as both the editor and the views show it.
import type { WantedImage } from "@musa/finder";
import { oneEach, refusalOf, sizeToDraw } from "@musa/finder/names";
import type { Finding } from "../records.js";

/** Findings of one workspace folder, with ids that survive a rescan. */
export function makeFindings(
	folder: string,
	images: readonly WantedImage[],
): Finding[] {
	const counts = new Map<string, number>();
	return images.map((image) => {
		const key = `${image.file}\n${image.target}`;
		const ordinal = counts.get(key) ?? 0;
		counts.set(key, ordinal + 1);
		const { file, line, column, reference, target, use, existing } = image;
		const { format, alpha, prompt, confidence, width, height } = image;
		const { seed } = image;
		const refusal = refusalOf(image) ?? image.refusal;
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
			...(seed === undefined ? {} : { seed }),
			...(refusal === undefined ? {} : { refusal }),
			...(existing === undefined ? {} : { existing }),
		};
	});
}

/** One finding per image. */
export function oneEachImage(findings: readonly Finding[]): Finding[] {
	return oneEach(
		findings,
		({ folder, target }) => `${folder}\n${target}`,
		({ size }) => size.width,
	);
}

/** Findings by their document. */
export function groupByFile(
	findings: readonly Finding[],
): ReadonlyMap<string, readonly Finding[]> {
	const byFile = new Map<string, Finding[]>();
	for (const finding of findings) {
		const known = byFile.get(finding.file);
		if (known === undefined) byFile.set(finding.file, [finding]);
		else known.push(finding);
	}
	return byFile;
}
