import { isInside, joinPath } from "../paths.js";
import type { Site } from "./project.js";

/** Where an alias leads, by the nearest project that has it. */
export function aliasTargets(path: string, site: Site): string[] {
	// "~@/a.png" in a style sheet is "@/a.png"; "~/" may be an alias itself.
	const isTilde = /^~(?!\/)/.test(path);
	const specifier = isTilde ? path.slice(1) : path;
	for (const project of site.projects)
		for (const wanted of isTilde ? [specifier, path] : [path]) {
			const matching = project.aliases
				.filter(
					({ prefix }) =>
						wanted.startsWith(prefix) && prefix !== "/" && prefix !== "./",
				)
				.sort((a, b) => b.prefix.length - a.prefix.length);
			const longest = matching[0]?.prefix.length;
			const targets = matching
				.filter(({ prefix }) => prefix.length === longest)
				.flatMap(({ prefix, folders }) =>
					folders.map((folder) =>
						joinPath(folder, wanted.slice(prefix.length)),
					),
				)
				.filter((target) => target !== undefined);
			if (targets.length > 0) return [...new Set(targets)];
		}
	// What nearly everybody means by it, even without a configuration.
	if (/^@\//.test(specifier) || /^~\//.test(path)) {
		const project = site.projects[0]?.folder ?? "";
		const rest = specifier.slice(2);
		return ["src", "app", ""].flatMap((folder) => {
			const base = joinPath(project, folder) ?? "";
			return site.index.hasFolder(base) && isInside(base, project)
				? [joinPath(base, rest) ?? ""]
				: [];
		});
	}
	return [];
}
