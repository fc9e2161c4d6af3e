// A picture that is pasted or dropped into code becomes a file beside the document, and the code that shows it.
import { altText } from "@musa/agent-tools/alt-text";
import { formatOfPath, sizeOfHeader } from "@musa/finder/names";
import {
	type CancellationToken,
	type DataTransfer,
	type DataTransferFile,
	type Disposable,
	DocumentDropEdit,
	type DocumentDropEditProvider,
	DocumentDropOrPasteEditKind,
	DocumentPasteEdit,
	type DocumentPasteEditProvider,
	l10n,
	languages,
	type TextDocument,
	Uri,
	WorkspaceEdit,
	workspace,
} from "vscode";
import { relativePath } from "../finder/folder-paths.js";
import { findFreeName } from "../write/free-name.js";
import { writeSnippet } from "../write/write-snippet.js";
import { imageDocuments } from "./selector.js";

/** The kind of edit, for users who choose among several. */
const pasteKind: DocumentDropOrPasteEditKind =
	DocumentDropOrPasteEditKind.Empty.append("musa", "picture");

/** What is taken from the clipboard or dropped. */
const pasteMimes: readonly string[] = [
	"image/png",
	"image/jpeg",
	"image/webp",
	"image/gif",
];
/** Files of the explorer come as addresses. */
const dropMimes: readonly string[] = [...pasteMimes, "text/uri-list"];

interface PastedPicture {
	readonly code: string;
	/** Undefined when the picture is a file of the workspace already. */
	readonly edit: WorkspaceEdit | undefined;
}

/** Registers both, in documents that may show pictures. */
export function registerPasting(canWrite: () => boolean): Disposable[] {
	return [
		languages.registerDocumentPasteEditProvider(
			imageDocuments,
			providePaste(canWrite),
			{ providedPasteEditKinds: [pasteKind], pasteMimeTypes: pasteMimes },
		),
		languages.registerDocumentDropEditProvider(
			imageDocuments,
			provideDrop(canWrite),
			{ providedDropEditKinds: [pasteKind], dropMimeTypes: dropMimes },
		),
	];
}

/** Pastes pictures. */
function providePaste(canWrite: () => boolean): DocumentPasteEditProvider {
	return {
		async provideDocumentPasteEdits(
			document,
			_ranges,
			transfer,
			_context,
			token,
		) {
			const pasted = canWrite()
				? await paste(document, transfer, token)
				: undefined;
			if (pasted === undefined) return undefined;
			const edit = new DocumentPasteEdit(pasted.code, title(), pasteKind);
			if (pasted.edit !== undefined) edit.additionalEdit = pasted.edit;
			return [edit];
		},
	};
}

/** Drops pictures. */
function provideDrop(canWrite: () => boolean): DocumentDropEditProvider {
	return {
		async provideDocumentDropEdits(document, _position, transfer, token) {
			const pasted = canWrite()
				? await paste(document, transfer, token)
				: undefined;
			if (pasted === undefined) return undefined;
			const edit = new DocumentDropEdit(pasted.code, title(), pasteKind);
			if (pasted.edit !== undefined) edit.additionalEdit = pasted.edit;
			return edit;
		},
	};
}

function title(): string {
	return l10n.t("Insert picture with its size");
}

async function paste(
	document: TextDocument,
	transfer: DataTransfer,
	token: CancellationToken,
): Promise<PastedPicture | undefined> {
	const folder = workspace.getWorkspaceFolder(document.uri);
	if (folder === undefined || folder.uri.scheme !== "file") return undefined;
	for (const mime of pasteMimes) {
		const file = transfer.get(mime)?.asFile();
		if (file !== undefined)
			return pasteFile(document, folder.uri, file, mime, token);
	}
	const address = (await transfer.get("text/uri-list")?.asString())
		?.split(/\r?\n/)
		.find((line) => line !== "" && !line.startsWith("#"));
	if (address === undefined || token.isCancellationRequested) return undefined;
	return linkFile(document, folder.uri, Uri.parse(address));
}

/** A picture from outside: a new file beside the document. */
async function pasteFile(
	document: TextDocument,
	folder: Uri,
	file: DataTransferFile,
	mime: string,
	token: CancellationToken,
): Promise<PastedPicture | undefined> {
	const bytes = await file.data();
	if (token.isCancellationRequested) return undefined;
	const here = relativePath(folder, document.uri).replace(/[^/]*$/, "");
	const extension = mime === "image/jpeg" ? "jpg" : mime.slice("image/".length);
	// Clipboards call every picture "image".
	const given = file.name.replace(/\.\w+$/, "");
	const name =
		given === "" ? "image" : given.replace(/[^\p{L}\p{N}._-]+/gu, "-");
	const { checkTarget } = await import("@musa/assets/node");
	const path = await findFreeName(
		`${here}${name}.${extension}`,
		async (target) =>
			(await checkTarget(folder.fsPath, target)).state === "free",
	).catch(() => undefined);
	if (path === undefined) return undefined;
	const uri = Uri.joinPath(folder, path);
	const edit = new WorkspaceEdit();
	edit.createFile(uri, { contents: bytes });
	return { code: codeFor(document, uri, bytes), edit };
}

/** A picture of the workspace: only the code. */
async function linkFile(
	document: TextDocument,
	folder: Uri,
	uri: Uri,
): Promise<PastedPicture | undefined> {
	const isOurs =
		uri.scheme === "file" &&
		formatOfPath(uri.path) !== undefined &&
		workspace.getWorkspaceFolder(uri)?.uri.toString() === folder.toString();
	if (!isOurs) return undefined;
	try {
		const bytes = await workspace.fs.readFile(uri);
		return { code: codeFor(document, uri, bytes), edit: undefined };
	} catch {
		return undefined;
	}
}

function codeFor(document: TextDocument, uri: Uri, bytes: Uint8Array): string {
	const name = uri.path.slice(uri.path.lastIndexOf("/") + 1);
	const words = name.replace(/\.\w+$/, "").replace(/[-_.@\d]+/g, " ");
	return writeSnippet({
		document: document.uri.path,
		picture: uri.path,
		alt: altText(words),
		size: sizeOfHeader(bytes),
	});
}
