// Puts a drawn picture into the workspace: files and references in one edit, which one undo takes back. What is there stays.

import { rm } from "node:fs/promises";
import { altText } from "@musa/agent-tools/alt-text";
import { checkTarget } from "@musa/assets/node";
import {
	l10n,
	Range,
	type TextDocument,
	Uri,
	WorkspaceEdit,
	window,
	workspace,
} from "vscode";
import type { Findings } from "../finder/findings.js";
import type { Mention } from "../jobs/job.js";
import type { Size } from "../messages.js";
import type { OutputSettings } from "../settings.js";
import { UserProblem } from "../user-problem.js";
import { claimFile } from "./claim-file.js";
import { findFreeName } from "./free-name.js";
import {
	findReferences,
	locateNearest,
	type Span,
} from "./locate-reference.js";
import {
	addToName,
	planEdits,
	renameReference,
	type TextChange,
} from "./plan-edits.js";
import { touchText } from "./touch-text.js";

/** A picture and where it goes. */
export interface PictureToWrite {
	readonly folder: Uri;
	/** Relative to the folder, with forward slashes. */
	readonly target: string;
	/** The picture, then its twins for sharper screens. */
	readonly files: readonly {
		readonly scale: number;
		readonly bytes: Uint8Array;
	}[];
	/** JSON */
	readonly recipe: string;
	readonly prompt: string;
	/** As it is shown, px. */
	readonly size: Size;
	/** References that may be completed; the first is the one the user looks at. */
	readonly mentions: readonly Mention[];
	/** What references to `from` say instead. */
	readonly redirect?:
		| { readonly from: string; readonly to: string }
		| undefined;
	readonly output: OutputSettings;
}

/** Where a picture came to lie. */
export interface WrittenPicture {
	/** Relative to the folder. */
	readonly path: string;
	/** What is special about it, for the user. */
	readonly sentence?: string;
}

const MAX_TRIES = 5;

/**
 * Writes a picture.
 *
 * @throws UserProblem when it can't be written; nothing is left half written then
 */
