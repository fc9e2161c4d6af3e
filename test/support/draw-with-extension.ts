// Draws with the threads of the built VS Code extension, as the extension does: tsx draw-with-extension.ts FOLDER OUT
import { writeFileSync } from "node:fs";
import { openEngineClient } from "../../packages/vscode-extension/src/engine/engine-client.js";

const [folder = "", out = ""] = process.argv.slice(2);
const engine = openEngineClient(
	folder,
	() => ({ device: "wasm", threadCount: 1, nativeRuntime: "" }),
	(reason) => {
		process.stderr.write(`${reason}\n`);
		process.exitCode = 1;
	},
);
// Its threads alone keep no process alive.
const alive = setInterval(() => undefined, 1000);
const { files } = await engine.draw(new AbortController().signal, {
	prompt: "a red heart",
	width: 128,
	height: 128,
	seed: 7,
	alpha: true,
	format: "webp",
	embedRecipe: true,
	embedPrompt: false,
	scales: [1],
});
await engine.explain(["three dogs next to a sign that says 'Entropy'"]);
await engine.listStyles();
for (const { bytes } of files) writeFileSync(out, bytes);
engine.close();
clearInterval(alive);
