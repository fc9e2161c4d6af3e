// musa generate: options → request → places for the files → pictures → files.
import { type ImageRequest, makeRegistry } from "@musa/core";
import {
	type Advice,
	type AdviceContext,
	advise,
	describeAdvice,
	reportAdvice,
} from "./advise.js";
import type { Command, CommandContext } from "./command.js";
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
			// A recipe was decided once; drawing it again must give the same bytes.
			const manifest = registry.find(request.modelId);
			const advice = recipe
				? undefined
				: await adviseOrSay(request, { engine, manifest, count }, context);
			const report = await drawPictures(
				{
					request,
					recipe,
					registry,
					engine,
					outputs,
					// What was embedded stays embedded, else the bytes would differ.
					embedPrompt: options.embedPrompt || recipe?.prompt !== undefined,
					fallback: recipe ? recipe.fallback : advice?.fallback,
					trace: options.trace,
				},
				context,
			);
			const route = advice && reportAdvice(advice);
			if (options.json)
				context.print(JSON.stringify(route ? { ...report, route } : report));
			return 0;
		} finally {
			release();
		}
	},
};

/** Drawing here needs no advice, so what keeps the router from giving any is only told. */
async function adviseOrSay(
	request: ImageRequest,
	adviceContext: AdviceContext,
	{ signal, say }: CommandContext,
): Promise<Advice | undefined> {
	try {
		const advice = await advise(signal, request, adviceContext);
		for (const line of describeAdvice(advice)) say(line);
		return advice;
	} catch (error) {
		signal.throwIfAborted();
		const reason = error instanceof Error ? error.message : String(error);
		say(`The prompt was not judged: ${reason}`);
		return undefined;
	}
}
