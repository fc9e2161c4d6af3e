// The tools for agents, in the editor: the same ones as over MCP. What they do loads with the first call.
import { type Disposable, lm } from "vscode";
import type { Services } from "../services.js";

const PREFIX = "musa_";

/** Registers every tool that the manifest names. */
export function registerTools(services: Services): Disposable[] {
	const declared: readonly { readonly name: string }[] =
		services.context.extension.packageJSON.contributes.languageModelTools;
	return declared.map(({ name }) => {
		const ownName = name.slice(PREFIX.length);
		return lm.registerTool<object>(name, {
			prepareInvocation: async ({ input }) =>
				(await import("./run-tool.js")).prepareTool(ownName, input),
			invoke: async ({ input }, token) =>
				(await import("./run-tool.js")).runTool(
					services,
					ownName,
					input,
					token,
				),
		});
	});
}
