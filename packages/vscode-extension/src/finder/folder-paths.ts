// Paths of a workspace folder, and what lies there.
import { FileType, type Uri, workspace } from "vscode";

const CONFIGURATION =
	/(^|\/)((?:package|musa)\.json|[jt]sconfig[^/]*\.json|\.gitignore|[\w-]+\.config\.[cm]?[jt]s|_config\.ya?ml|hugo\.\w+)$/;
const FOREIGN = /(^|\/)(node_modules|\.git)\//;

/** Whether a file decides where references lead. */
export function isConfiguration(path: string): boolean {
	return CONFIGURATION.test(path);
}

/** Whether a file is of others, who change thousands at once. */
export function isForeign(path: string): boolean {
	return FOREIGN.test(path);
}

/** A path below a folder, with forward slashes. */
export function relativePath(folder: Uri, uri: Uri): string {
	const base = folder.path.endsWith("/") ? folder.path : `${folder.path}/`;
	return uri.path.startsWith(base) ? uri.path.slice(base.length) : uri.path;
}

/** Whether a folder is there. */
export async function isFolder(uri: Uri): Promise<boolean> {
	try {
		return (await workspace.fs.stat(uri)).type === FileType.Directory;
	} catch {
		return false;
	}
}

// The finder reads no larger ones.
const MAX_TEXT_BYTES = 1_000_000;

/** The text of a file; nothing of a large one. @throws FileSystemError when it is gone */
export async function readSmallText(uri: Uri): Promise<string | undefined> {
	const { size } = await workspace.fs.stat(uri);
	return size > MAX_TEXT_BYTES
		? undefined
		: new TextDecoder().decode(await workspace.fs.readFile(uri));
}
