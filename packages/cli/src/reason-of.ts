// What the file system's codes mean, in words for people.
const WORDS_OF_CODE: Readonly<Record<string, string>> = {
	ENOENT: "its folder does not exist",
	ENOTDIR: "its folder is a file",
	EACCES: "no permission",
	EPERM: "no permission",
	EROFS: "read-only file system",
	ENAMETOOLONG: "the name is too long",
	ENOSPC: "the disk is full",
	ERR_INVALID_ARG_VALUE: "the name holds a character that is not allowed",
};

/** The code of an error of the file system. */
export function codeOf(error: unknown): string | undefined {
	return error instanceof Error && "code" in error
		? String(error.code)
		: undefined;
}

/** Why the file system refused, in a few words. */
export function reasonOf(error: unknown): string {
	const code = codeOf(error) ?? "unknown reason";
	return WORDS_OF_CODE[code] ?? code;
}
