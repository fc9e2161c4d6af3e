// What a folder's musa.json says of the pictures that the editor makes.
import assert from "node:assert/strict";
import {
	existsSync,
	mkdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { decodePng, readRecipe } from "@musa/core";
import {
	commands,
	extensions,
	languages,
	Uri,
	window,
	workspace,
} from "vscode";
import { until } from "./until.js";

const rules = {
	images: [
		{
			files: "ruled/**",
			prompt: "star",
			width: 48,
			height: 40,
			seed: 7,
			style: "glyph",
			palette: ["#0000ff", "#ffffff"],
			output: { formats: ["png"], scales: [2] },
		},
		{ files: "ruled/heavy.png", output: { maxBytes: 20 } },
	],
	ignore: ["ruled/draft.png"],
};

suite("musa.json", () => {
	const root = workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
	const at = (path: string): string => join(root, "ruled", path);

	suiteSetup(async () => {
		await extensions.getExtension("musa.musa-vscode")?.activate();
		writeFileSync(join(root, "musa.json"), JSON.stringify(rules));
		mkdirSync(at("."), { recursive: true });
	});
	suiteTeardown(async () => {
		rmSync(join(root, "musa.json"));
		await commands.executeCommand("workbench.action.closeAllEditors");
		await commands.executeCommand("musa.rescan");
	});

	test("decides words, size, seed, style, colours, densities and formats of what is drawn", async () => {
		writeFileSync(
			at("index.html"),
			'<img src="a.png" alt="heart"><img src="b.webp"><img src="draft.png"><img src="heavy.png">\n',
		);
		await commands.executeCommand("musa.rescan");
		const uri = Uri.file(at("index.html"));
		await window.showTextDocument(uri);
		await until("the underlines of all but the ignored one", () => {
			const found = languages
				.getDiagnostics(uri)
				.filter(({ source }) => source === "Musa");
			return (
				found.length === 3 &&
				/a\.png \(48 × 40 px\)/.test(found[0]?.message ?? "")
			);
		});
		const report = await commands.executeCommand<{
			written: string[];
			failed: { target: string; sentence: string }[];
		}>("musa.fillFile");
		assert.deepEqual(report.written, ["ruled/a.png"]);
		const sentences = new Map(
			report.failed.map(({ target, sentence }) => [target, sentence]),
		);
		assert.match(sentences.get("ruled/b.webp") ?? "", /musa\.json allows png/);
		assert.match(sentences.get("ruled/heavy.png") ?? "", /allows 20/);
		assert.ok(!existsSync(at("heavy.png")));
		const bytes = new Uint8Array(readFileSync(at("a.png")));
		const recipe = readRecipe(bytes);
		assert.deepEqual(
			[recipe?.seed, recipe?.style, recipe?.size],
			[7, "glyph", { width: 48, height: 40 }],
		);
		const { pixels } = decodePng(bytes);
		for (let i = 0; i < pixels.length; i += 4)
			if ((pixels[i + 3] ?? 0) > 0)
				assert.ok((pixels[i + 2] ?? 0) > 200, "blue and white have much blue");
		const twin = decodePng(new Uint8Array(readFileSync(at("a@2x.png"))));
		assert.deepEqual([twin.width, twin.height], [96, 80]);
	});
});
