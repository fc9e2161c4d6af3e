// What the editor is asked to do for a picture: its files and the references that change, in one edit.
import { altText } from "@musa/agent-tools/alt-text";
import {
	l10n,
	Range,
	TabInputText,
	type TextDocument,
	Uri,
	WorkspaceEdit,
	window,
	workspace,
} from "vscode";
import type { Findings } from "../finder/findings.js";
import type { Mention } from "../jobs/job.js";
import type { Size } from "../records.js";
import type { OutputSettings } from "../settings.js";
import {
	findReferences,
	locateNearest,
	type Span,
} from "./locate-reference.js";
import type { PlannedFile } from "./picture-files.js";
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

/** What references gain. */
export interface TextPlan {
	readonly documents: readonly DocumentPlan[];
	/** Whether a reference is pointed at the new name. */
	readonly isRenamed: boolean;
	/** Whether a document still names the picture. */
	readonly isNamed: boolean;
}

interface DocumentPlan {
	readonly document: TextDocument;
	/** Of the text that the changes are for. */
	readonly version: number;
	/** Whether it had unsaved changes before. */
	readonly wasDirty: boolean;
	readonly changes: readonly TextChange[];
}

/** Every file that a picture becomes at a path. */
export function planFiles(
	{ folder, files, output, recipe }: PictureToWrite,
	path: string,
): PlannedFile[] {
	const slash = path.lastIndexOf("/") + 1;
	const name = path.slice(slash);
	const plan = (file: string, bytes: Uint8Array): PlannedFile => ({
		path: file,
		uri: Uri.joinPath(folder, file),
		bytes,
	});
	const pictures = files.map(({ scale, bytes }) =>
		plan(
			path.slice(0, slash) +
				(scale === 1 ? name : addToName(name, `@${scale}x`)),
			bytes,
		),
	);
	if (output.recipe !== "sidecar") return pictures;
	const text = new TextEncoder().encode(`${recipe}\n`);
	return [...pictures, plan(`${path}.musa.json`, text)];
}

/** Plans the changes of documents as they stand now. */
export async function planText(
	picture: PictureToWrite,
	path: string,
	findings: Pick<Findings, "rescanDocument">,
): Promise<TextPlan> {
	const { folder, target, mentions } = picture;
	const files = [...new Set(mentions.map(({ file }) => file))];
	const documents: DocumentPlan[] = [];
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
		const { version, isDirty: wasDirty } = document;
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
		// Undo in a tab that shows the reference takes the picture back; a document without one is left as it is.
		if (
			changes.length === 0 &&
			i === 0 &&
			first !== undefined &&
			hasTab(document.uri)
		)
			changes.push(...touchText(text, first.span.start));
		if (changes.length > 0)
			documents.push({ document, version, wasDirty, changes });
	}
	return { documents, isRenamed, isNamed };
}

/** The edit of a plan, or undefined when somebody typed since: places in the text are no longer what they were. */
export function makeEdit(
	prompt: string,
	files: readonly PlannedFile[],
	{ documents }: TextPlan,
): WorkspaceEdit | undefined {
	const edit = new WorkspaceEdit();
	const label = l10n.t("Musa: {0}", prompt);
	for (const { uri, bytes } of files)
		edit.createFile(
			uri,
			{ contents: bytes, overwrite: true },
			{ label, needsConfirmation: false },
		);
	for (const { document, version, changes } of documents) {
		if (document.version !== version) return undefined;
		for (const { start, end, text } of changes)
			edit.replace(
				document.uri,
				new Range(document.positionAt(start), document.positionAt(end)),
				text,
			);
	}
	return edit;
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

function hasTab(uri: Uri): boolean {
	return window.tabGroups.all.some(({ tabs }) =>
		tabs.some(
			({ input }) =>
				input instanceof TabInputText &&
				input.uri.toString() === uri.toString(),
		),
	);
}

function nameOf(path: string): string {
	return path.slice(path.lastIndexOf("/") + 1);
}
