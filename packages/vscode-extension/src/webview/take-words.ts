import { setWords } from "@musa/ui";

/** Sets the words that the extension host wrote into the page: its bundle for the reader's language. @returns the page's place for a view */
export function takeWords(): HTMLElement | null {
	const view = document.getElementById("view");
	setWords(JSON.parse(view?.dataset.words ?? "{}"));
	return view;
}
