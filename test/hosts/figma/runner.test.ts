// The built runner page in a child frame of the built routed panel: where it draws, and where it says why it does not.
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SOFTWARE_WEBGPU } from "../../support/chromium.js";
import {
	addLayers,
	isDraftInLayer,
	picturesOf,
	says,
	WAIT,
} from "../../support/fake-figma/journey.js";
import { type Panel, policyOf } from "../../support/fake-figma/open-panel.js";
import { usePanels } from "../../support/fake-figma/use-panels.js";
import { ROOT } from "../../support/packs.js";
import { type FileServer, serveFiles } from "../../support/serve-files.js";

const PATIENT = { timeout: 600_000 };

const [UNSAFE = "", ADAPTER = ""] = SOFTWARE_WEBGPU;
const openPanel = usePanels({
	switches: [
		...[UNSAFE, ADAPTER, "--enable-features=Vulkan"],
		// A runner on this computer stands for one on any secure origin.
		"--disable-features=LocalNetworkAccessChecks",
	],
	options: { edition: "routed", shape: "data", policy: policyOf("routed") },
	// What is asked for and said differs from test to test.
	check: () => undefined,
});
let server: FileServer;
beforeAll(async () => {
	const page = join(ROOT, "packages/figma-plugin/dist/runner/runner.html");
	server = await serveFiles({
		"/runner.html": page,
		"/runner.html?software": page,
	});
});
afterAll(() => server?.close());

const open = (path: string, isUnderFigma: boolean): Promise<Panel> =>
	openPanel({
		isUnderFigma,
		arrange(figma) {
			addLayers("Card")(figma);
			const runnerUrl = server.origin + path;
			figma.call("writeStorage", "services", JSON.stringify({ runnerUrl }));
		},
	});
const readFacts = async ({ frame }: Panel): Promise<string> => {
	await frame.click("#musa-tab-about");
	return (await frame.locator(".facts").textContent()) ?? "";
};
const readRunner = async ({ frame }: Panel): Promise<string> => {
	await frame.click("#musa-tab-settings");
	return (await frame.locator(".hint").allTextContents()).join(" ");
};

test(
	"below a secure page, as Figma's is, the runner draws with WebGPU, and the panel asks for its page and nothing else",
	PATIENT,
	async () => {
		const opened = await open("/runner.html?software", true);
		// The panel's own frame is as poor as ever.
		expect(await opened.frame.evaluate(() => isSecureContext)).toBe(false);
		await opened.frame.fill("#prompt", "a red heart");
		await isDraftInLayer(opened);
		await opened.frame.press("#prompt", "Enter");
		await says(opened, /Done/);
		expect(picturesOf(opened)).toHaveLength(1);
		expect(await readRunner(opened)).toMatch(/It draws with/);
		expect(await readFacts(opened)).toContain("on the runner page");
		// A second frame takes over where a slow run had to be ended.
		expect(new Set(opened.requests)).toEqual(
			new Set([`${server.origin}/runner.html?software`]),
		);
	},
);

test.each([
	["a graphics processor in software alone", "/runner.html", true, /finds no/],
	["no secure page around it", "/runner.html?software", false, /not secure/],
	["another page at its address", "/", true, /does not answer/],
] as const)(
	"with %s the panel draws by itself and says why",
	PATIENT,
	async (_, path, isUnderFigma, words) => {
		const opened = await open(path, isUnderFigma);
		await opened.frame.fill("#prompt", "a red heart");
		await isDraftInLayer(opened);
		await expect.poll(() => readRunner(opened), WAIT).toMatch(words);
		expect(await readFacts(opened)).toContain("in a worker");
	},
);
