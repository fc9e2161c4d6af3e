/** What an error of the file system means for a picture, in one plain sentence that says what to do. */
export function diskSentence(error: unknown, target: string): string {
	const code = codeOf(error);
	switch (code) {
		case "ENOSPC":
		case "EDQUOT":
			return `The disk with "${target}" is full; make room and try again.`;
		case "EROFS":
			return `The disk with "${target}" is read-only; nothing is written.`;
		case "EACCES":
		case "EPERM":
			return `There is no permission to write into the folder of "${target}".`;
		case "ENOTDIR":
			return `A part of "${target}" is a file, so it can't be a folder; correct the path.`;
		case "ENAMETOOLONG":
			return "The file's name is too long; choose a shorter one.";
		case "ENOENT":
			return `The folder of "${target}" is gone; try again.`;
		default:
			return `"${target}" can't be written (${code}); try another folder.`;
	}
}

/** The code of an error of the file system. */
export function codeOf(error: unknown): string {
	return typeof error === "object" && error !== null && "code" in error
		? String(error.code)
		: "unknown reason";
}
