// What a tool for agents does in the editor.
import { type AgentTool, agentTools } from "@musa/agent-tools";
import { nodeFiles } from "@musa/finder/node";
import * as vscode from "vscode";
import {
	type CancellationToken,
	LanguageModelTextPart,
	LanguageModelToolResult,
	l10n,
	MarkdownString,
	type PreparedToolInvocation,
	workspace,
} from "vscode";
import { drawSeed } from "../jobs/make-orders.js";
import type { Services } from "../services.js";
import { readOutputSettings } from "../settings.js";
import { UserProblem } from "../user-problem.js";
import { toSignal } from "./to-signal.js";

const THUMBNAIL_PX = 256;

/** What the user is asked before a tool runs. @throws ToolRefusal when the arguments are wrong */
export function prepareTool(
	name: string,
	input: unknown,
): PreparedToolInvocation {
	const tool = findTool(name);
	const { title, message } = tool.confirm(input);
	if (tool.isReadOnly) return { invocationMessage: title };
	return {
		invocationMessage: title,
		confirmationMessages: {
			title,
			// Prompt and path come from a model: shown as they are, never as markup.
			message: new MarkdownString().appendText(message),
		},
	};
}

/** Runs a tool on the workspace's first folder. @throws Error with words for a model */
export async function runTool(
	services: Services,
	name: string,
	input: unknown,
	token: CancellationToken,
): Promise<LanguageModelToolResult> {
	const tool = findTool(name);
	const folder = workspace.workspaceFolders?.[0];
	if (folder === undefined || folder.uri.scheme !== "file")
		throw new UserProblem(l10n.t("Open a folder on a disk first."));
	if (!workspace.isTrusted && !tool.isReadOnly)
		throw new UserProblem(
			l10n.t("This folder is not trusted, so nothing is drawn in it."),
		);
	const { signal, dispose } = toSignal(token);
	try {
		const result = await tool.run(signal, input, {
			files: nodeFiles(folder.uri.fsPath),
			findMissing: (scanSignal) =>
				services.findMissing(scanSignal, folder.uri.fsPath),
			async draw(drawSignal, order) {
				const { id, ended } = services.jobs.add({
					folder: folder.uri.toString(),
					target: order.path,
					prompt: order.prompt,
					size: { width: order.width, height: order.height },
					alpha: order.alpha,
					seed: order.seed ?? drawSeed(),
					mentions: [],
					mustBeFree: true,
					output: readOutputSettings(folder.uri),
					thumbnailPx: THUMBNAIL_PX,
				});
				const cancel = (): void => services.jobs.cancel([id]);
				drawSignal.addEventListener("abort", cancel, { once: true });
				const end = await ended;
				drawSignal.removeEventListener("abort", cancel);
				drawSignal.throwIfAborted();
				if (end.state !== "done")
					throw new UserProblem(
						end.job.row.sentence ?? l10n.t("It was cancelled."),
					);
				const { writtenPath, size, seed, thumbnail } = end.result;
				return {
					path: writtenPath,
					...size,
					seed,
					thumbnail: thumbnail ?? new Uint8Array(),
				};
			},
		});
		return new LanguageModelToolResult([
			new LanguageModelTextPart(result.text),
			...result.pictures.flatMap(({ png }) => imagePart(png)),
		]);
	} finally {
		dispose();
	}
}

function findTool(name: string): AgentTool {
	const tool = agentTools.find((candidate) => candidate.name === name);
	if (tool === undefined) throw new Error(`There is no tool ${name}.`);
	return tool;
}

/** A picture for models that see; editors before 1.103 know no such part, nor do the types of 1.100. */
function imagePart(png: Uint8Array): LanguageModelTextPart[] {
	const { LanguageModelDataPart } = vscode as {
		LanguageModelDataPart?: {
			image(bytes: Uint8Array, mime: string): LanguageModelTextPart;
		};
	};
	return LanguageModelDataPart === undefined || png.length === 0
		? []
		: [LanguageModelDataPart.image(png, "image/png")];
}
