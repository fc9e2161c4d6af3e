// The built extension of VS Code starts and registers what it declares.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";
import { expect, test } from "vitest";

const packages = fileURLToPath(new URL("../../packages/", import.meta.url));
const read = (path: string): string => readFileSync(packages + path, "utf8");

test("the VS Code extension registers every command that it declares", () => {
	const manifest = JSON.parse(read("vscode-extension/package.json"));
	const registered = new Map<string, () => unknown>();
	const shown: string[] = [];
	const vscode = {
		commands: {
			registerCommand: (id: string, run: () => unknown) => {
				registered.set(id, run);
				return { dispose: () => registered.delete(id) };
			},
		},
		window: { showInformationMessage: (text: string) => shown.push(text) },
	};
	const module = { exports: {} as { activate(context: unknown): void } };
	const require = (name: string): unknown => {
		if (name === "vscode") return vscode;
		throw new Error(`unexpected import of ${name}`);
	};
	const scope = createContext({ module, exports: module.exports, require });
	runInContext(read("vscode-extension/dist/extension.cjs"), scope);
	const context = {
		extension: { packageJSON: manifest },
		subscriptions: [] as unknown[],
	};
	module.exports.activate(context);
	const declared = manifest.contributes.commands.map(
		({ command }: { command: string }) => command,
	);
	expect([...registered.keys()]).toEqual(declared);
	expect(context.subscriptions).toHaveLength(declared.length);
	registered.get("musa.showVersion")?.();
	expect(shown[0]).toContain(manifest.version);
});
