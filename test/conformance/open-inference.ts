// Tries the open-inference client on a server that others wrote, over its own sockets, and prints what was reached:
//   npx tsx test/conformance/open-inference.ts http://127.0.0.1:8081
import { createHash } from "node:crypto";
import { decodePng, encodePng } from "@musa/core";
import {
	makeOpenInferenceProvider,
	type RemoteJob,
	type TensorEncoding,
	type WireRequest,
} from "@musa/core/providers";
import { makeNodeSend } from "@musa/core/providers/node-send";

const [baseUrl = "http://127.0.0.1:8081", only] = process.argv.slice(2);
const modelId = "musa-txt2img-v1";
const { host } = new URL(baseUrl);
const draft = encodePng({
	width: 3,
	height: 2,
	pixels: new Uint8Array(24).fill(200),
});
const send = makeNodeSend({ readKey: () => undefined, idleMs: 30_000 });
const ask = (wire: WireRequest) =>
	send(new AbortController().signal, wire, {
		keyHeader: { name: "authorization", prefix: "Bearer " },
		rules: { host, isPrivate: true },
		maxBytes: 2 ** 26,
	});

const jobs: Readonly<Record<string, Partial<RemoteJob>>> = {
	"a plain prompt": {},
	"a prompt in Chinese, with an emoji and quotes": {
		prompt: '写着“静夜思”的招牌 🦊 "x" \\',
	},
	"a long prompt": { prompt: "fox ".repeat(2000) },
	"the largest seed": { seed: 2 ** 32 - 1 },
	"a draft and its strength": { references: [draft], strength: 0.25 },
	"steps and guidance": { stepCount: 7, guidanceScale: 2.5 },
	"another size": { size: { width: 33, height: 5 } },
};

const results: { name: string; passed: boolean; problem?: string }[] = [];
async function check(name: string, act: () => Promise<void>): Promise<void> {
	try {
		await act();
		results.push({ name, passed: true });
	} catch (error) {
		const problem = error instanceof Error ? error.message : String(error);
		results.push({ name, passed: false, problem: problem.slice(0, 300) });
	}
}
function must(condition: boolean, what: string): void {
	if (!condition) throw new Error(what);
}

const encodings: readonly TensorEncoding[] =
	only === undefined ? ["binary", "json"] : [only as TensorEncoding];
for (const encoding of encodings) {
	const provider = makeOpenInferenceProvider(baseUrl, modelId, encoding);
	await check(`${encoding}: the model describes itself`, async () => {
		const [model] = provider.readCapabilities(
			await ask(provider.composeDiscovery()),
		);
		must(model?.id === modelId && model.hasReferences === true, "its inputs");
	});
	for (const [name, changes] of Object.entries(jobs))
		await check(`${encoding}: ${name}`, async () => {
			const job: RemoteJob = {
				...{
					prompt: "a fox",
					modelId,
					size: { width: 12, height: 8 },
					count: 1,
				},
				...{ seed: 7, needsAlpha: true, references: [], ...changes },
			};
			const reply = await ask(provider.composeJob(job, { id: modelId }));
			const { files, problems } = provider.readPictures(reply, job);
			must(files.length === 1 && problems.length === 0, problems.join());
			const { width, height, pixels } = decodePng(files[0] ?? new Uint8Array());
			must(width === job.size.width && height === job.size.height, "the size");
			const seed = job.seed ?? 0;
			must(
				pixels[0] === (seed & 255) && pixels[1] === ((seed >> 8) & 255),
				"the seed arrived",
			);
			const isBinary = "inference-header-content-length" in reply.headers;
			must(
				isBinary === (encoding === "binary"),
				"the reply came the other way",
			);
		});
	await check(
		`${encoding}: the same job is the same request, whose id comes back`,
		async () => {
			const job: RemoteJob = {
				prompt: "x",
				modelId,
				size: { width: 2, height: 2 },
				count: 1,
				seed: 1,
				needsAlpha: true,
				references: [],
			};
			const [a, b] = [
				provider.composeJob(job, { id: modelId }),
				provider.composeJob(job, { id: modelId }),
			];
			const hash = (wire: WireRequest) =>
				createHash("sha256").update(wire.body).digest("hex");
			must(hash(a) === hash(b), "bytes differ");
			provider.readPictures(await ask(a), job);
		},
	);
	await check(
		`${encoding}: a model that is not there is an error, not a picture`,
		async () => {
			const other = makeOpenInferenceProvider(baseUrl, "nobody", encoding);
			const reply = await ask(other.composeDiscovery());
			must(reply.status >= 400, `status ${reply.status}`);
		},
	);
}
const passed = results.filter((result) => result.passed).length;
const report = { server: baseUrl, passed, of: results.length, results };
process.stdout.write(`${JSON.stringify(report, null, "\t")}\n`);
process.exitCode = passed === results.length ? 0 : 1;
