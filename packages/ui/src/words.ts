// The words of pages in the reader's language. English is the key, as in VS Code's own bundles.

let bundle: Readonly<Record<string, string>> = {};

/** Sets the translations; call it before anything is rendered. What lacks stays English. */
export function setWords(words: Readonly<Record<string, string>>): void {
	bundle = words;
}

/** A text in the reader's language; `{0}`, `{1}`, … stand for the values. */
export function t(
	message: string,
	...values: readonly (string | number)[]
): string {
	return (bundle[message] ?? message).replace(/\{(\d+)\}/g, (sign, at) =>
		String(values[Number(at)] ?? sign),
	);
}
