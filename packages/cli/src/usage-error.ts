/** What the user typed can't be done; the message is one sentence that says what to change. Exit code 2. */
export class UsageError extends Error {
	override readonly name: string = "UsageError";
}
