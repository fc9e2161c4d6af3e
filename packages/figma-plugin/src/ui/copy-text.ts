/** Copies a text and says whether that worked; the frame has no clipboard of its own, only the command. */
export function copyText(text: string): boolean {
	const focused = document.activeElement;
	const field = document.createElement("textarea");
	field.value = text;
	document.body.append(field);
	field.select();
	const isCopied = document.execCommand("copy");
	field.remove();
	if (focused instanceof HTMLElement) focused.focus();
	return isCopied;
}
