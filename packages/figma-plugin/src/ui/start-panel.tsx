import { componentStyles, sheetStyles, studioStyles } from "@musa/ui";
import { render } from "preact";
import { App } from "./app.js";
import { type EditionContext, makeController } from "./controller.js";
import type { Edition } from "./edition.js";
import { panelStyles } from "./styles.js";

/** Shows the panel of an edition. */
export function startPanel(
	makeEdition: (context: EditionContext) => Edition,
): void {
	// A policy that forbids <style> lets constructed sheets through.
	const sheet = new CSSStyleSheet();
	sheet.replaceSync(componentStyles + studioStyles + sheetStyles + panelStyles);
	document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
	// In a task of its own: reading this script took one already.
	setTimeout(() => {
		const controller = makeController(makeEdition);
		const panel = document.getElementById("panel");
		if (panel) render(<App controller={controller} />, panel);
		controller.open();
	});
}
