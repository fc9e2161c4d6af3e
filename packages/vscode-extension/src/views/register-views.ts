// The two views of the side bar. A view's page may be gone at any moment; what it showed lies here.
import {
	commands,
	type Disposable,
	EventEmitter,
	l10n,
	Uri,
	type WebviewView,
	window,
} from "vscode";
import type { PanelOrder } from "../records.js";
import type { Services } from "../services.js";
import type { ViewContext } from "./serve-view.js";
import { makeViewHtml } from "./view-html.js";

/** Registers the panel, the list of the workspace's images, and the commands that show them. */
export function registerViews(services: Services): Disposable[] {
	const orders = new EventEmitter<PanelOrder>();
	let waiting: PanelOrder | undefined;
	let isPanelOpen = false;

	const openPanel = async (order: PanelOrder): Promise<void> => {
		if (isPanelOpen && order.slot) orders.fire(order);
		else waiting = order;
		await commands.executeCommand("musa.panel.focus");
	};
	const provide = (kind: ViewContext["kind"], title: string): Disposable =>
		window.registerWebviewViewProvider(`musa.${kind}`, {
			async resolveWebviewView(view: WebviewView) {
				const { serveView } = await import("./serve-view.js");
				const { extensionUri } = services.context;
				const folder = Uri.joinPath(extensionUri, "webview");
				view.webview.options = {
					enableScripts: true,
					localResourceRoots: [folder],
				};
				const serving = serveView(services, view.webview, {
					kind,
					takeOrder() {
						const order = waiting;
						waiting = undefined;
						isPanelOpen = true;
						return order;
					},
					openPanel,
					onOrder: (listener) => orders.event(listener),
				});
				view.onDidDispose(() => {
					if (kind === "panel") isPanelOpen = false;
					serving.dispose();
				});
				view.webview.html = makeViewHtml(view.webview, {
					...{ kind, title },
					script: Uri.joinPath(folder, "view.js"),
					canDraw: kind === "panel",
				});
			},
		});
	return [
		orders,
		provide("panel", l10n.t("Musa: Draw")),
		provide("workspace", l10n.t("Musa: Images of the workspace")),
		commands.registerCommand("musa.openPanel", (order?: PanelOrder) =>
			openPanel(isOrder(order) ? order : {}),
		),
		commands.registerCommand("musa.openImages", () =>
			commands.executeCommand("musa.workspace.focus"),
		),
		commands.registerCommand("musa.draftHere", (findingId: unknown) => {
			const finding =
				typeof findingId === "string"
					? services.findings.find(findingId)
					: undefined;
			if (finding)
				return openPanel({
					slot: { kind: "finding", findingId: finding.id },
				});
			return openPanel({});
		}),
	];
}

function isOrder(order: unknown): order is PanelOrder {
	return typeof order === "object" && order !== null && "slot" in order;
}
