import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PATHS = [
	"/usr/bin/chromium",
	"/usr/bin/chromium-browser",
	"/usr/bin/google-chrome",
];

/** Starts a headless Chromium: the one of CHROMIUM_PATH, the system's, or playwright's own. */
export function launchChromium(args: readonly string[] = []): Promise<Browser> {
	const executablePath =
		process.env.CHROMIUM_PATH ?? PATHS.find((path) => existsSync(path));
	return chromium.launch({
		...(executablePath === undefined ? {} : { executablePath }),
		// Containers run tests as root, where Chromium's sandbox can't start.
		args: ["--no-sandbox", "--disable-dev-shm-usage", ...args],
	});
}

/** Switches that give a headless Chromium WebGPU in software: right, and far too slow to time. */
export const SOFTWARE_WEBGPU: readonly string[] = [
	"--enable-unsafe-webgpu",
	"--use-webgpu-adapter=swiftshader",
	"--enable-features=Vulkan",
];
