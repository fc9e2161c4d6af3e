// musa generate --final --from draft.png [--mask FILE] [--tier private|cloud] [--agree HASH]: the draft goes to a bigger model as its reference, after the user has seen exactly what would be
// sent, and comes back fitted to the draft's own slot. The draft is only read.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import {
	type AlphaSource,
	compareDraft,
	composeFinal,
	type DraftComparison,
	encodePng,
	hashPrompt,
	type Recipe,
	type RgbaImage,
	writeFinalRecord,
} from "@musa/core";
import {
	openConsentDesk,
	prepareJob,
	sendConsented,
	type TierSettings,
	type UserSettings,
} from "@musa/core/providers";
import { openFileLedger } from "@musa/core/providers/node-ledger";
import { makeNodeSend } from "@musa/core/providers/node-send";
import {
	isSendingForbidden,
	ledgerPath,
} from "@musa/core/providers/node-user-settings";
import type { CommandContext } from "./command.js";
import { describeSheet } from "./describe-sheet.js";
import { keepAnswer } from "./keep-answer.js";
import { openOutputFiles } from "./output-files.js";
import { parseOptions } from "./parse-options.js";
import { decodePicture, readPicture } from "./read-picture.js";
import { readRecipeFile } from "./recipe-file.js";
import { UsageError } from "./usage-error.js";
import { loadUserSettings } from "./user-settings.js";
import { version } from "./version.js";

/** A service that asks to wait is asked again; nothing is drawn in between. */
const MAX_CALLS = 4;

/** Runs `musa generate --final`. */
export async function generateFinal(
	args: readonly string[],
	{ signal, print, say }: CommandContext,
): Promise<number> {
	const { values, switches, positionals } = parseOptions(args, {
		final: { type: "boolean" },
		json: { type: "boolean" },
		force: { type: "boolean" },
		from: { type: "string" },
		mask: { type: "string" },
		tier: { type: "string" },
		agree: { type: "string" },
		out: { type: "string" },
	});
	if (values.from === undefined || positionals.length > 1)
		throw new UsageError(
			"Name the draft: musa generate --final --from draft.png.",
		);
	const settings = await loadUserSettings();
	if (settings.policy === "never")
		throw new UsageError(
			"Your settings say that nothing may leave this computer.",
		);
	const tier = chooseTier(settings, values.tier);
	const draft = await readPicture(values.from);
	const mask =
		values.mask === undefined ? undefined : await readPicture(values.mask);
	if (mask && (mask.width !== draft.width || mask.height !== draft.height))
		throw new UsageError(
			`The mask has ${mask.width} x ${mask.height} px and the draft ${draft.width} x ${draft.height}; give both the same size.`,
		);
	// The answer would be paid for and thrown away.
	if (mask?.pixels.every((value, i) => i % 4 !== 3 || value === 255))
		throw new UsageError(
			"The mask is opaque everywhere, so nothing may change; make it transparent where the picture may change.",
		);
	const { recipe } = await readRecipeFile(values.from);
	const prompt = positionals[0] ?? recipe?.prompt;
	if (prompt === undefined || prompt.trim() === "")
		throw new UsageError(
			"The draft does not hold its prompt; write the prompt on the command line.",
		);
	const needsAlpha = draft.pixels.some(
		(value, i) => i % 4 === 3 && value < 128,
	);
	const { provider, job, wire, sheet } = prepareJob(tier, {
		prompt: prompt.trim(),
		size: { width: draft.width, height: draft.height },
		count: 1,
		needsAlpha,
		// Pixels only: what else the file holds is not sent.
		references: [encodePng(draft)],
		...(mask && { mask: encodePng(mask) }),
	});
	const { priceMicros } = sheet;
	const grant = {
		maxCalls: MAX_CALLS,
		maxCostMicros: MAX_CALLS * (priceMicros ?? 0),
	};
	if (values.agree !== sheet.payloadSha256) {
		for (const line of describeSheet(sheet, grant, settings)) say(line);
		throw new UsageError(
			values.agree === undefined
				? `Nothing was sent; to send exactly this add --agree ${sheet.payloadSha256}.`
				: "Nothing was sent: what you agreed to is not what would be sent now.",
		);
	}
	if (priceMicros === undefined)
		throw new UsageError(
			"Nobody knows the price; write priceMicros into your settings.",
		);
	const [output] = await openOutputFiles({
		out: values.out,
		format: "png",
		count: 1,
		prompt,
		force: switches.has("force"),
	});
	if (output === undefined) throw new Error("there is no output");
	try {
		const desk = openConsentDesk(Date.now);
		// The hash on the command line is the user's own action.
		const token = desk.grant(sheet, grant);
		say(`sending ${sheet.bytes} bytes to ${sheet.host} …`);
		const { files } = await sendConsented(signal, wire, job, {
			provider,
			rules: { host: sheet.host, isPrivate: tier.tier === "private" },
			isForbidden: isSendingForbidden,
			desk,
			token,
			ledger: openFileLedger(ledgerPath()),
			caps: settings.caps,
			priceMicros,
			jobId: randomUUID(),
			modelId: tier.modelId,
			send: makeNodeSend({
				readKey: () => process.env[tier.keyVariable ?? ""],
			}),
			now: Date.now,
			sleep: (stop, ms) => {
				say(`the service asks to wait ${Math.ceil(ms / 1000)} s …`);
				return sleep(ms, undefined, { signal: stop });
			},
		});
		const [file] = files;
		if (file === undefined) throw new Error("there is no picture");
		const { report, alphaSource } = await saveFinal(file, output.path, {
			...{ draft, mask, needsAlpha },
			async commit(image, alphaSource, report) {
				const record = {
					...{ providerId: provider.id, modelId: tier.modelId, alphaSource },
					...{ payloadSha256: sheet.payloadSha256, coreVersion: version },
					promptSha256: hashPrompt(job.prompt),
					...report,
					...(recipe && { draft: withoutPrompt(recipe) }),
				};
				await output.commit(writeFinalRecord(encodePng(image), record));
			},
		});
		say(
			`${output.path}  ${draft.width} x ${draft.height} px by ${tier.modelId}; colours ${report.paletteDeltaE.toFixed(1)} from the draft, layout ${report.layoutSimilarity.toFixed(2)}`,
		);
		if (switches.has("json"))
			print(
				JSON.stringify({
					file: output.path,
					width: draft.width,
					height: draft.height,
					tier: tier.tier,
					host: sheet.host,
					model: tier.modelId,
					payloadSha256: sheet.payloadSha256,
					alphaSource,
					...report,
				}),
			);
		return 0;
	} finally {
		output.discard();
	}
}

