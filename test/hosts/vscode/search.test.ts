// The search of a large folder in the window of a real VS Code: it says how far it is, and ends when one says so.
import { describe, expect, test } from "vitest";
import {
	PATIENT,
	useWindow,
	WAIT,
} from "../../support/vscode-host/use-window.js";
import { runCommand } from "../../support/vscode-host/workbench.js";

const PAGES = 3000;
const page = (i: number): string =>
	`<h1>Page ${i}</h1>\n${`<p class="a">Some text with <a href="/${i}">a link</a>.</p>\n`.repeat(60)}<img src="img/photo-${i}.png" alt="a red heart">\n`;

const opened = useWindow({
	...Object.fromEntries(
		Array.from({ length: PAGES }, (_, i) => [
			`pages/${i % 50}/page-${i}.html`,
			page(i),
		]),
	),
	"index.html": '<img src="img/hero.png" alt="a red heart">\n',
});

describe("the search for missing images", PATIENT, () => {
	test("is cancelled in the status bar, and begins anew in the same place", async () => {
		opened.code.watch("search");
		const item = opened.page.locator(".statusbar-item");
		const running = item.filter({ hasText: /Musa: \d+/ });
		const cancelled = item.filter({
			has: opened.page.locator(".codicon-search-stop"),
		});
		const missing = item.filter({ hasText: /^\s*\d{4}\s*$/ });
		await runCommand(opened.page, "Musa: Search for Missing Images Again");
		await running.locator("a").click(WAIT);
		await cancelled.waitFor(WAIT);
		expect(await running.count()).toBe(0);
		await opened.code.shoot("light-search-cancelled");
		await cancelled.locator("a").click();
		await expect.poll(() => cancelled.count(), WAIT).toBe(0);
		await expect.poll(() => running.count(), WAIT).toBe(0);
		await missing.waitFor(WAIT);
		expect(await missing.textContent()).toContain(String(PAGES + 1));
	});
});
