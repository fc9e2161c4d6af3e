/** A command line as a shell would split it; double quotes only. */
export function splitWords(line: string): string[] {
	return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(
		(match) => match[1] ?? match[2] ?? "",
	);
}
