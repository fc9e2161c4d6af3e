// Which paths git ignores, and which folders hold what programs made.
import ignore, { type Ignore } from "ignore";
import { ancestorsOf, baseOf, pathWithin } from "../paths.js";

/** The `.gitignore` files of a workspace. */
export interface IgnoreRules {
	add(folder: string, text: string): void;
	/** @param path  of a file or, with a slash at its end, of a folder */
	isIgnored(path: string): boolean;
}

/** Rules without any file. */
export function makeIgnoreRules(): IgnoreRules {
	const byFolder = new Map<string, Ignore>();
	return {
		add(folder, text) {
			byFolder.set(folder, ignore({ allowRelativePaths: true }).add(text));
		},
		isIgnored(path) {
			if (byFolder.size === 0) return false;
			const bare = path.replace(/\/$/, "");
			// The nearest file that says anything about the path decides.
			for (const folder of ancestorsOf(bare)) {
				const rules = byFolder.get(folder);
				if (rules === undefined || folder === bare) continue;
				const verdict = rules.test(pathWithin(path, folder));
				if (verdict.ignored) return true;
				if (verdict.unignored) return false;
			}
			return false;
		},
	};
}

const CLOSED = new Set(
	"node_modules bower_components jspm_packages .git .hg .svn .next .nuxt .output .svelte-kit .astro .docusaurus .vercel .netlify .cache .parcel-cache .turbo .nx .angular .jekyll-cache .sass-cache .pnpm-store .yarn .venv venv __pycache__ .idea .gradle .terraform Pods".split(
		" ",
	),
);

/** Whether a folder is never looked into: packages, caches, what version control keeps. */
export function isClosedFolder(path: string): boolean {
	return (
		CLOSED.has(baseOf(path)) ||
		/(?:^|\/)\.vitepress\/(?:dist|cache)$/.test(path)
	);
}

const FOREIGN =
	/(?:^|\/)(?:vendors?|third[-_]?party|_site|coverage|storybook-static|htmlcov|\.?tmp|archetypes|Carthage)(?:\/|$)/i;
const OUTPUT = /(?:^|\/)(?:dist|build|out|_build|output)(?:\/|$)/;

/**
 * Whether documents in `folder` are made by programs or belong to others, so that nobody mends them there.
 *
 * @param hasBuild  whether a folder is that of a package, whose output folders are then outputs
 */
export function isForeignFolder(
	folder: string,
	hasBuild: (folder: string) => boolean,
): boolean {
	if (FOREIGN.test(folder)) return true;
	if (!OUTPUT.test(folder)) return false;
	const parts = folder.split("/");
	return parts.some(
		(part, i) => OUTPUT.test(part) && hasBuild(parts.slice(0, i).join("/")),
	);
}
