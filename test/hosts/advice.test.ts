// musa generate asks the router: it says what falls short, draws all the same, sends nothing, and keeps the fallback in the recipe.
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { readRecipe } from "@musa/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { useMusaFolder } from "../support/musa-folder.js";

const PATIENT = { timeout: 300_000 };
const folder = useMusaFolder();
const hard = `"six foxes beside a sign that says 'Entropy'" --size 64`;
let arrivals = 0;
const server = createServer((_, response) => {
	arrivals++;
	response.end("{}");
});
beforeAll(
	() => new Promise<void>((done) => server.listen(0, "127.0.0.1", done)),
);
afterAll(() => {
	server.close();
});

/** Settings in which the listening server is the cloud that nothing may reach. */
function setUp(policy: string, cap = 1_000_000): string {
	const { port } = server.address() as AddressInfo;
	const tier = {
		...{ tier: "private", providerId: "openai-compatible" },
		...{ baseUrl: `http://127.0.0.1:${port}/v1`, modelId: "found-1" },
		priceMicros: 40_000,
	};
	writeFileSync(
		join(folder.path(), "providers.json"),
		JSON.stringify({
			...{ policy, currency: "EUR", tiers: [tier] },
			caps: { job: cap, day: cap, month: cap },
		}),
	);
	return folder.path();
}

test(
	"what falls short is told with the price, drawn all the same, and kept in the recipe; nothing is sent",
	PATIENT,
	async () => {
		for (const policy of ["ask", "allowed"]) {
			const { stdout, stderr } = await folder.runOk(
				`generate ${hard} --count 2 --seed 1 --out a.png --json --force`,
				{ settings: setUp(policy) },
			);
			for (const part of [
				"more than the embedded model can do",
				"needs legible text: 'Entropy'",
				"The words will not be readable.",
				"Drawn here all the same.",
				"Your private server found-1 could draw it (0.0800 EUR). Nothing was sent",
			])
				expect(stderr).toContain(part);
			const { route, images } = JSON.parse(stdout);
			expect(route).toMatchObject({
				tier: policy === "ask" ? "ask" : "private",
				...{ offer: "private", fallsShort: true, modelId: "found-1" },
				...{ priceMicros: 80_000, currency: "EUR" },
				demands: expect.arrayContaining(["text", "count"]),
			});
			expect(images).toHaveLength(2);
			const recipe = readRecipe(folder.read(images[0].file));
			expect(recipe?.fallback).toEqual({
				...{ advised: "private", score: route.score, demands: route.demands },
			});
			// The words themselves are kept only where the user wants them kept.
			expect(JSON.stringify(recipe)).not.toContain("Entropy");
		}
		expect(arrivals).toBe(0);
	},
);

test(
	"drawn again from its recipe it is the same file, whatever is set up by then",
	PATIENT,
	async () => {
		const settings = setUp("ask");
		await folder.runOk(`generate ${hard} --seed 1 --out a.png`, { settings });
		setUp("never");
		const { stderr } = await folder.runOk(
			`generate ${hard.replace(" --size 64", "")} --recipe a.png --out b.png`,
			{ settings },
		);
		expect(stderr).not.toContain("embedded model can do");
		expect(folder.sha256("b.png")).toBe(folder.sha256("a.png"));
	},
);

test(
	"an easy prompt gets no advice; never, an empty budget and damaged settings say so and draw",
	PATIENT,
	async () => {
		const draw = (line: string, settings: string) =>
			folder.runOk(`generate ${line} --seed 1 --out a.png --force`, {
				settings,
			});
		const easy = await draw('"a red heart" --size 64', setUp("ask"));
		expect(easy.stderr).not.toContain("embedded model");
		expect(readRecipe(folder.read("a.png"))?.fallback).toBeUndefined();
		const never = await draw(hard, setUp("never"));
		expect(never.stderr).toContain("Nothing may leave this device.");
		expect(readRecipe(folder.read("a.png"))?.fallback?.advised).toBe("none");
		const poor = await draw(hard, setUp("ask", 0));
		expect(poor.stderr).toContain("costs more than is left to spend");
		writeFileSync(join(folder.path(), "providers.json"), "{");
		const damaged = await draw(hard, folder.path());
		expect(damaged.stderr).toContain("The prompt was not judged");
		expect(arrivals).toBe(0);
	},
);

test(
	"route takes size, references, masks, count and the ledger into account",
	PATIENT,
	async () => {
		const settings = setUp("ask", 100_000);
		writeFileSync(join(folder.path(), "draft.png"), "not read");
		const route = async (line: string) =>
			JSON.parse(
				(
					await folder.runOk(`route "a red heart" ${line} --details --json`, {
						settings,
					})
				).stdout,
			);
		expect(await route("")).toMatchObject({
			...{
				tier: "local",
				offer: "local",
				priceMicros: 0,
				budgetMicros: 100_000,
			},
		});
		expect(await route("--mask draft.png --count 2")).toMatchObject({
			...{ tier: "ask", offer: "private", priceMicros: 80_000 },
			reasons: expect.arrayContaining(["changes only a masked part"]),
		});
		// Three pictures cost more than is left.
		expect(await route("--mask draft.png --count 3")).toMatchObject({
			...{ tier: "ask", offer: "local" },
			why: expect.arrayContaining([
				"The private server costs more than is left to spend.",
			]),
		});
		const { openFileLedger } = await import("@musa/core/providers/node-ledger");
		await openFileLedger(join(folder.path(), "egress.log")).reserve({
			...{ id: "1", jobId: "1", at: Date.now(), host: "h", providerId: "p" },
			...{ modelId: "m", payloadSha256: "0", bytes: 1, consentId: "c" },
			priceMicros: 50_000,
			caps: { job: 1e9, day: 1e9, month: 1e9 },
		});
		expect(await route("--mask draft.png --count 2")).toMatchObject({
			...{ offer: "local", budgetMicros: 50_000 },
		});
		expect(await route("--size 4096 --count 1")).toMatchObject({
			lacks: ["Fine detail will be missing at this size."],
		});
		for (const bad of ["--size 0", "--count 0", "--from nowhere.png"]) {
			const { code, stderr } = await folder.run(`route "a fox" ${bad}`, {
				settings,
			});
			expect([bad, code]).toEqual([bad, 2]);
			expect(stderr.trim().split("\n")).toHaveLength(1);
		}
	},
);
