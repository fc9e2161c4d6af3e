// Puts a drawn picture into the workspace: files and references in one edit, which one undo takes back. What is there stays.

import { checkTarget } from "@musa/assets/node";
import { l10n, type WorkspaceEdit, window, workspace } from "vscode";
import type { Findings } from "../finder/findings.js";
import { UserProblem } from "../user-problem.js";
import { claimAll } from "./claim-all.js";
import { findFreeName } from "./free-name.js";
import type { LeavingFiles } from "./leaving-files.js";
import type { MadeFolders } from "./made-folders.js";
import { type PlannedFile, readState, removeRemains } from "./picture-files.js";
import {
	makeEdit,
	type PictureToWrite,
	planFiles,
	planText,
	type TextPlan,
} from "./plan-write.js";

/** Where a picture came to lie. */
export interface WrittenPicture {
	/** Relative to the folder. */
	readonly path: string;
	/** What is special about it, for the user. */
	readonly sentence?: string;
}

/** What the writer knows of the rest of the editor. */
export interface WriterContext {
	readonly findings: Pick<Findings, "rescanDocument">;
	readonly leaving: LeavingFiles;
	readonly made: MadeFolders;
}

const MAX_TRIES = 5;
// Somebody who types fast lets a plan come through between two keys.
const MAX_PLANS = 60;

/**
 * Writes a picture.
 *
 * @throws UserProblem when it can't be written; nothing is left half written then
 */
export async function writePicture(
	picture: PictureToWrite,
	{ findings, leaving, made }: WriterContext,
): Promise<WrittenPicture> {
	for (let tries = 0; ; tries++) {
		const path = await findPlace(picture);
		const files = planFiles(picture, path);
		const plan = await planText(picture, path, findings);
		// Claimed before the editor writes: what another program put there meanwhile stays.
		const folders = await claimAll(picture.folder.fsPath, files);
		if (folders === undefined) {
			if (tries < MAX_TRIES) continue;
			throw new UserProblem(
				l10n.t("{0} is taken again and again; try once more.", path),
			);
		}
		const applied = await applyPlan(picture, path, files, plan, findings);
		const states = await Promise.all(files.map(readState));
		if (states.every((state) => state === "whole")) {
			made.note(
				folders,
				files.map(({ uri }) => uri),
			);
			await saveQuietly(applied.documents, leaving);
			return describe(picture, path, applied);
		}
		await removeRemains(files, states);
		folders.undo();
		if (tries >= MAX_TRIES || !states.includes("other"))
			throw new UserProblem(
				l10n.t(
					"{0} can't be written; the disk may be full or read-only. Nothing was left behind.",
					path,
				),
			);
		// Somebody else took the name meanwhile: beside it, then.
	}
}

/** Applies files and text in one edit, planning anew while somebody types; returns what became of the text. */
async function applyPlan(
	picture: PictureToWrite,
	path: string,
	files: readonly PlannedFile[],
	first: TextPlan,
	findings: Pick<Findings, "rescanDocument">,
): Promise<TextPlan> {
	let plan = first;
	let left = files;
	for (let tries = 0; tries < MAX_PLANS; tries++) {
		if (left.length === 0 && plan.documents.length === 0) return plan;
		const edit = makeEdit(picture.prompt, left, plan);
		if (edit !== undefined) {
			if (await apply(edit)) return plan;
			// The editor refuses texts that it knows better, after it wrote the files. They come along again while nobody
			// else touched them, so that one undo takes back both.
			const states = await Promise.all(files.map(readState));
			left = states.every((state) => state === "whole") ? files : [];
		}
		plan = await planText(picture, path, findings);
	}
	return { documents: [], isRenamed: false, isNamed: plan.isNamed };
}

async function findPlace(picture: PictureToWrite): Promise<string> {
	const { folder, target } = picture;
	return findFreeName(target, async (candidate) => {
		for (const { path } of planFiles(picture, candidate)) {
			const check = await checkTarget(folder.fsPath, path);
			if (check.state === "refused") throw new UserProblem(check.sentence);
			if (check.state === "taken") return false;
		}
		return true;
	});
}

/** Whether an edit was applied; one that names a document which went away meanwhile is refused by throwing. */
async function apply(edit: WorkspaceEdit): Promise<boolean> {
	try {
		return await workspace.applyEdit(edit);
	} catch {
		return false;
	}
}

/** Documents that nobody looks at and that had no unsaved changes are saved, so that no work hides in closed tabs. */
async function saveQuietly(
	documents: TextPlan["documents"],
	leaving: LeavingFiles,
): Promise<void> {
	const visible = new Set(
		window.visibleTextEditors.map(({ document }) => document.uri.toString()),
	);
	for (const { document, wasDirty } of documents) {
		if (wasDirty || visible.has(document.uri.toString())) continue;
		try {
			// Saving would bring back one that was deleted meanwhile.
			await workspace.fs.stat(document.uri);
			if (!leaving.has(document.uri)) await document.save();
		} catch {
			// Closed, renamed or deleted by others, who decide what becomes of it.
		}
	}
}

function describe(
	{ target, mentions }: PictureToWrite,
	path: string,
	{ isRenamed, isNamed }: TextPlan,
): WrittenPicture {
	if (path === target) {
		if (mentions.length === 0 || isNamed) return { path };
		return {
			path,
			sentence: l10n.t(
				"{0} was written, but {1} no longer names it.",
				path,
				mentions[0]?.file ?? "",
			),
		};
	}
	return {
		path,
		sentence: isRenamed
			? l10n.t(
					"{0} was there already, so the picture is {1}, and the reference says so.",
					target,
					path,
				)
			: l10n.t("{0} was there already, so the picture is {1}.", target, path),
	};
}
