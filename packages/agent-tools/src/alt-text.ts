const MAX_LENGTH = 125;

/** A text for readers who can't see the picture, from its prompt; screen readers want one short line. */
export function altText(prompt: string): string {
	const line = prompt.replace(/[\p{Cc}\s]+/gu, " ").trim();
	const text = line.charAt(0).toUpperCase() + line.slice(1);
	if (text.length <= MAX_LENGTH) return text;
	const space = text.lastIndexOf(" ", MAX_LENGTH);
	return text.slice(0, space > 0 ? space : MAX_LENGTH);
}
