// The store of the runner page in a real browser: how much it takes, what it lists, and where the browser keeps nothing.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundlePage } from "../../support/bundle-page.js";
import { launchChromium } from "../../support/chromium.js";
import { type FileServer, serveFiles } from "../../support/serve-files.js";

interface Kept {
	readonly kept: readonly boolean[];
	readonly listed: readonly [string, number][];
	readonly others: readonly unknown[];
	readonly left: number;
	readonly refused: unknown;
}

let browser: Browser;
let server: FileServer;
let script: string;
beforeAll(async () => {
	[browser, server, script] = await Promise.all([
		launchChromium(),
		serveFiles({}),
		bundlePage(
			"../../../packages/figma-plugin/src/ui/runner/testing/keep-pictures",
		),
	]);
}, 120_000);
afterAll(async () => {
	await browser?.close();
	await server?.close();
});

async function keep(address: string, count: number, length: number) {
	const context = await browser.newContext();
	try {
		const page = await context.newPage();
		await page.goto(address);
		await page.addScriptTag({ content: script });
		return await page.evaluate(
			([pictures, bytes]) =>
				(
					globalThis as unknown as {
						keepPictures(count: number, length: number): Promise<Kept>;
					}
				).keepPictures(pictures, bytes),
			[count, length] as const,
		);
	} finally {
		await context.close();
	}
}

test("twenty pictures are kept, newest first, and no more", {
	timeout: 120_000,
}, async () => {
	const { kept, listed, others, left, refused } = await keep(
		server.origin,
		22,
		1000,
	);
	expect(kept).toEqual([...Array(20).fill(true), false, false]);
	expect(listed).toHaveLength(20);
	for (const [id, first] of listed) expect(Number(id)).toBe(first);
	expect(others).toEqual([]);
	expect(left).toBe(19);
	expect(refused).toMatch(/32 hex digits/);
});

test("a picture too large for the store is refused, and one that fits is kept", {
	timeout: 120_000,
}, async () => {
	expect((await keep(server.origin, 1, 64_000_001)).kept).toEqual([false]);
	expect((await keep(server.origin, 1, 1_000_000)).kept).toEqual([true]);
});

test("where the browser keeps nothing the store can't be opened", {
	timeout: 120_000,
}, async () => {
	await expect(
		keep("data:text/html,<title>page</title>", 1, 1),
	).rejects.toThrow(/IndexedDB|denied|opaque/i);
});
