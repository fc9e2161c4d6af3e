// Other servers with OpenAI's images interface: only the fields that all of them know.
import { composeImages, readImages, readModels } from "./openai-wire.js";
import type { RemoteProvider } from "./remote-provider.js";
import { getJson, trimBase, unsupported } from "./write-request.js";

/** The provider `openai-compatible` at any base address. */
export function makeOpenAiCompatibleProvider(baseUrl: string): RemoteProvider {
	const base = trimBase(baseUrl);
	return {
		id: "openai-compatible",
		keyHeader: { name: "authorization", prefix: "Bearer " },
		isIdempotent: false,
		maxCount: 10,
		composeDiscovery: () => getJson(`${base}/models`),
		readCapabilities: readModels,
		composeJob(job, model) {
			if (job.references.length > 0 && model.hasReferences === false)
				throw unsupported("it takes no reference pictures");
			// Without it some answer with addresses of pictures, which are never followed.
			return composeImages(base, job, model, { response_format: "b64_json" });
		},
		readPictures: (reply, job) => readImages(reply, job.count),
	};
}
