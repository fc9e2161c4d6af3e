// OpenAI's images: POST /images/generations and /images/edits, replies in base64.
// https://platform.openai.com/docs/api-reference/images
import { composeImages, readImages, readModels } from "./openai-wire.js";
import type { RemoteProvider } from "./remote-provider.js";
import { getJson, trimBase, unsupported } from "./write-request.js";

/** The provider `openai`; the base address ends with the version, e.g. `https://api.openai.com/v1`. */
export function makeOpenAiProvider(baseUrl: string): RemoteProvider {
	const base = trimBase(baseUrl);
	return {
		id: "openai",
		keyHeader: { name: "authorization", prefix: "Bearer " },
		isIdempotent: false,
		maxCount: 10,
		composeDiscovery: () => getJson(`${base}/models`),
		readCapabilities: readModels,
		composeJob(job, model) {
			if (job.count > 10) throw unsupported("at most 10 pictures per call");
			if (job.mask && job.references.length === 0)
				throw unsupported("a mask needs a picture");
			const canBeClear = job.needsAlpha && model.hasAlpha === true;
			return composeImages(base, job, model, {
				output_format: "png",
				background: canBeClear ? "transparent" : "auto",
			});
		},
		readPictures: (reply, job) => readImages(reply, job.count),
	};
}
