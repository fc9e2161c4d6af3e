// A folder in the window of a real VS Code with the packed extension installed.
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { decodePng } from "@musa/core";
import type { Browser, Locator, Page } from "playwright-core";
import { onTestFailed } from "vitest";
import { ROOT } from "../packs.js";
import {
	type ServerOptions,
	startServer,
	type VscodeServer,
} from "./start-server.js";
import { launchWorkbenchBrowser, openFolder } from "./workbench.js";

const shots = join(ROOT, "test/.output/vscode");
const packages = {
	local: ["musa-vscode.vsix"],
	routed: ["musa-vscode-routed.vsix"],
	both: ["musa-vscode.vsix", "musa-vscode-routed.vsix"],
} as const;

/** The window, its folder and what tests look at. */
export interface CodeWindow {
	readonly page: Page;
	readonly folder: string;
	/** Puts a file into the folder. */
	write(path: string, content: string | Uint8Array): void;
	isThere(path: string): boolean;
	/** Width and height of a PNG that is whole, px; undefined for anything else. */
	sizeOf(path: string): [number, number] | undefined;
	/** What the editor underlines. */
	squiggles(): Locator;
	/** Writes a screenshot for people to look at: of the window, or of a part of it. */
	shoot(name: string, part?: Locator): Promise<void>;
	/** Keeps what the window looked like when the running test failed. */
	watch(name: string): void;
	/** The folder's settings from now on. */
	changeSettings(settings: Readonly<Record<string, unknown>>): void;
	close(): Promise<void>;
}

/** Lays a folder of files and opens it. */
export async function openWindow(
	files: Readonly<Record<string, string | Uint8Array>>,
	{
		edition = "local",
		language,
		...options
	}: Omit<ServerOptions, "vsixes" | "isTestDriver"> & {
		readonly edition?: keyof typeof packages;
		readonly language?: string;
	} = {},
): Promise<CodeWindow> {
	mkdirSync(shots, { recursive: true });
	const folder = join(mkdtempSync(join(tmpdir(), "musa-window-")), "site");
	const write: CodeWindow["write"] = (path, content) => {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), content);
	};
	for (const [path, content] of Object.entries(files)) write(path, content);
	const dist = join(ROOT, "packages/vscode-extension/dist");
	const vsixes = packages[edition].map((name) => join(dist, name));
	const server = await startServer({ ...options, vsixes });
	let browser: Browser | undefined;
	try {
		browser = await launchWorkbenchBrowser();
		const page = await openFolder(browser, server, folder, {
			language,
		});
		return makeWindow(page, folder, write, server);
	} catch (error) {
		await browser?.close();
		await server.stop();
		throw error;
	}
}

function makeWindow(
	page: Page,
	folder: string,
	write: CodeWindow["write"],
	server: VscodeServer,
): CodeWindow {
	const isThere = (path: string): boolean => existsSync(join(folder, path));
	const shoot: CodeWindow["shoot"] = async (name, part) => {
		await (part ?? page).screenshot({ path: join(shots, `${name}.png`) });
	};
	return {
		page,
		folder,
		write,
		isThere,
		shoot,
		sizeOf(path) {
			if (!isThere(path)) return undefined;
			try {
				const { width, height } = decodePng(readFileSync(join(folder, path)));
				return [width, height];
			} catch {
				return undefined;
			}
		},
		squiggles: () => page.locator(".squiggly-info, .squiggly-hint"),
		watch: (name) => onTestFailed(() => shoot(`failed-${name}`)),
		changeSettings: (settings) =>
			write(".vscode/settings.json", JSON.stringify(settings)),
		async close() {
			await page.context().browser()?.close();
			await server.stop();
			rmSync(dirname(folder), { recursive: true, force: true });
		},
	};
}
