// musa generate: options → request → places for the files → pictures → files.
import { makeRegistry } from "@musa/core";
import type { Command } from "./command.js";
import { drawPictures } from "./draw-pictures.js";
import { GENERATE_HELP, parseGenerateOptions } from "./generate-options.js";
import { openLocalEngine } from "./local-engine.js";
import { openOutputFiles } from "./output-files.js";
import { loadPacks } from "./packs.js";
import { readRequest } from "./read-request.js";

/** `musa generate`: draws pictures and writes them. */
export const generate: Command = {
	summary: "draw a picture",
	help: GENERATE_HELP,
	async run(args, context) {
		// Loaded on use: drawing here needs nothing that can send.
		if (args.includes("--final"))
			return (await import("./final.js")).generateFinal(args, context);
		const options = parseGenerateOptions(args);
		const packs = await loadPacks();
		const registry = makeRegistry(packs.map(({ manifest }) => manifest));
		const { request, recipe } = await readRequest(options, registry);
		const { out, format, count, force } = options;
		const outputs = await openOutputFiles({
			out,
			format,
			count,
			force,
			prompt: request.prompt,
		});
		const engine = openLocalEngine(packs);
		const release = () => {
			engine.close();
			for (const output of outputs) output.discard();
		};
		context.onExit(release);
		try {
			const report = await drawPictures(
				{
					request,
					recipe,
					registry,
					engine,
					outputs,
					// What was embedded stays embedded, else the bytes would differ.
					embedPrompt: options.embedPrompt || recipe?.prompt !== undefined,
					trace: options.trace,
				},
				context,
			);
			if (options.json) context.print(JSON.stringify(report));
			return 0;
		} finally {
			release();
		}
	},
};
