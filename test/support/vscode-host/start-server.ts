// Starts a real VS Code for one test run: own settings, own extensions, nothing but this computer to talk to.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	openSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import {
	findServerNode,
	installVscode,
	serverEntry,
} from "../../../scripts/vscode.mjs";

/** How VS Code is started. */
export interface ServerOptions {
	/** Packed extensions to install. */
	readonly vsixes?: readonly string[];
	/** Folders of extensions that are there beside it. */
	readonly others?: readonly string[];
	/** The user's settings, on top of the quiet ones for tests. */
	readonly settings?: Readonly<Record<string, unknown>>;
	/** Whether pages may bring tests that run in the extension host. */
	readonly isTestDriver?: boolean;
	/** Whether folders are opened in Restricted Mode. */
	readonly isRestricted?: boolean;
	/** Variables that the extension host sees besides those of the tests. */
	readonly env?: Readonly<Record<string, string>>;
}

/** A running VS Code. */
export interface VscodeServer {
	readonly port: number;
	/** Settings, state and storage of extensions. */
	readonly userFolder: string;
	/** Ends it and removes its folder. */
	stop(): Promise<void>;
}

const quietSettings = {
	"workbench.startupEditor": "none",
	"workbench.enableExperiments": false,
	"workbench.tips.enabled": false,
	"workbench.secondarySideBar.defaultVisibility": "hidden",
	"telemetry.telemetryLevel": "off",
	"update.mode": "none",
	"extensions.autoCheckUpdates": false,
	"extensions.autoUpdate": false,
	"extensions.ignoreRecommendations": true,
	"security.workspace.trust.enabled": false,
	"chat.disableAIFeatures": true,
	"git.enabled": false,
	// As on the desktop.
	"files.autoSave": "off",
	"window.restoreWindows": "none",
};

// Nobody is asked, so nothing is trusted.
const restrictedSettings = {
	"security.workspace.trust.enabled": true,
	"security.workspace.trust.startupPrompt": "never",
};

// No gallery, and a proxy that is not there: nothing leaves this computer even where there is a network.
const closedEnvironment = {
	...process.env,
	EXTENSIONS_GALLERY: "{}",
	HTTP_PROXY: "http://127.0.0.1:9",
	HTTPS_PROXY: "http://127.0.0.1:9",
	NO_PROXY: "127.0.0.1,localhost",
};

/**
 * Installs VS Code if need be and starts it.
 *
 * @throws Error when it cannot be installed or does not start within a minute
 */
export async function startServer(
	options: ServerOptions = {},
): Promise<VscodeServer> {
	installVscode();
	const userFolder = mkdtempSync(join(tmpdir(), "musa-vscode-"));
	mkdirSync(join(userFolder, "User"));
	writeFileSync(
		join(userFolder, "User/settings.json"),
		JSON.stringify({
			...quietSettings,
			...(options.isRestricted ? restrictedSettings : {}),
			...options.settings,
		}),
	);
	// Else it writes into the home folder.
	writeFileSync(join(userFolder, "config.yaml"), "{}\n");
	const common = [
		serverEntry,
		...["--config", join(userFolder, "config.yaml")],
		...["--user-data-dir", userFolder],
		...["--extensions-dir", join(userFolder, "extensions")],
	];
	for (const other of options.others ?? [])
		cpSync(
			other,
			join(userFolder, "extensions", `test.${basename(other)}-1.0.0`),
			{
				recursive: true,
			},
		);
	const installs = (options.vsixes ?? []).flatMap((vsix) => [
		"--install-extension",
		vsix,
	]);
	if (installs.length > 0)
		await promisify(execFile)(findServerNode(), [...common, ...installs], {
			env: closedEnvironment,
		});
	const port = await findFreePort();
	const log = openSync(join(userFolder, "server.log"), "w");
	const child = spawn(
		findServerNode(),
		[
			...common,
			...["--auth", "none", "--bind-addr", `127.0.0.1:${port}`],
			"--disable-telemetry",
			"--disable-update-check",
			...(options.isRestricted ? [] : ["--disable-workspace-trust"]),
			"--disable-getting-started-override",
			"--disable-proxy",
			...(options.isTestDriver
				? ["--vscode-option", "enable-smoke-test-driver"]
				: []),
		],
		{
			stdio: ["ignore", log, log],
			env: { ...closedEnvironment, ...options.env },
		},
	);
	const stop = async (): Promise<void> => {
		await endProcess(child);
		rmSync(userFolder, { recursive: true, force: true, maxRetries: 3 });
	};
	try {
		await untilHealthy(port, child);
	} catch (error) {
		await stop();
		throw error;
	}
	return { port, userFolder, stop };
}

async function untilHealthy(port: number, child: ChildProcess): Promise<void> {
	for (let tries = 0; tries < 600 && child.exitCode === null; tries++) {
		try {
			const { ok } = await fetch(`http://127.0.0.1:${port}/healthz`);
			if (ok) return;
		} catch {
			// It is not listening yet.
		}
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	throw new Error(`VS Code did not start; it ended with ${child.exitCode}`);
}

async function endProcess(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const ended = new Promise((resolve) => child.once("exit", resolve));
	child.kill("SIGTERM");
	const hard = setTimeout(() => child.kill("SIGKILL"), 5000);
	await ended;
	clearTimeout(hard);
}

function findFreePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const address = server.address();
			server.close(() => {
				if (typeof address === "object" && address) resolve(address.port);
				else reject(new Error("no free port"));
			});
		});
	});
}
