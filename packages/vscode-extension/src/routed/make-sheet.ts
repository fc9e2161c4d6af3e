import {
	describeWire,
	type PreparedJob,
	type TierSettings,
} from "@musa/core/providers";
import type { SheetView } from "../records.js";
import { hostOf, nameOf, type Setup } from "./setup.js";

/** The sheet of a request for the page that shows it. */
export function makeSheet(
	{ sheet, wire, job, provider }: PreparedJob,
	tier: TierSettings,
	{ settings, capsLeft, obstacle }: Setup,
	reasons: readonly string[],
): SheetView {
	return {
		host: hostOf(tier),
		service: nameOf(tier),
		modelId: sheet.modelId,
		isEncrypted: tier.baseUrl.startsWith("https:"),
		isPrivate: tier.tier === "private",
		prompt: sheet.prompt,
		negativePrompt: sheet.negativePrompt,
		// A message carries plain arrays of bytes, none of Node's own.
		pictures: sheet.pictures.map((file) => new Uint8Array(file)),
		requestText: describeWire(wire, job, provider.keyHeader),
		bytes: sheet.bytes,
		payloadSha256: sheet.payloadSha256,
		priceMicros: sheet.priceMicros,
		currency: settings.currency,
		...{ capsLeft, retention: sheet.retention, reasons, obstacle },
	};
}
