import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decodePng } from "@musa/core";
import { extensions, LanguageModelTextPart, lm, workspace } from "vscode";

suite("the tools for agents", () => {
	const root = workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";

	suiteSetup(async () => {
		await extensions.getExtension("musa.musa-vscode")?.activate();
		mkdirSync(join(root, "tools"), { recursive: true });
		writeFileSync(
			join(root, "tools/page.html"),
			'<img src="sun.png" alt="sun" width="48" height="32">',
		);
	});
	async function invoke(name: string, input: object): Promise<string> {
		const { content } = await lm.invokeTool(name, {
			input,
			toolInvocationToken: undefined,
		});
		return content
			.filter((part) => part instanceof LanguageModelTextPart)
			.map(({ value }) => value)
			.join("\n");
	}

	test("are there, with schemas that take nothing but what they name", () => {
		const tools = lm.tools.filter(({ name }) => name.startsWith("musa_"));
		assert.deepEqual(tools.map(({ name }) => name).sort(), [
			"musa_fill_missing_images",
			"musa_find_missing_images",
			"musa_generate_image",
		]);
		for (const { inputSchema } of tools)
			assert.equal(
				(inputSchema as { additionalProperties?: unknown })
					.additionalProperties,
				false,
			);
	});

	test("find missing images without asking", async () => {
		const text = await invoke("musa_find_missing_images", { under: "tools" });
		assert.match(text, /"target":"tools\/sun\.png"/);
	});

	test("draw at the path and size given, never over a file, never outside", async () => {
		const order = { prompt: "moon", width: 48, height: 32, seed: 7 };
		const text = await invoke("musa_generate_image", {
			...order,
			path: "tools/moon.png",
		});
		assert.match(
			text,
			/Wrote tools\/moon\.png, 48 x 32 px, seed 7\. Alt text: Moon/,
		);
		const file = join(root, "tools/moon.png");
		const { width, height } = decodePng(new Uint8Array(readFileSync(file)));
		assert.deepEqual([width, height], [48, 32]);
		const before = readFileSync(file);
		await assert.rejects(
			invoke("musa_generate_image", { ...order, path: "tools/moon.png" }),
			/there already/,
		);
		assert.deepEqual(readFileSync(file), before);
		for (const path of ["../out.png", "/tmp/out.png", "tools/../../out.png"])
			await assert.rejects(
				invoke("musa_generate_image", { ...order, path }),
				/root|leads out/,
			);
		assert.equal(existsSync(join(root, "../out.png")), false);
	});

	test("fill what is missing", async () => {
		const text = await invoke("musa_fill_missing_images", {
			targets: ["tools/sun.png"],
			seed: 3,
		});
		assert.match(text, /^Wrote 1 images, left 0 alone\./);
		const png = new Uint8Array(readFileSync(join(root, "tools/sun.png")));
		const { width, height } = decodePng(png);
		assert.deepEqual([width, height], [48, 32]);
	});
});
