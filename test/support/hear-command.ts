import type { CommandContext } from "../../packages/cli/src/command.js";

/** What a subcommand said in this process, and how it ended: its code, or its error in words. */
export interface HeardCommand {
	readonly printed: readonly string[];
	readonly said: readonly string[];
	readonly ended: string;
}

/** Runs a subcommand in this process and hears it. */
export async function hearCommand(
	act: (context: CommandContext) => Promise<number>,
): Promise<HeardCommand> {
	const printed: string[] = [];
	const said: string[] = [];
	const ended = await act({
		signal: new AbortController().signal,
		print: (text) => printed.push(text),
		say: (text) => said.push(text),
		onExit: () => undefined,
	}).then(String, String);
	return { printed, said, ended };
}
