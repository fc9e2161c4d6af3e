// The words of the extension and its views: what the code says stands in the bundle, and the translation is whole.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const packages = new URL("../../", import.meta.url);
const readBundle = (name: string): Readonly<Record<string, string>> =>
	JSON.parse(
		readFileSync(
			new URL(`vscode-extension/l10n/${name}.json`, packages),
			"utf8",
		),
	);

/** Every text that goes through `l10n.t` in the extension host or `t` on a page. */
function readTexts(): string[] {
	const texts = new Set<string>();
	for (const folder of ["vscode-extension/src/", "ui/src/"]) {
		const root = new URL(folder, packages);
		for (const name of readdirSync(root, {
			recursive: true,
			encoding: "utf8",
		})) {
			if (!/\.tsx?$/.test(name) || name.includes(".test.")) continue;
			const code = readFileSync(new URL(name, root), "utf8");
			for (const [, double, single] of code.matchAll(
				/\bt\(\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)')/g,
			))
				texts.add(single ?? JSON.parse(`"${double}"`));
		}
	}
	return [...texts].sort();
}
const placesOf = (text: string): string[] =>
	[...text.matchAll(/\{\d+\}/g)].map(([place]) => place).sort();

test("the bundle for translators holds every text of the code, and no others", () => {
	const texts = readTexts();
	expect(texts.length).toBeGreaterThan(200);
	expect(Object.keys(readBundle("bundle.l10n")).sort()).toEqual(texts);
});

test("the German words are whole, and say the same values", () => {
	const german = readBundle("bundle.l10n.de");
	expect(Object.keys(german).sort()).toEqual(readTexts());
	for (const [text, words] of Object.entries(german)) {
		expect(words.trim()).not.toBe("");
		expect([text, placesOf(words)]).toEqual([text, placesOf(text)]);
	}
});
