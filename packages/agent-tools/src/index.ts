// The tools that an agent may use, the same for the MCP server and for the editor.
import { fillMissingImages } from "./fill-missing-images.js";
import { findMissingImages } from "./find-missing-images.js";
import { generateImage } from "./generate-image.js";
import type { AgentTool } from "./tool.js";

export { altText } from "./alt-text.js";
export type {
	AgentHost,
	AgentTool,
	Confirmation,
	DrawnPicture,
	DrawOrder,
	InputSchema,
	ToolResult,
} from "./tool.js";
export { ToolRefusal } from "./tool-refusal.js";

/** Every tool; hosts register each as it is. */
export const agentTools: readonly AgentTool[] = [
	generateImage,
	findMissingImages,
	fillMissingImages,
];
