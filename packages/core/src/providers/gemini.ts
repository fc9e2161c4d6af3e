// Gemini's pictures: models/{model}:generateContent with inline parts. https://ai.google.dev/api/generate-content
import { encodeBase64 } from "./base64.js";
import {
	assertSuccess,
	collectPictures,
	get,
	listOf,
	parseJson,
	refused,
	textOf,
} from "./read-reply.js";
import type { RemoteProvider } from "./remote-provider.js";
import { getJson, postJson, trimBase, unsupported } from "./write-request.js";

/** Why a candidate ended without being refused. */
const goodEnds = ["", "STOP", "MAX_TOKENS", "FINISH_REASON_UNSPECIFIED"];

const aspectRatios = [
	...["1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9"],
];

/** The provider `gemini`; the base address ends with the version, e.g. `https://generativelanguage.googleapis.com/v1beta`. */
export function makeGeminiProvider(baseUrl: string): RemoteProvider {
	const base = trimBase(baseUrl);
	return {
		id: "gemini",
		keyHeader: { name: "x-goog-api-key", prefix: "" },
		isIdempotent: false,
		maxCount: 1,
		composeDiscovery: () => getJson(`${base}/models`),
		readCapabilities(reply) {
			assertSuccess(reply);
			return listOf(get(parseJson(reply.body), "models"))
				.filter((model) =>
					listOf(get(model, "supportedGenerationMethods")).includes(
						"generateContent",
					),
				)
				.map((model) => ({
					id: textOf(get(model, "name")).replace(/^models\//, ""),
					hasReferences: true,
					hasMasks: false,
					hasAlpha: false,
				}))
				.filter(({ id }) => id !== "");
		},
		composeJob(job) {
			if (job.count !== 1) throw unsupported("one picture per call");
			if (!/^[\w.-]+$/.test(job.modelId))
				throw unsupported("the model's name is not valid");
			// There are no masks here: what may not change is put back on this device afterwards.
			const parts = [
				{ text: job.prompt },
				...job.references.map((file) => ({
					inlineData: { mimeType: "image/png", data: encodeBase64(file) },
				})),
			];
			return postJson(`${base}/models/${job.modelId}:generateContent`, {
				contents: [{ role: "user", parts }],
				generationConfig: {
					responseModalities: ["IMAGE"],
					...(job.seed === undefined ? {} : { seed: job.seed & 0x7fffffff }),
					imageConfig: { aspectRatio: chooseAspectRatio(job.size) },
				},
			});
		},
		readPictures(reply, job) {
			assertSuccess(reply);
			const json = parseJson(reply.body);
			const blocked = textOf(get(json, "promptFeedback", "blockReason"));
			if (blocked !== "") throw refused(blocked);
			const candidates = listOf(get(json, "candidates"));
			const data = candidates
				.flatMap((candidate) => listOf(get(candidate, "content", "parts")))
				// Models that think draw sketches on the way, which are no answer.
				.filter((part) => get(part, "thought") !== true)
				.map((part) => textOf(get(part, "inlineData", "data")))
				.filter((text) => text !== "");
			const ends = candidates.map((x) => textOf(get(x, "finishReason")));
			const bad = ends.find((end) => !goodEnds.includes(end));
			if (data.length === 0) throw refused(bad ?? "there was no picture");
			return collectPictures(data, job.count);
		},
	};
}

function chooseAspectRatio({
	width,
	height,
}: {
	readonly width: number;
	readonly height: number;
}): string {
	const distance = (ratio: string): number => {
		const [across, down] = ratio.split(":").map(Number);
		return Math.abs(Math.log(across / down) - Math.log(width / height));
	};
	const [best] = [...aspectRatios].sort((a, b) => distance(a) - distance(b));
	return best;
}
