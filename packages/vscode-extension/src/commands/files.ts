// Commands on folders and pictures of the explorer.

import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { altText } from "@musa/agent-tools/alt-text";
import { makeFileName } from "@musa/assets";
import { formatOfPath, refusalOf } from "@musa/finder/names";
import { l10n, type QuickPickItem, type Uri, window, workspace } from "vscode";
import type { InspectedPicture } from "../engine/engine-wire.js";
import { relativePath } from "../finder/folder-paths.js";
import type { JobOrder } from "../jobs/job.js";
import type { JobEnd } from "../jobs/job-queue.js";
import { drawSeed } from "../jobs/make-orders.js";
import type { Services } from "../services.js";
import { readOutputSettings } from "../settings.js";
import { askToReplace } from "../write/ask-to-replace.js";
import { claimFile } from "../write/claim-file.js";
import { findBackup, replaceFile, stampOf } from "../write/replace-file.js";
import { askPrompt, mayWrite } from "./fill.js";
import { reportEnd } from "./report-end.js";

// How far a variation goes from its picture.
const VARIATION_STRENGTH = 0.35;

interface SizeItem extends QuickPickItem {
	readonly width: number;
	readonly height: number;
	readonly extension: string;
	readonly alpha: boolean;
}

/** Asks for words and a size, and draws a new file into a folder. */
export async function generateInFolder(
	services: Services,
	uri: Uri | undefined,
): Promise<JobEnd | undefined> {
	if (!mayWrite(services)) return undefined;
	const at = uri ?? workspace.workspaceFolders?.[0]?.uri;
	const folder = at && workspace.getWorkspaceFolder(at);
	if (at === undefined || folder === undefined) return undefined;
	const prompt = await askPrompt(
		l10n.t("New picture in {0}", basename(at.path) || folder.name),
		"",
	);
	if (prompt === undefined) return undefined;
	const item = await window.showQuickPick(sizes(), {
		title: l10n.t("Size and format"),
		matchOnDescription: true,
	});
	if (item === undefined) return undefined;
	const inside = relativePath(folder.uri, at);
	const prefix = at.path === folder.uri.path ? "" : `${inside}/`;
	return run(services, {
		folder: folder.uri.toString(),
		target: `${prefix}${makeFileName(prompt)}${item.extension}`,
		prompt,
		size: { width: item.width, height: item.height },
		alpha: item.alpha,
		seed: drawSeed(),
		mentions: [],
		output: readOutputSettings(at),
	});
}

/** Draws another version of a picture and puts it beside the picture. */
export async function vary(
	services: Services,
	uri: Uri | undefined,
): Promise<JobEnd | undefined> {
	const picture = await openPicture(services, uri);
	if (picture === undefined) return undefined;
	const { recipe, order } = picture;
	const prompt =
		recipe?.prompt ??
		(await askPrompt(
			l10n.t("Another version of {0}", order.target),
			wordsOfName(order.target),
		));
	if (prompt === undefined) return undefined;
	return run(services, {
		...order,
		prompt,
		...(recipe === undefined
			? {}
			: {
					seed: recipe.seed,
					style: recipe.style,
					variation: { seed: drawSeed(), strength: VARIATION_STRENGTH },
				}),
	});
}

/** Draws a picture in place of another, after asking; the old one can be brought back. */
export async function replace(
	services: Services,
	uri: Uri | undefined,
): Promise<JobEnd | undefined> {
	const picture = await openPicture(services, uri);
	if (picture === undefined || uri === undefined) return undefined;
	const { recipe, order } = picture;
	const prompt = await askPrompt(
		l10n.t("What is to be in {0}?", order.target),
		recipe?.prompt ?? wordsOfName(order.target),
	);
	if (prompt === undefined) return undefined;
	const stamp = await stampOf(uri.fsPath);
	if (stamp === undefined) return undefined;
	if (!(await askToReplace(order.target))) return undefined;
	return run(services, { ...order, prompt, replaces: stamp });
}

