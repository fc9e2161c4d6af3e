// What `code --extensionDevelopmentPath=DIR --extensionTestsPath=FILE FOLDER` does: runs the file's run() in the
// extension host of a real VS Code and ends as it ended. Other options are ignored.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { startServer } from "./start-server.js";
import { launchWorkbenchBrowser } from "./workbench.js";

const LIMIT_MS = Number(process.env.MUSA_VSCODE_LIMIT_MS ?? 900_000);

const { values, positionals } = parseArgs({
	strict: false,
	allowPositionals: true,
	options: {
		extensionDevelopmentPath: { type: "string", multiple: true },
		extensionTestsPath: { type: "string" },
		/** "web": the browser's entry, in a worker of the page, as on vscode.dev. */
		extensionDevelopmentKind: { type: "string" },
		/** The folder is one that the user has not said to trust. */
		restricted: { type: "boolean", default: false },
	},
});
const server = await startServer({
	isTestDriver: true,
	isRestricted: values.restricted === true,
});
const browser = await launchWorkbenchBrowser();
const close = async (): Promise<void> => {
	await browser.close().catch(() => undefined);
	await server.stop();
};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
	process.once(signal, () => void close().then(() => process.exit(130)));
try {
	process.exitCode = await runTests(await browser.newPage());
} catch (error) {
	process.stderr.write(`${error}\n`);
	process.exitCode = 2;
} finally {
	await close();
}

async function runTests(page: Page): Promise<number> {
	const remote = (path: unknown): string =>
		`vscode-remote://127.0.0.1:${server.port}${resolve(String(path))}`;
	const payload = [
		...[values.extensionDevelopmentPath ?? []]
			.flat()
			.map((path) => ["extensionDevelopmentPath", remote(path)]),
		["extensionTestsPath", remote(values.extensionTestsPath)],
		...(values.extensionDevelopmentKind
			? [["extensionDevelopmentKind", String(values.extensionDevelopmentKind)]]
			: []),
		["skipWelcome", "true"],
	];
	const query = new URLSearchParams({ payload: JSON.stringify(payload) });
	if (positionals[0]) query.set("folder", resolve(positionals[0]));
	const ended = new Promise<number>((tell) => {
		void page.exposeFunction("codeAutomationExit", tell);
	});
	await page.exposeFunction("codeAutomationLog", print);
	let timer: NodeJS.Timeout | undefined;
	const limit = new Promise<number>((tell) => {
		timer = setTimeout(() => {
			process.stderr.write(`No result after ${LIMIT_MS} ms.\n`);
			tell(124);
		}, LIMIT_MS);
	});
	// Sharing the machine makes the first page slow.
	await page.goto(`http://127.0.0.1:${server.port}/?${query}`, {
		timeout: 120_000,
	});
	const code = await Promise.race([ended, limit]);
	clearTimeout(timer);
	return code;
}

/** Passes on what the tests print; the workbench's own chatter stays behind. */
function print(type: string, given: readonly unknown[]): void {
	const [first = "", ...rest] = given.map(String);
	const text = first.replace(/%[sdifjoOc]/g, (sign) => {
		const value = rest.shift() ?? "";
		return sign === "%c" ? "" : value;
	});
	if (!text.startsWith("[musa] ")) return;
	const stream = type === "error" ? process.stderr : process.stdout;
	stream.write(`${text.slice("[musa] ".length)}\n`);
}
