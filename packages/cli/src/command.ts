/** What a subcommand gets from the process it runs in. */
export interface CommandContext {
	/** Aborts on Ctrl-C; what it holds must then be released. */
	readonly signal: AbortSignal;
	/** One whole line for the machine or the reader, on stdout. */
	readonly print: (text: string) => void;
	/** One line about what happens, on stderr. */
	readonly say: (text: string) => void;
	/** Runs `action` when the process is about to end early. */
	readonly onExit: (action: () => void) => void;
}

/** One subcommand of `musa`. */
export interface Command {
	readonly summary: string;
	readonly help: string;
	/** Returns the exit code. */
	run(args: readonly string[], context: CommandContext): Promise<number>;
}
