// The shared consent sheet in Chromium: what it shows, what sends, and who can use it.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { ConsentSheetProps } from "@musa/ui";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { bundlePage } from "../support/bundle-page.js";
import { launchChromium } from "../support/chromium.js";
import { ROOT } from "../support/packs.js";

const SHOTS = join(ROOT, "test/.output/consent-sheet");
const THEMES = {
	light:
		"--musa-bg:#fff;--musa-field:#f5f5f5;--musa-hover:#f5f5f5;--musa-text:#000000e5;--musa-text-secondary:#0000009c;--musa-border:#e6e6e6;--musa-focus:#0d99ff;--musa-brand:#0a74c2;--musa-on-brand:#fff;--musa-disabled:#d9d9d9;--musa-on-disabled:#5a5a5a;--musa-warning:#fff1c2;--musa-danger:#ffe2e0",
	dark: "--musa-bg:#2c2c2c;--musa-field:#383838;--musa-hover:#383838;--musa-text:#fff;--musa-text-secondary:#ffffffb2;--musa-border:#444;--musa-focus:#0d99ff;--musa-brand:#096aad;--musa-on-brand:#fff;--musa-disabled:#757575;--musa-on-disabled:#fff;--musa-warning:#4b3c15;--musa-danger:#55302e",
};

let browser: Browser;
let script: string;
let page: Page;
beforeAll(async () => {
	mkdirSync(SHOTS, { recursive: true });
	browser = await launchChromium();
	script = await bundlePage("show-consent-sheet");
});
afterAll(() => browser?.close());
afterEach(() => page?.context().close());

async function open(
	changes: Partial<ConsentSheetProps> = {},
	theme: keyof typeof THEMES = "light",
	viewport = { width: 320, height: 600 },
): Promise<Page> {
	const context = await browser.newContext({ viewport, locale: "en-US" });
	page = await context.newPage();
	await page.setContent(
		`<!doctype html><html lang="en"><head><title>-</title></head><body style="${THEMES[theme]};margin:0;background:var(--musa-bg);color:var(--musa-text);font:11px/16px Inter,system-ui,sans-serif"></body></html>`,
	);
	await page.addScriptTag({ content: script });
	await page.focus("#opener");
	await page.evaluate((given) => {
		(globalThis as unknown as { openSheet: (given: object) => void }).openSheet(
			given,
		);
	}, changes);
	await page.waitForSelector("dialog[open]");
	return page;
}
const send = () => page.getByRole("button", { name: "Send exactly this" });
const focused = () =>
	page.evaluate(
		() =>
			document.activeElement?.getAttribute("aria-label") ??
			document.activeElement?.textContent,
	);

test("shows text, pictures with their pixels, host, model, price, caps, retention and reasons", async () => {
	await open();
	const words = (await page.locator("dialog").innerText()).replace(/\s+/g, " ");
	for (const part of [
		"api.openai.com",
		"three foxes beside a sign that says “Entropy”",
		"512 × 384 px",
		"196,608 pixels",
		"gpt-image-1",
		"about $0.04",
		"$0.20 for this job, $0.96 today, $4.96 this month",
		"30 days, says the service",
		"needs legible text",
		"Drawn here: The words will not be readable.",
		"412,337 bytes",
	])
		expect(words).toContain(part);
});

test("text appears exactly: line breaks stay, invisible and turning characters are named", async () => {
	const prompt = "a cat\n  two\u202e gnp.exe\u200b\u{e0041}";
	await open({
		parts: [{ label: "", prompt, negativePrompt: "dogs", pictures: [] }],
	});
	const shown = page.getByRole("figure", { name: "Text", exact: true });
	expect(await shown.evaluate((node) => node.textContent)).toBe(
		"a cat\n  twoU+202E gnp.exeU+200BU+E0041",
	);
	expect(await shown.locator("mark").count()).toBe(3);
	expect(await page.locator("dialog").innerText()).toContain("dogs");
});

test("the focus begins at keeping, stays on the sheet both ways round, and goes back", async () => {
	await open();
	expect(await focused()).toBe("Keep it on this device");
	const seen = new Set<unknown>();
	for (const key of [...Array(6).fill("Tab"), ...Array(6).fill("Shift+Tab")]) {
		await page.keyboard.press(key);
		expect(
			await page.evaluate(
				() => document.activeElement?.closest("dialog") !== null,
			),
		).toBe(true);
		seen.add(await focused());
	}
	expect([...seen].sort()).toEqual([
		"Keep it on this device",
		"Send exactly this",
		"The request",
		"The whole request",
	]);
	await page.keyboard.press("Escape");
	await expect.poll(() => page.title()).toBe("kept");
	expect(await page.evaluate(() => document.activeElement?.id)).toBe("opener");
});

test("Enter on the sheet keeps; only a real press on the other button sends", async () => {
	await open();
	await page.keyboard.press("Enter");
	await expect.poll(() => page.title()).toBe("kept");
	await page.context().close();
	await open();
	await send().evaluate((button: HTMLElement) => button.click());
	expect(await page.title()).toBe("-");
	await send().focus();
	await page.keyboard.press("Enter");
	await expect.poll(() => page.title()).toBe("sent");
});

test.each([
	["an unknown price", { priceMicros: undefined }, /Nobody knows the price/],
	["a cap per job", { capsLeft: { job: 0, day: 1e9, month: 1e9 } }, /per job/],
	["a cap per day", { capsLeft: { job: 1e9, day: 1, month: 1e9 } }, /per day/],
	["a cap per month", { capsLeft: { job: 1e9, day: 1e9, month: 0 } }, /month/],
	["what the host says", { obstacle: "The switch is on." }, /switch is on/],
])("%s: it cannot be sent, and says why", async (_, changes, words) => {
	await open(changes);
	// JSON drops what is undefined.
	if ("priceMicros" in changes) {
		await page.evaluate(() => {
			(
				globalThis as unknown as { openSheet: (given: object) => void }
			).openSheet({ priceMicros: undefined });
		});
	}
	await expect.poll(() => send().isDisabled()).toBe(true);
	expect(await page.locator(".musa-danger").innerText()).toMatch(words);
});

test.each([
	["light", "narrow", { width: 320, height: 600 }],
	["dark", "narrow", { width: 320, height: 600 }],
	["light", "wide", { width: 720, height: 560 }],
	["dark", "wide", { width: 720, height: 560 }],
] as const)(
	"%s, %s: axe finds nothing, screenshots are written",
	async (theme, width, viewport) => {
		const several = ["Hero", "Avatar of a person with a long layer name"].map(
			(label) => ({
				label,
				prompt: "three foxes beside a sign that says “Entropy”, at dusk",
				negativePrompt: "",
				pictures: [],
			}),
		);
		await open(width === "wide" ? { parts: several } : {}, theme, viewport);
		const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
		await page.addScriptTag({ content: readFileSync(axe, "utf8") });
		await page.screenshot({ path: join(SHOTS, `${theme}-${width}.png`) });
		const violations = await page.evaluate(async () => {
			const { axe: runner } = globalThis as unknown as {
				axe: {
					run: (
						where: object,
					) => Promise<{ violations: { id: string; nodes: object[] }[] }>;
				};
			};
			const { violations: found } = await runner.run({
				include: [["dialog"]],
			});
			return found.map(({ id, nodes }) => `${id} ${JSON.stringify(nodes[0])}`);
		});
		expect(violations).toEqual([]);
	},
);