function chooseTier(
	{ tiers }: UserSettings,
	asked: string | undefined,
): TierSettings {
	const found =
		asked === undefined
			? (tiers.find(({ tier }) => tier === "private") ?? tiers[0])
			: tiers.find(({ tier }) => tier === asked);
	if (found === undefined)
		throw new UsageError(
			"No such bigger model is set up; write it into providers.json in your settings folder.",
		);
	return found;
}

function withoutPrompt({ prompt: _, ...recipe }: Recipe): Recipe {
	return recipe;
}

interface FinalTarget {
	readonly draft: RgbaImage;
	readonly mask: RgbaImage | undefined;
	readonly needsAlpha: boolean;
	commit(
		image: RgbaImage,
		alphaSource: AlphaSource,
		report: DraftComparison,
	): Promise<void>;
}

/** Fits an answer to its slot and writes it. What came is paid for: if that fails, the answer itself is kept. */
async function saveFinal(
	file: Uint8Array,
	path: string,
	{ draft, mask, needsAlpha, commit }: FinalTarget,
) {
	try {
		const answer = await decodePicture(file);
		const slot = { draft, mask, needsAlpha };
		const { image, alphaSource } = composeFinal(answer, slot);
		const report = compareDraft(image, draft);
		await commit(image, alphaSource, report);
		return { report, alphaSource };
	} catch (cause) {
		const kept = await keepAnswer(file, path);
		const reason = cause instanceof Error ? cause.message : String(cause);
		throw new Error(
			`The service's picture could not be put into its place (${reason}); it is kept as "${kept}".`,
			{ cause },
		);
	}
}