/** Brings back the latest picture that was replaced at a path; the one that gives way is kept aside in turn. */
export async function restoreReplaced(
	services: Services,
	uri: Uri | undefined,
): Promise<void> {
	if (uri === undefined || !mayWrite(services)) return;
	const backups = join(services.context.globalStorageUri.fsPath, "replaced");
	const backup = await findBackup(uri.fsPath, backups);
	if (backup === undefined) {
		void window.showInformationMessage(
			l10n.t("No earlier picture is kept for {0}.", basename(uri.path)),
		);
		return;
	}
	const stamp = await stampOf(uri.fsPath);
	const bytes = await readFile(backup);
	let isBack = false;
	try {
		isBack =
			stamp === undefined
				? await claimFile(uri.fsPath, bytes)
				: await replaceFile(stamp, bytes, uri.fsPath, backups);
	} catch (error) {
		const [root, name] = [dirname(uri.fsPath), basename(uri.path)];
		const { explainFailure } = await import("@musa/assets/node");
		void window.showErrorMessage(await explainFailure(root, name, error));
		return;
	}
	if (!isBack)
		void window.showWarningMessage(
			l10n.t(
				"{0} changed meanwhile and is left as it is; try once more.",
				basename(uri.path),
			),
		);
}

/** A picture, and an order for one in its place. */
export interface OpenedPicture {
	readonly recipe:
		| {
				readonly prompt?: string;
				readonly seed: number;
				readonly style: string;
		  }
		| undefined;
	readonly order: Omit<JobOrder, "prompt">;
}

/** A picture of the explorer as it is, or undefined after the user was told why not. */
export async function openPicture(
	services: Services,
	uri: Uri | undefined,
): Promise<OpenedPicture | undefined> {
	if (!mayWrite(services)) return undefined;
	const folder = uri && workspace.getWorkspaceFolder(uri);
	if (uri === undefined || folder === undefined) {
		void window.showInformationMessage(
			l10n.t("Choose a picture in the explorer first."),
		);
		return undefined;
	}
	const target = relativePath(folder.uri, uri);
	let found: InspectedPicture | null = null;
	try {
		found = await services.engine.inspect(await workspace.fs.readFile(uri));
	} catch (error) {
		services.log.warn(`${target} can't be read: ${String(error)}`);
	}
	if (found === null) {
		void window.showWarningMessage(
			l10n.t("{0} is no picture that Musa can read.", target),
		);
		return undefined;
	}
	const { width, height, recipe: json } = found;
	const recipe = json === undefined ? undefined : JSON.parse(json);
	const format = formatOfPath(target) ?? "png";
	const alpha =
		recipe === undefined ? true : recipe.background === "transparent";
	const refusal = refusalOf({ target, width, height, format, alpha });
	if (refusal !== undefined) {
		void window.showWarningMessage(`${target}: ${refusal}`);
		return undefined;
	}
	return {
		recipe,
		order: {
			folder: folder.uri.toString(),
			target,
			size: { width, height },
			alpha,
			seed: drawSeed(),
			mentions: [],
			output: readOutputSettings(uri),
		},
	};
}

async function run(services: Services, order: JobOrder): Promise<JobEnd> {
	const end = await services.jobs.add(order).ended;
	reportEnd(services, end);
	return end;
}

function sizes(): SizeItem[] {
	const make = (
		width: number,
		height: number,
		extension: string,
		alpha: boolean,
		description: string,
	): SizeItem => ({
		label: `${width} × ${height} px ${extension.slice(1).toUpperCase()}`,
		description,
		width,
		height,
		extension,
		alpha,
	});
	return [
		make(512, 512, ".png", true, l10n.t("icon or object, transparent")),
		make(128, 128, ".png", true, l10n.t("small icon, transparent")),
		make(1200, 800, ".webp", false, l10n.t("picture in a page")),
		make(1200, 630, ".png", false, l10n.t("preview for links")),
		make(1920, 1080, ".jpg", false, l10n.t("background")),
	];
}

/** What a file's name says it shows. */
export function wordsOfName(target: string): string {
	const name = basename(target).replace(/\.\w+$/, "");
	return altText(name.replace(/[-_.@\d]+/g, " ").trim() || name);
}
