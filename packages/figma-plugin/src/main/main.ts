import type { UiMessage } from "../messages.js";

figma.ui.onmessage = (message: UiMessage) => {
	if (message.type === "close-plugin") figma.closePlugin();
};

figma.showUI(__html__, { width: 320, height: 120, themeColors: true });
