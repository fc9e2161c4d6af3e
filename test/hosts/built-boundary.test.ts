// What users install: the built files of the local editions hold no code that can send.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { ROOT } from "../support/packs.js";

/** Ways to send that a script has. */
const WAYS =
	/\bfetch\s*\(|XMLHttpRequest|\bWebSocket\b|sendBeacon|EventSource|RTCPeerConnection|importScripts|WebTransport|["'](node:)?(https?|http2|net|tls|dgram)["']/g;
const listWays = (code: string) => [...code.matchAll(WAYS)].map(([way]) => way);

/** All scripts of a plugin's edition, those that its page carries packed included. */
function readFigmaScripts(edition: string): ReadonlyMap<string, string> {
	const folder = join(ROOT, "packages/figma-plugin", edition);
	const html = readFileSync(join(folder, "ui.html"), "utf8");
	const found = new Map([
		["code.js", readFileSync(join(folder, "code.js"), "utf8")],
	]);
	for (const [, attributes = "", text = ""] of html.matchAll(
		/<script([^>]*)>([\s\S]*?)<\/script>/g,
	)) {
		const id = /id="([^"]+)"/.exec(attributes)?.[1];
		if (!attributes.includes("text/plain")) found.set("page", text);
		else if (id === "musa-worker")
			found.set(id, gunzipSync(Buffer.from(text, "base64")).toString());
	}
	return found;
}

test("Figma's local edition has none, in its page, its worker and its sandbox", () => {
	const scripts = readFigmaScripts("dist");
	expect([...scripts.keys()].sort()).toEqual([
		"code.js",
		"musa-worker",
		"page",
	]);
	for (const [name, code] of scripts) {
		expect(code.length).toBeGreaterThan(1000);
		expect([name, listWays(code)]).toEqual([name, []]);
	}
	const manifest = JSON.parse(
		readFileSync(join(ROOT, "packages/figma-plugin/manifest.json"), "utf8"),
	);
	expect(manifest.networkAccess.allowedDomains).toEqual(["none"]);
});

test("the routed edition has one place that sends, so the check sees it", () => {
	const scripts = readFigmaScripts("dist/routed");
	const ways = [...scripts].flatMap(([name, code]) =>
		listWays(code).map((way) => [name, way]),
	);
	expect(ways).toEqual([["page", "fetch("]]);
});

/** Every script of an edition of VS Code's extension, but onnxruntime and the codecs' loaders, which are handed their bytes. */
function readExtensionScripts(edition: string): ReadonlyMap<string, string> {
	const folder = join(ROOT, "packages/vscode-extension", edition);
	const names = readdirSync(folder, {
		recursive: true,
		encoding: "utf8",
	}).filter((name) => /\.[cm]?js$/.test(name));
	const scripts = names.map(
		(name) => [name, readFileSync(join(folder, name), "utf8")] as const,
	);
	// Both know ways to load by address beside the one that takes bytes; musa prove-local shows that they are not taken.
	return new Map(
		scripts.filter(([, code]) => !/instantiateWasm|onnxruntime/.test(code)),
	);
}

const SERVICES =
	/api\.openai\.com|googleapis|x-goog-api-key|generateContent|images\/generations|egress\.log/;

test("VS Code's local edition has none, and names no service", () => {
	const scripts = readExtensionScripts("dist/extension");
	expect(scripts.size).toBeGreaterThan(5);
	for (const [name, code] of scripts) {
		expect([name, listWays(code)]).toEqual([name, []]);
		expect([name, SERVICES.exec(code)?.[0]]).toEqual([name, undefined]);
	}
});

test.each(["dist/extension", "dist/routed/extension"])(
	"the worker that draws in a view of VS Code has none, the runtime's own ways included: %s",
	(edition) => {
		const path = join(ROOT, "packages/vscode-extension", edition);
		const code = readFileSync(join(path, "webgpu/worker.js"), "utf8");
		expect(code.length).toBeGreaterThan(100_000);
		expect(listWays(code)).toEqual([]);
	},
);

test("VS Code's routed edition sends from one part that loads when it is used, and never from a page or a thread", () => {
	const scripts = [...readExtensionScripts("dist/routed/extension")];
	const senders = scripts.filter(([, code]) => listWays(code).length > 0);
	expect(senders.map(([name]) => name)).toEqual([
		expect.stringMatching(/^chunks\//),
	]);
	const [, sender = ""] = senders[0] ?? [];
	expect([...new Set(listWays(sender))].sort()).toEqual(
		['"node:http"', '"node:https"', '"node:net"'].sort(),
	);
	for (const [name, code] of scripts)
		if (/thread|worker|webview|browser/.test(name))
			expect([name, SERVICES.exec(code)?.[0]]).toEqual([name, undefined]);
});
