const MAX_NAME_LENGTH = 60;

// Names that Windows keeps for devices, with any extension.
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/**
 * A kebab-case file name without extension for `prompt`: letters and digits of
 * any script, at most 60 characters, never empty, never a reserved name.
 */
export function makeFileName(prompt: string): string {
	const words =
		prompt
			.normalize("NFKC")
			.toLowerCase()
			.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu) ?? [];
	let name = "";
	for (const word of words) {
		const longer = name === "" ? word : `${name}-${word}`;
		if ([...longer].length > MAX_NAME_LENGTH) break;
		name = longer;
	}
	if (name === "")
		name = [...(words[0] ?? "")].slice(0, MAX_NAME_LENGTH).join("");
	if (name === "") return "picture";
	return RESERVED.test(name) ? `${name}-picture` : name;
}
