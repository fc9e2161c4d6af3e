import { type Browser, chromium } from "playwright-core";
import { findChromium } from "../../scripts/chromium.mjs";

/**
 * Starts a headless Chromium.
 *
 * @throws Error when this computer has none
 */
export function launchChromium(args: readonly string[] = []): Promise<Browser> {
	const executablePath = findChromium();
	if (executablePath === undefined)
		throw new Error(
			"There is no Chromium; set CHROMIUM_PATH or run npm test, which installs one.",
		);
	return chromium.launch({
		executablePath,
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
