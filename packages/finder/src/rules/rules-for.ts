import ignore from "ignore";
import type { ImageRules, MusaJson } from "./musa-json.js";

/** Asks a musa.json about paths. */
export interface RuleBook {
	/** What is wanted of the image at a path; entries that come later win. */
	rulesFor(path: string): ImageRules;
	/** Whether a document or image is left out. */
	isIgnored(path: string): boolean;
	/** Images that have a prompt and a plain path, so that they are wanted whether or not anything names them. */
	readonly declared: readonly string[];
}

/** Makes a musa.json ready to be asked. */
export function makeRuleBook(json: MusaJson): RuleBook {
	const { ignore: ignored, images, ...common } = json;
	const matcherOf = (patterns: readonly string[]) =>
		ignore({ allowRelativePaths: true }).add([...patterns]);
	const ignoring = matcherOf(ignored);
	const entries = images.map(({ files, ...rules }) => ({
		...{ files, rules },
		matcher: matcherOf(files),
	}));
	return {
		rulesFor(path) {
			let rules: ImageRules = common;
			for (const entry of entries)
				if (entry.matcher.ignores(path))
					rules = {
						...rules,
						...entry.rules,
						output: { ...rules.output, ...entry.rules.output },
					};
			return rules;
		},
		isIgnored: (path) => ignoring.ignores(path),
		declared: entries.flatMap(({ files, rules }) =>
			rules.prompt === undefined
				? []
				: files
						.filter((file) => !/[*?![\]]|\/$/.test(file))
						.map((file) => file.replace(/^\//, "")),
		),
	};
}

/** Where the file of a density lies: `a@2x.png` beside `a.png`. */
export function scaledPath(path: string, scale: number): string {
	return scale === 1 ? path : path.replace(/(\.\w+)$/, `@${scale}x$1`);
}
