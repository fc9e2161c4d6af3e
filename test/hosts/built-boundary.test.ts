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

test("VS Code's extension has none but those of onnxruntime and of the codecs' loaders, which are handed their bytes", () => {
	const folder = join(ROOT, "packages/vscode-extension/dist/extension");
	const files = readdirSync(folder, {
		recursive: true,
		encoding: "utf8",
	}).filter((name) => /\.[cm]?js$/.test(name));
	expect(files.length).toBeGreaterThan(5);
	for (const name of files) {
		const code = readFileSync(join(folder, name), "utf8");
		// Both know ways to load by address beside the one that takes bytes; musa prove-local shows that they are not taken.
		if (/instantiateWasm|onnxruntime/.test(code)) continue;
		expect([name, listWays(code)]).toEqual([name, []]);
	}
});
