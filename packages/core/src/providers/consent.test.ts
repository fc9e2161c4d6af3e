import { expect, test } from "vitest";
import { encodePng } from "../image/png-encode.js";
import { makeRgbaImage } from "../image/rgba-image.js";
import {
	type ConsentDesk,
	type ConsentToken,
	makeConsentSheet,
	openConsentDesk,
} from "./consent.js";
import { makeOpenAiProvider } from "./openai.js";
import type { RemoteJob, WireRequest } from "./remote-provider.js";

const provider = makeOpenAiProvider("https://api.example.com/v1/");
const job: RemoteJob = {
	prompt: "three foxes",
	modelId: "found-1",
	size: { width: 640, height: 480 },
	count: 1,
	needsAlpha: true,
	references: [encodePng(makeRgbaImage(20, 10))],
	mask: encodePng(makeRgbaImage(20, 10)),
};
const wire = provider.composeJob(job, { id: "found-1" });
const host = "api.example.com";
const sheet = makeConsentSheet(wire, job, {
	providerId: provider.id,
	priceMicros: 40_000,
	retention: "30 days",
});

let time = 1_000_000;
const desk: ConsentDesk = openConsentDesk(() => time);
const grant = (): ConsentToken =>
	desk.grant(sheet, { maxCalls: 2, maxCostMicros: 100_000 });
const invalid = expect.objectContaining({ code: "provider/consent-invalid" });

test("the sheet shows what would be sent, where, and at which price", () => {
	expect(sheet).toMatchObject({
		host,
		providerId: "openai",
		modelId: "found-1",
		prompt: "three foxes",
		pixelCount: 400,
		bytes: wire.body.length,
		priceMicros: 40_000,
		retention: "30 days",
	});
	expect(sheet.pictures).toHaveLength(2);
	expect(wire.url).toBe("https://api.example.com/v1/images/edits");
	expect(provider.composeJob(job, { id: "found-1" })).toEqual(wire);
});

test("a token is good for its calls and its money", () => {
	const token = grant();
	desk.take(token, wire, host, 40_000);
	desk.take(token, wire, host, 40_000);
	expect(() => desk.take(token, wire, host, 0)).toThrow(invalid);
	for (const price of [100_001, Number.NaN, -1, Number.POSITIVE_INFINITY])
		expect(() => desk.take(grant(), wire, host, price)).toThrow(invalid);
});

test("any byte that differs from what was shown is not covered", () => {
	const token = grant();
	const others: WireRequest[] = [
		{ ...wire, url: wire.url.replace("edits", "generations") },
		{ ...wire, method: "GET" },
		{ ...wire, headers: { ...wire.headers, "x-more": "1" } },
		{ ...wire, headers: { ...wire.headers, accept: "*/*" } },
		{ ...wire, body: wire.body.slice(1) },
	];
	for (let i = 0; i < wire.body.length; i += 7) {
		const body = wire.body.slice();
		body[i] ^= 1;
		others.push({ ...wire, body });
	}
	for (const other of others)
		expect(() => desk.take(token, other, host, 0)).toThrow(invalid);
	expect(() => desk.take(token, wire, "evil.example", 0)).toThrow(invalid);
	desk.take(token, wire, host, 0);
});

test("a token ends after ten minutes, when it is revoked, and when the clock goes back", () => {
	const token = grant();
	time += 10 * 60_000 - 1;
	desk.take(token, wire, host, 0);
	time += 1;
	expect(() => desk.take(token, wire, host, 0)).toThrow(invalid);
	const second = grant();
	time -= 1;
	expect(() => desk.take(second, wire, host, 0)).toThrow(invalid);
	const third = grant();
	desk.revoke(third);
	expect(() => desk.take(third, wire, host, 0)).toThrow(invalid);
});

test("a copied, made up or foreign token is worth nothing", () => {
	const token = grant();
	const elsewhere = openConsentDesk(() => time).grant(sheet, {
		maxCalls: 9,
		maxCostMicros: 1e9,
	});
	for (const fake of [{ ...token }, { id: token.id }, elsewhere])
		expect(() => desk.take(fake, wire, host, 0)).toThrow(invalid);
});
