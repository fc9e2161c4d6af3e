// The images interface that OpenAI made and others copied: requests and replies, without what only one of them has.

import {
	assertSuccess,
	collectPictures,
	get,
	invalidReply,
	listOf,
	parseJson,
	refused,
	textOf,
} from "./read-reply.js";
import type {
	ModelCapabilities,
	RemoteJob,
	RemotePictures,
	WireReply,
	WireRequest,
} from "./remote-provider.js";
import { type FormPart, postForm, postJson } from "./write-request.js";

/** Writes a request to /images/generations, or to /images/edits if there are references. */
export function composeImages(
	baseUrl: string,
	job: RemoteJob,
	model: ModelCapabilities,
	extra: Readonly<Record<string, string>>,
): WireRequest {
	const fields = {
		model: job.modelId,
		prompt: job.prompt,
		n: job.count,
		size: chooseSize(job, model),
		...extra,
	};
	if (job.references.length === 0)
		return postJson(`${baseUrl}/images/generations`, fields);
	const parts: FormPart[] = Object.entries(fields).map(([name, value]) => ({
		name,
		value: String(value),
	}));
	for (const [i, value] of job.references.entries())
		parts.push({ name: "image[]", value, fileName: `reference-${i + 1}.png` });
	if (job.mask)
		parts.push({ name: "mask", value: job.mask, fileName: "mask.png" });
	return postForm(`${baseUrl}/images/edits`, parts);
}

/** The size of the nearest shape that the model is known to have; the service chooses if nothing is known. */
function chooseSize({ size }: RemoteJob, { sizes }: ModelCapabilities): string {
	if (sizes === undefined || sizes.length === 0) return "auto";
	const wanted = Math.log(size.width / size.height);
	const distance = (known: { width: number; height: number }): number =>
		Math.abs(Math.log(known.width / known.height) - wanted);
	const [best] = [...sizes].sort((a, b) => distance(a) - distance(b));
	return `${best.width}x${best.height}`;
}

/**
 * Reads `{"data":[{"b64_json"}]}`; addresses of pictures are never followed.
 *
 * @throws ProviderError
 */
export function readImages(reply: WireReply, count: number): RemotePictures {
	assertSuccess(reply);
	const json = parseJson(reply.body);
	const error = get(json, "error");
	if (error !== undefined && error !== null)
		throw refused(textOf(get(error, "message")) || "the service says why not");
	const data = get(json, "data");
	if (!Array.isArray(data)) throw invalidReply("it has no list of pictures");
	const items = listOf(data);
	const flagged = items.filter(
		(item) =>
			get(item, "flagged") === true ||
			get(item, "finish_reason") === "content_filter",
	);
	if (items.length > 0 && flagged.length === items.length)
		throw refused("all pictures were flagged");
	return collectPictures(
		items.map((item) => textOf(get(item, "b64_json"))),
		count,
	);
}

/** Reads `{"data":[{"id"}]}`. */
export function readModels(reply: WireReply): readonly ModelCapabilities[] {
	assertSuccess(reply);
	return listOf(get(parseJson(reply.body), "data"))
		.map((item) => textOf(get(item, "id")))
		.filter((id) => id !== "")
		.map((id) => ({ id }));
}
