// The built bundles of the two hosts start, name their version and leave no trace of a network.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";
import { expect, test } from "vitest";

const packages = fileURLToPath(new URL("../../packages/", import.meta.url));
const read = (path: string): string => readFileSync(packages + path, "utf8");

test("Figma's sandbox shows the page and closes when it is told to", () => {
	const calls: unknown[] = [];
	const figma = {
		ui: { onmessage: (_: unknown): void => {} },
		showUI: (html: string) => calls.push(html),
		closePlugin: () => calls.push("closed"),
	};
	// Nothing but these two globals exists in the sandbox.
	const sandbox = createContext({ figma, __html__: "the page" });
	runInContext(read("figma-plugin/dist/main.js"), sandbox);
	figma.ui.onmessage({ type: "of-another-plugin" });
	figma.ui.onmessage({ type: "close-plugin" });
	expect(calls).toEqual(["the page", "closed"]);
});

test("Figma's page is one file without foreign addresses and names its version", () => {
	const { version } = JSON.parse(read("figma-plugin/package.json"));
	const page = read("figma-plugin/dist/ui.html");
	expect(page).toContain(`"${version}"`);
	expect(page).not.toMatch(/src=|href=|import\(/);
	const manifest = JSON.parse(read("figma-plugin/manifest.json"));
	expect(manifest.networkAccess.allowedDomains).toEqual(["none"]);
});

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
