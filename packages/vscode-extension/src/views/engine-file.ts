// Every step begins with a letter, so that none leads up or to a hidden file.
const ENGINE_FILE = /^(?:models|webgpu)(?:\/\w[\w.-]*)+$/;

/** Whether a file of the extension is one that a page needs to draw by itself. */
export function isEngineFile(path: string): boolean {
	return ENGINE_FILE.test(path);
}
