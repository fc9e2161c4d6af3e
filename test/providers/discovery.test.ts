// What services say about their models, over real sockets and through the command; no model is named in the code.
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { models } from "../../packages/cli/src/models.js";
import { hearCommand } from "../support/hear-command.js";
import { makeFolder } from "../support/packs.js";

const KEY = "key-that-is-told-nobody-else";
const folder = makeFolder();
const before = process.env.MUSA_CONFIG_DIR;
let arrivals: IncomingMessage[] = [];
let answers: Readonly<Record<string, unknown>> = {};
let status = 200;
const server = createServer((request, response) => {
	arrivals.push(request);
	const answer = answers[request.url ?? ""];
	response
		.writeHead(answer === undefined ? 404 : status, {
			"content-type": "application/json",
		})
		.end(typeof answer === "string" ? answer : JSON.stringify(answer ?? {}));
});

beforeAll(async () => {
	await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
	process.env.MUSA_CONFIG_DIR = folder.path;
	process.env.MUSA_DISCOVERY_KEY = KEY;
});
afterAll(() => {
	delete process.env.MUSA_DISCOVERY_KEY;
	if (before === undefined) delete process.env.MUSA_CONFIG_DIR;
	else process.env.MUSA_CONFIG_DIR = before;
	server.close();
	folder.remove();
});

async function list(
	providerId: string,
	base: string,
	{ policy = "ask", args = ["--json"] } = {},
) {
	const { port } = server.address() as AddressInfo;
	const tier = {
		...{ tier: "private", providerId, modelId: "mine" },
		baseUrl: `http://127.0.0.1:${port}${base}`,
		keyVariable: "MUSA_DISCOVERY_KEY",
	};
	writeFileSync(
		join(folder.path, "providers.json"),
		JSON.stringify({ policy, tiers: [tier] }),
	);
	arrivals = [];
	return hearCommand((context) =>
		models.run(["list", "--tier", "private", ...args], context),
	);
}

test.each([
	[
		"openai",
		"/v1",
		"/v1/models",
		{ data: [{ id: "mine" }, { id: "other\u001b[31m" }, { nonsense: 1 }] },
		["mine", "other\u001b[31m"],
	],
	[
		"openai-compatible",
		"/v1",
		"/v1/models",
		{ data: [{ id: "mine" }] },
		["mine"],
	],
	[
		"gemini",
		"/v1beta",
		"/v1beta/models",
		{
			models: [
				{
					name: "models/mine",
					supportedGenerationMethods: ["generateContent"],
				},
				{ name: "models/words", supportedGenerationMethods: ["embedContent"] },
			],
		},
		["mine"],
	],
])(
	"%s lists what the service has",
	async (provider, base, path, answer, ids) => {
		answers = { [path]: answer };
		const { ended, printed } = await list(provider, base);
		expect(ended).toBe("0");
		const found = JSON.parse(printed[0] ?? "");
		expect(found.models.map(({ id }: { id: string }) => id)).toEqual(ids);
		expect(arrivals.map(({ method, url }) => [method, url])).toEqual([
			["GET", path],
		]);
		const shown = JSON.stringify(arrivals[0]?.headers);
		expect(shown).toContain(KEY);
		const { printed: lines } = await list(provider, base, { args: [] });
		// Names from outside steer no terminal.
		expect(lines.join()).not.toContain("\u001b");
		const ledger = readFileSync(join(folder.path, "egress.log"), "utf8");
		expect(ledger).toContain('"outcome":"free"');
		expect(ledger).not.toContain(KEY);
	},
);

const model = {
	name: "mine",
	inputs: ["prompt", "seed", "width", "height", "steps", "init_image"].map(
		(name) => ({ name, datatype: "BYTES", shape: [1] }),
	),
	outputs: [{ name: "image", datatype: "BYTES", shape: [1] }],
};

test.each([
	[
		"binary",
		{ name: "triton", extensions: ["classification", "binary_tensor_data"] },
	],
	["json", { name: "mlserver", extensions: [] }],
	["json", { name: "old" }],
])(
	"an open-inference server says how tensors travel: %s",
	async (tensors, metadata) => {
		answers = { "/v2/models/mine": model, "/v2": metadata };
		const { ended, printed } = await list("open-inference", "");
		expect(ended).toBe("0");
		expect(JSON.parse(printed[0] ?? "")).toMatchObject({
			tensors,
			models: [{ id: "mine", hasReferences: true, hasSeed: true }],
		});
		const { said } = await list("open-inference", "", { args: [] });
		expect(said.join().includes('"tensors": "json"')).toBe(tensors === "json");
	},
);

test("a model with other inputs, a wrong key, HTML and a service that is away are typed errors", async () => {
	answers = { "/v2/models/mine": { ...model, inputs: [] }, "/v2": {} };
	expect((await list("open-inference", "")).ended).toContain("other inputs");
	answers = { "/v1/models": "<html>Sign in</html>" };
	expect((await list("openai", "/v1")).ended).toContain("no usable picture");
	status = 401;
	expect((await list("openai", "/v1")).ended).toContain("Check the key");
	status = 503;
	expect((await list("openai", "/v1")).ended).toContain("does not answer");
	status = 200;
	expect((await list("openai", "/v1")).ended).not.toContain(KEY);
});

test("never means never, and what is not set up cannot be asked", async () => {
	answers = { "/v1/models": { data: [] } };
	const never = await list("openai", "/v1", { policy: "never" });
	expect(never.ended).toContain("nothing may leave");
	const other = await list("openai", "/v1", { args: ["--json"] });
	expect(other.ended).toBe("0");
	const count = arrivals.length;
	await expect(
		models.run(["list", "--tier", "cloud"], {
			signal: new AbortController().signal,
			print: () => undefined,
			say: () => undefined,
			onExit: () => undefined,
		}),
	).rejects.toThrow("is set up");
	expect(arrivals).toHaveLength(count);
	expect(never.printed).toEqual([]);
});