export async function writePicture(
	picture: PictureToWrite,
	findings: Pick<Findings, "rescanDocument">,
): Promise<WrittenPicture> {
	for (let tries = 0; ; tries++) {
		const path = await findPlace(picture);
		const plan = await planWrite(picture, path, findings);
		// Claimed before the editor writes: what another program put there meanwhile stays.
		if (!(await claimAll(plan.files, path))) {
			if (tries < MAX_TRIES) continue;
			throw new UserProblem(
				l10n.t("{0} is taken again and again; try once more.", path),
			);
		}
		const isApplied = await workspace.applyEdit(plan.edit);
		const states = await Promise.all(plan.files.map(readState));
		if (states.every((state) => state === "whole")) {
			// The files are there; a document that changed in between gets its edits now.
			if (!isApplied) await applyTextAlone(picture, path, findings);
			await saveQuietly(plan.documents);
			return describe(picture, path, plan);
		}
		await removeRemains(plan.files, states);
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

interface PlannedFile {
	readonly uri: Uri;
	readonly bytes: Uint8Array;
}

interface WritePlan {
	readonly edit: WorkspaceEdit;
	readonly files: readonly PlannedFile[];
	/** Documents that are edited, with whether they had unsaved changes before. */
	readonly documents: readonly {
		readonly document: TextDocument;
		readonly wasDirty: boolean;
	}[];
	/** Whether a reference was pointed at the new name. */
	readonly isRenamed: boolean;
	readonly isNamed: boolean;
}

async function findPlace(picture: PictureToWrite): Promise<string> {
	const { folder, target } = picture;
	return findFreeName(target, async (candidate) => {
		for (const { path } of fileNames(picture, candidate)) {
			const check = await checkTarget(folder.fsPath, path);
			if (check.state === "refused") throw new UserProblem(check.sentence);
			if (check.state === "taken") return false;
		}
		return true;
	});
}

function fileNames(
	{ files, output, recipe }: PictureToWrite,
	path: string,
): { readonly path: string; readonly bytes: Uint8Array }[] {
	const slash = path.lastIndexOf("/") + 1;
	const name = path.slice(slash);
	const pictures = files.map(({ scale, bytes }) => ({
		path:
			path.slice(0, slash) +
			(scale === 1 ? name : addToName(name, `@${scale}x`)),
		bytes,
	}));
	return output.recipe === "sidecar"
		? [
				...pictures,
				{
					path: `${path}.musa.json`,
					bytes: new TextEncoder().encode(`${recipe}\n`),
				},
			]
		: pictures;
}

async function planWrite(
	picture: PictureToWrite,
	path: string,
	findings: Pick<Findings, "rescanDocument">,
): Promise<WritePlan> {
	const { folder, prompt } = picture;
	const edit = new WorkspaceEdit();
	const label = l10n.t("Musa: {0}", prompt);
	const metadata = { label, needsConfirmation: false };
	const files = fileNames(picture, path).map((file) => ({
		uri: Uri.joinPath(folder, file.path),
		bytes: file.bytes,
	}));
	for (const { uri, bytes } of files)
		edit.createFile(uri, { contents: bytes, overwrite: true }, metadata);
	const text = await planText(edit, picture, path, findings);
	return { edit, files, ...text };
}

/** Adds to `edit` what references gain. */
async function planText(
	edit: WorkspaceEdit,
	picture: PictureToWrite,
	path: string,
	findings: Pick<Findings, "rescanDocument">,
): Promise<Pick<WritePlan, "documents" | "isRenamed" | "isNamed">> {
	const { folder, target, mentions } = picture;
	const files = [...new Set(mentions.map(({ file }) => file))];
	const documents: { document: TextDocument; wasDirty: boolean }[] = [];
	let isRenamed = false;
	let isNamed = false;
	for (const [i, file] of files.entries()) {
		let document: TextDocument;
		try {
			const uri = Uri.joinPath(folder, file);
			// An editor may still hold one that was deleted; saving it would bring it back.
			await workspace.fs.stat(uri);
			document = await workspace.openTextDocument(uri);
		} catch {
			// Gone meanwhile; the picture still has its place.
			continue;
		}
		const text = document.getText();
		const own = mentions.filter((mention) => mention.file === file);
		const places =
			picture.redirect === undefined
				? await locateMentions(document, own, target, findings)
				: [];
		const changes = [
			...places.flatMap((place) => changesFor(text, place, picture, path)),
			...redirectChanges(text, picture, path),
		];
		if (places.length > 0 || changes.length > 0) isNamed = true;
		if (path !== target && changes.length > 0) isRenamed = true;
		const [first] = places;
		if (changes.length === 0 && i === 0 && first !== undefined)
			changes.push(...touchText(text, first.span.start));
		if (changes.length === 0) continue;
		documents.push({ document, wasDirty: document.isDirty });
		for (const { start, end, text: replacement } of changes)
			edit.replace(
				document.uri,
				new Range(document.positionAt(start), document.positionAt(end)),
				replacement,
			);
	}
	return { documents, isRenamed, isNamed };
}

/** References that leave an address for the new file. */
function redirectChanges(
	text: string,
	{ redirect, target }: PictureToWrite,
	path: string,
): TextChange[] {
	if (redirect === undefined) return [];
	const to =
		renameReference(redirect.to, {
			askedName: nameOf(target),
			writtenName: nameOf(path),
		}) ?? redirect.to;
	return findReferences(text, redirect.from).map((span) => ({
		...span,
		text: to,
	}));
}

interface Place {
	readonly mention: Mention;
	readonly span: Span;
}

/** Where references to the target stand now; once somebody else wrote the target, only the old words tell. */
async function locateMentions(
	document: TextDocument,
	mentions: readonly Mention[],
	target: string,
	findings: Pick<Findings, "rescanDocument">,
): Promise<Place[]> {
	const text = document.getText();
	const found = (await findings.rescanDocument(document)).filter(
		(finding) => finding.target === target,
	);
	const known: readonly Mention[] = found.length > 0 ? found : mentions;
	const places = new Map<number, Place>();
	for (const mention of known) {
		const span = locateNearest(text, mention);
		if (span !== undefined) places.set(span.start, { mention, span });
	}
	return [...places.values()];
}

function changesFor(
	text: string,
	{ mention, span }: Place,
	{ target, size, prompt, output, files }: PictureToWrite,
	path: string,
): TextChange[] {
	const writtenName = nameOf(path);
	const hasTwin =
		output.retina === "srcset" && files.some(({ scale }) => scale === 2);
	return planEdits(text, {
		file: mention.file,
		span,
		reference: mention.reference,
		use: mention.use,
		size,
		alt: altText(prompt),
		attributes: output.attributes,
		askedName: nameOf(target),
		writtenName,
		retinaName: hasTwin ? addToName(writtenName, "@2x") : undefined,
	});
}

async function applyTextAlone(
	picture: PictureToWrite,
	path: string,
	findings: Pick<Findings, "rescanDocument">,
): Promise<void> {
	for (let tries = 0; tries < MAX_TRIES; tries++) {
		const edit = new WorkspaceEdit();
		const { documents } = await planText(edit, picture, path, findings);
		if (documents.length === 0 || (await workspace.applyEdit(edit))) return;
	}
}

/**
 * Puts every file of a picture in its place, or none.
 *
 * @returns false when one of the names is taken
 * @throws UserProblem when the disk does not take them
 */
async function claimAll(
	files: readonly PlannedFile[],
	path: string,
): Promise<boolean> {
	const claimed: Uri[] = [];
	const giveBack = async (): Promise<void> => {
		for (const uri of claimed) await rm(uri.fsPath, { force: true });
	};
	try {
		for (const { uri, bytes } of files) {
			if (!(await claimFile(uri.fsPath, bytes))) {
				await giveBack();
				return false;
			}
			claimed.push(uri);
		}
		return true;
	} catch (error) {
		await giveBack();
		throw new UserProblem(
			l10n.t(
				"{0} can't be written ({1}). Nothing was left behind.",
				path,
				error instanceof Error && "code" in error ? String(error.code) : "?",
			),
		);
	}
}

/** What lies at a path: the whole picture, a part of it, nothing, or something else. */
type FileState = "whole" | "part" | "none" | "other";

async function readState({ uri, bytes }: PlannedFile): Promise<FileState> {
	let found: Uint8Array;
	try {
		found = await workspace.fs.readFile(uri);
	} catch {
		return "none";
	}
	if (found.length > bytes.length) return "other";
	if (Buffer.compare(found, bytes.subarray(0, found.length)) !== 0)
		return "other";
	return found.length === bytes.length ? "whole" : "part";
}

async function removeRemains(
	files: readonly PlannedFile[],
	states: readonly FileState[],
): Promise<void> {
	for (const [i, { uri }] of files.entries())
		if (states[i] === "whole" || states[i] === "part")
			try {
				await workspace.fs.delete(uri);
			} catch {
				// Where nothing can be written, nothing can be removed.
			}
}

/** Documents that nobody looks at and that had no unsaved changes are saved, so that no work hides in closed tabs. */
async function saveQuietly(documents: WritePlan["documents"]): Promise<void> {
	const visible = new Set(
		window.visibleTextEditors.map(({ document }) => document.uri.toString()),
	);
	for (const { document, wasDirty } of documents)
		if (!wasDirty && !visible.has(document.uri.toString()))
			await document.save();
}

function describe(
	{ target, mentions }: PictureToWrite,
	path: string,
	{ isRenamed, isNamed }: WritePlan,
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

function nameOf(path: string): string {
	return path.slice(path.lastIndexOf("/") + 1);
}
