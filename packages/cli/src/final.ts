// musa generate --final --from draft.png [--mask FILE] [--tier private|cloud] [--agree HASH]: the draft goes to a bigger model as its reference, after the user has seen exactly what would be
// sent, and comes back fitted to the draft's own slot. The draft is only read.
import { randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import {
	compareDraft,
	composeFinal,
	decodePng,
	encodePng,
	type RgbaImage,
	readRecipe,
} from "@musa/core";
import {
	type ConsentSheet,
	makeConsentSheet,
	makeGeminiProvider,
	makeOpenAiCompatibleProvider,
	makeOpenAiProvider,
	makeOpenInferenceProvider,
	openConsentDesk,
	type RemoteJob,
	type RemoteProvider,
	sendConsented,
} from "@musa/core/providers";
import { openFileLedger } from "@musa/core/providers/node-ledger";
import { makeNodeSend } from "@musa/core/providers/node-send";
import type { CommandContext } from "./command.js";
import { ledgerPath } from "./ledger-path.js";
import { openOutputFiles } from "./output-files.js";
import { parseOptions } from "./parse-options.js";
import { UsageError } from "./usage-error.js";
import {
	loadUserSettings,
	type TierSettings,
	type UserSettings,
} from "./user-settings.js";

const IPTC =
	'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"><Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia</Iptc4xmpExt:DigitalSourceType></rdf:Description></rdf:RDF></x:xmpmeta>';

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
	const file = await readPng(values.from);
	const draft = decodePng(file);
	const maskFile =
		values.mask === undefined ? undefined : await readPng(values.mask);
	const prompt = positionals[0] ?? readRecipe(file)?.prompt;
	if (prompt === undefined || prompt.trim() === "")
		throw new UsageError(
			"The draft does not hold its prompt; write the prompt on the command line.",
		);
	const needsAlpha = draft.pixels.some(
		(value, i) => i % 4 === 3 && value < 128,
	);
	const provider = openProvider(tier);
	const job: RemoteJob = {
		prompt: prompt.trim(),
		modelId: tier.modelId,
		size: { width: draft.width, height: draft.height },
		count: 1,
		needsAlpha,
		// Pixels only: what else the file holds is not sent.
		references: [encodePng(draft)],
		...(maskFile ? { mask: encodePng(decodePng(maskFile)) } : {}),
	};
	const wire = provider.composeJob(job, { id: tier.modelId });
	const priceMicros =
		tier.priceMicros ?? (tier.tier === "private" ? 0 : undefined);
	const sheet = makeConsentSheet(wire, job, {
		providerId: provider.id,
		priceMicros,
		retention: tier.retention ?? "",
	});
	if (values.agree !== sheet.payloadSha256) {
		for (const line of describeSheet(sheet, settings)) say(line);
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
		const token = desk.grant(sheet, {
			maxCalls: 4,
			maxCostMicros: 4 * priceMicros,
		});
		const { files } = await sendConsented(signal, wire, job, {
			provider,
			rules: { host: sheet.host, isPrivate: tier.tier === "private" },
			isForbidden: () => Boolean(process.env.MUSA_NEVER),
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
			sleep: (stop, ms) => sleep(ms, undefined, { signal: stop }),
		});
		const answer = await decodeAnswer(files[0], output.path);
		const { image, alphaSource } = composeFinal(answer, {
			draft,
			mask: maskFile && decodePng(maskFile),
			needsAlpha,
		});
		const report = compareDraft(image, draft);
		await output.commit(
			encodePng(image, [{ keyword: "XML:com.adobe.xmp", text: IPTC }]),
		);
		say(
			`${output.path}  ${image.width} x ${image.height} px by ${tier.modelId}; colours ${report.paletteDeltaE.toFixed(1)} from the draft, layout ${report.layoutSimilarity.toFixed(2)}`,
		);
		if (switches.has("json"))
			print(
				JSON.stringify({
					file: output.path,
					width: image.width,
					height: image.height,
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

function openProvider({
	providerId,
	baseUrl,
	modelId,
}: TierSettings): RemoteProvider {
	switch (providerId) {
		case "openai":
			return makeOpenAiProvider(baseUrl);
		case "gemini":
			return makeGeminiProvider(baseUrl);
		case "openai-compatible":
			return makeOpenAiCompatibleProvider(baseUrl);
		case "open-inference":
			return makeOpenInferenceProvider(baseUrl, modelId);
	}
}

async function readPng(path: string): Promise<Uint8Array> {
	try {
		return new Uint8Array(await readFile(path));
	} catch (cause) {
		throw new UsageError(`Can't read "${path}"; choose another file.`, {
			cause,
		});
	}
}

/** What came is paid for: if it cannot be read, it is at least kept. */
async function decodeAnswer(
	file: Uint8Array | undefined,
	path: string,
): Promise<RgbaImage> {
	if (file === undefined) throw new Error("there is no picture");
	try {
		return decodePng(file);
	} catch (cause) {
		const kept = `${path}.answer`;
		await writeFile(kept, file, { flag: "wx" });
		throw new Error(
			`The service sent no PNG; its picture is kept as "${kept}".`,
			{ cause },
		);
	}
}

function describeSheet(
	sheet: ConsentSheet,
	{ currency, caps }: UserSettings,
): string[] {
	const price =
		sheet.priceMicros === undefined
			? "nobody knows"
			: `${(sheet.priceMicros / 1e6).toFixed(4)} ${currency}`;
	const shown = (text: string) => text.replace(/[\p{Cc}\p{Cf}]/gu, "?");
	return [
		`to        ${sheet.host} (${sheet.providerId}, ${shown(sheet.modelId)})`,
		`text      ${shown(sheet.prompt)}`,
		`pictures  ${sheet.pictures.length}, ${sheet.pixelCount} pixels`,
		`bytes     ${sheet.bytes}`,
		`price     ${price}; caps ${caps.job / 1e6} a job, ${caps.day / 1e6} a day, ${caps.month / 1e6} a month`,
		`kept for  ${sheet.retention === "" ? "nobody knows" : shown(sheet.retention)}`,
	];
}
