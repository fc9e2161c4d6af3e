import { render } from "preact";
import type { UiMessage } from "../messages.js";

function post(message: UiMessage): void {
	parent.postMessage({ pluginMessage: message }, "*");
}

render(
	<main>
		<p>Musa {MUSA_VERSION}. This version cannot draw in Figma yet.</p>
		<button type="button" onClick={() => post({ type: "close-plugin" })}>
			Close
		</button>
	</main>,
	document.body,
);
