import { componentStyles, studioStyles } from "@musa/ui";
import { render } from "preact";
import { adoptStyles } from "./adopt-styles.js";
import { openHost } from "./host.js";
import { makePanelController } from "./panel/controller.js";
import { Panel } from "./panel/panel.js";
import { viewStyles } from "./styles.js";
import { takeWords } from "./take-words.js";
import { makeWorkspaceController } from "./workspace/controller.js";
import { WorkspaceView } from "./workspace/workspace-view.js";

adoptStyles(componentStyles + studioStyles + viewStyles);
const view = takeWords();
const host = openHost();
if (view?.dataset.kind === "panel") {
	const controller = makePanelController(host);
	render(<Panel controller={controller} />, view);
	controller.open();
} else if (view) {
	const controller = makeWorkspaceController(host);
	render(<WorkspaceView controller={controller} />, view);
	controller.open();
}
