import { componentStyles, studioStyles } from "@musa/ui";
import { render } from "preact";
import { App } from "./app.js";
import { makeController } from "./controller.js";
import { panelStyles } from "./styles.js";

// A policy that forbids <style> lets constructed sheets through.
const sheet = new CSSStyleSheet();
sheet.replaceSync(componentStyles + studioStyles + panelStyles);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

const controller = makeController();
const panel = document.getElementById("panel");
if (panel) render(<App controller={controller} />, panel);
controller.open();
