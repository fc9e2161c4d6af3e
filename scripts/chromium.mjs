// Finds a Chromium for the browser tests, or installs one.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { run } from "./run.mjs";

const names = ["chromium", "chromium-browser", "google-chrome"];

/** The path of a Chromium that can be started, or `undefined`. */
export function findChromium() {
	const { CHROMIUM_PATH } = process.env;
	if (CHROMIUM_PATH)
		return existsSync(CHROMIUM_PATH) ? CHROMIUM_PATH : undefined;
	const folders = (process.env.PATH ?? "").split(":");
	const paths = names.flatMap((name) =>
		folders.map((folder) => `${folder}/${name}`),
	);
	return [...paths, chromium.executablePath()].find((path) => existsSync(path));
}

/** The path of a Chromium, installed if there was none; `undefined` if that failed too. */
export function ensureChromium() {
	const found = findChromium();
	if (found) return found;
	console.log("There is no Chromium for the browser tests yet.");
	const isRoot = process.getuid?.() === 0;
	const hasApt = spawnSync("apt-get", ["--version"]).status === 0;
	if (isRoot && hasApt) {
		const quiet = { DEBIAN_FRONTEND: "noninteractive" };
		run("apt-get", ["update", "-qq"], quiet);
		run(
			"apt-get",
			["install", "-y", "-qq", "--no-install-recommends", "chromium"],
			quiet,
		);
	}
	if (!findChromium()) run("playwright-core", ["install", "chromium"]);
	return findChromium();
}
