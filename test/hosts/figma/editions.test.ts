// What is inside the two editions as built: the local one holds no way to send, and the routed one sends from its panel alone.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import {
	type EditionName,
	findEdition,
} from "../../support/fake-figma/open-sandbox.js";

/** Ways to send that a script has. */
const WAYS =
	/\bfetch\s*\(|XMLHttpRequest\s*\(|new WebSocket|sendBeacon|new EventSource|RTCPeerConnection|importScripts\s*\(|WebTransport/;
const SERVICES =
	/api\.openai\.com|googleapis|x-goog-api-key|generateContent|images\/generations|localhost/;

/** Every script of an edition, the packed worker included. */
function readScripts(edition: EditionName): Record<string, string> {
	const { code, page } = findEdition(edition);
	const html = readFileSync(page, "utf8");
	const script = /<script>([\s\S]*?)<\/script>/.exec(html)?.[1];
	const worker = /id="musa-worker">([^<]+)</.exec(html)?.[1];
	if (!script || !worker) throw new Error(`${page} lacks its scripts`);
	return {
		sandbox: readFileSync(code, "utf8"),
		panel: script,
		worker: gunzipSync(Buffer.from(worker, "base64")).toString(),
	};
}
const readNetwork = (edition: EditionName) =>
	JSON.parse(readFileSync(findEdition(edition).manifest, "utf8")).networkAccess;

test.each(["sandbox", "panel", "worker"])(
	"the local edition's %s has no way to send and names no service",
	(name) => {
		const text = readScripts("local")[name] ?? "";
		expect(text.length).toBeGreaterThan(5000);
		expect(WAYS.exec(text)?.[0]).toBeUndefined();
		expect(SERVICES.exec(text)?.[0]).toBeUndefined();
	},
);

test("the routed edition fetches in one place of its panel and nowhere else", () => {
	const { sandbox = "", panel = "", worker = "" } = readScripts("routed");
	expect(panel.match(/\bfetch\s*\(/g)).toHaveLength(1);
	expect(SERVICES.test(panel)).toBe(true);
	for (const text of [sandbox, worker]) {
		expect(WAYS.exec(text)?.[0]).toBeUndefined();
		expect(SERVICES.exec(text)?.[0]).toBeUndefined();
	}
});

test("the manifests: no network at all, or exactly the services' hosts with the reason", () => {
	expect(readNetwork("local")).toEqual({ allowedDomains: ["none"] });
	expect(readNetwork("routed")).toEqual({
		allowedDomains: [
			"https://api.openai.com",
			"https://generativelanguage.googleapis.com",
		],
		reasoning: expect.stringMatching(/only when you agree/i),
		devAllowedDomains: ["http://localhost:*"],
	});
});
