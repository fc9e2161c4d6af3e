// What the sheet shows, what leaves, and where what comes lands.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { encodePng, readFinalRecord } from "@musa/core";
import { hashPayload } from "@musa/core/providers";
import { expect, test } from "vitest";
import type { ProviderServer } from "../../../support/provider-server.js";
import { findViolations } from "../../../support/vscode-host/find-violations.js";
import {
	openDraw,
	undoUntilGone,
	untilDrawn,
	WAIT,
} from "../../../support/vscode-host/use-window.js";
import {
	chooseFromMenu,
	findNotification,
	openExplorerMenu,
	runCommand,
	unfold,
} from "../../../support/vscode-host/workbench.js";
import { drawDisc, isGreen, pixelsOf } from "./disc.js";
import {
	aim,
	answer,
	ask,
	findSheet,
	openOffer,
	says,
	sendExactly,
} from "./sheet.js";
import { caps, PRICE, type ServiceWindow } from "./use-service.js";

/** Registers the journeys. */
export function testSending(used: ServiceWindow): void {
	test("the sheet shows exactly what would leave; Enter keeps it here, a script's press sends nothing; what comes takes the draft's place", async () => {
		used.code.watch("routed-sheet");
		const panel = await openDraw(used.page);
		await aim(panel, "img/heart.png");
		await panel.getByRole("button", { name: "Keep", exact: true }).click();
		await expect
			.poll(() => used.code.sizeOf("img/heart.png"), WAIT)
			.toEqual([256, 256]);
		await says(panel, /heart\.png is written/);
		const draft = readFileSync(join(used.code.folder, "img/heart.png"));
		await openOffer(panel);
		await untilDrawn(panel);
		await used.code.shoot(
			"dark-route-offer",
			used.page.locator(".part.sidebar"),
		);

		let sheet = await ask(panel);
		const words = await sheet.locator("dialog").innerText();
		for (const part of [
			`Send to ${used.server.host}?`,
			"a red heart",
			"256 × 256 px",
			"found-1",
			"about €0.04",
			"€0.40 for this job, €0.40 today, €0.40 this month",
			"takes the place of img/heart.png",
		])
			expect(words).toContain(part);
		await sheet.locator("summary").click();
		const request = await sheet
			.getByLabel("The whole request")
			.last()
			.innerText();
		expect(request).toContain(`POST ${used.server.baseUrl}/images/edits`);
		expect(request).not.toContain(used.server.key);
		await used.code.shoot("dark-consent-sheet");
		expect(await findViolations(sheet)).toEqual([]);
		await sheet.getByRole("button", { name: "Keep it on" }).focus();
		await used.page.keyboard.press("Enter");
		await says(panel, /Nothing was sent/);

		sheet = await ask(panel);
		await sheet.evaluate(() => {
			for (const each of document.querySelectorAll("dialog button"))
				if (/Send/.test(each.textContent ?? ""))
					(each as HTMLButtonElement).click();
		});
		// Taken for a person's, it would have closed the sheet, and two requests would come.
		expect(await sheet.locator("dialog[open]").count()).toBe(1);
		expect(used.server.arrivals).toEqual([]);
		await sendExactly(used.page);
		await says(panel, /found-1 drew it at 96 × 64 px/);
		const { arrivals, executions } = used.server;
		expect([arrivals.length, executions]).toEqual([1, 1]);
		const call = await used.lastCall();
		expect(call).toMatchObject({
			...{ host: used.server.host, outcome: "done", costMicros: PRICE },
			payloadSha256: hashOf(used.server.host, arrivals[0]),
		});
		expect(arrivals[0]?.headers.authorization).toBe(
			`Bearer ${used.server.key}`,
		);

		expect(used.code.sizeOf("img/heart.png")).toEqual([256, 256]);
		expect(isGreen(used.code.folder, "img/heart.png")).toBe(true);
		// White around the disc became clear.
		expect(pixelsOf(used.code.folder, "img/heart.png").pixels[3]).toBe(0);
		const file = readFileSync(join(used.code.folder, "img/heart.png"));
		expect(readFinalRecord(file)).toMatchObject({
			...{ modelId: "found-1", payloadSha256: call?.payloadSha256 },
		});
		expect(file.equals(draft)).toBe(false);
		await used.code.shoot("dark-finished");
	});

	test("into a place that misses its file it comes in one step, which one undo takes back", async () => {
		used.code.watch("routed-undo");
		const panel = await openDraw(used.page);
		await aim(panel, "img/star.png");
		await ask(panel);
		await sendExactly(used.page);
		await expect
			.poll(() => used.code.sizeOf("img/star.png"), WAIT)
			.toEqual([120, 80]);
		expect(isGreen(used.code.folder, "img/star.png")).toBe(true);
		await says(panel, /found-1 drew it/);
		await undoUntilGone(used.code, "img/star.png");
	});

	test("a file that changed while the service drew is left alone, and the picture goes beside it", async () => {
		used.code.watch("routed-changed");
		const panel = await openDraw(used.page);
		await aim(panel, "img/star.png");
		await panel.getByRole("button", { name: "Keep", exact: true }).click();
		await says(panel, /star\.png is written/);
		await ask(panel);
		const own = encodePng(drawDisc(10, 10));
		used.code.write("img/star.png", own);
		await sendExactly(used.page);
		await expect
			.poll(() => used.code.sizeOf("img/star-1.png"), WAIT)
			.toEqual([120, 80]);
		await says(panel, /was there already, so the picture is img\/star-1\.png/);
		expect(
			readFileSync(join(used.code.folder, "img/star.png")).equals(
				Buffer.from(own),
			),
		).toBe(true);
	});

	test("a picture of the explorer becomes the draft, under words that the user gives, and what comes takes its place", async () => {
		used.code.watch("routed-finish");
		used.changeSettings(caps(10_000_000));
		used.code.write(
			"img/own.png",
			encodePng({
				...{ width: 50, height: 40 },
				pixels: new Uint8ClampedArray(4 * 50 * 40).fill(200),
			}),
		);
		await used.page.keyboard.press("Control+Shift+E");
		await unfold(used.page, "img", "own.png");
		await chooseFromMenu(
			await openExplorerMenu(used.page, "own.png", "Finish with a Service…"),
		);
		await answer(used.page, /What is to be in img\/own\.png/, "a green dot");
		const sheet = await findSheet(used.page);
		await sheet.getByText("50 × 40 px").waitFor(WAIT);
		await sendExactly(used.page);
		await expect
			.poll(() => isGreen(used.code.folder, "img/own.png"), WAIT)
			.toBe(true);
		expect(used.code.sizeOf("img/own.png")).toEqual([50, 40]);
		expect(used.server.arrivals.length).toBe(1);
		// Under the mouse it would stay, and lie over the buttons of a later sheet.
		await findNotification(used.page, "found-1 drew it");
		await runCommand(used.page, "Notifications: Clear All Notifications");
	});
}

/** Hash of a request as it arrived, without what the host adds at the end. */
function hashOf(
	serverHost: string,
	arrival: ProviderServer["arrivals"][number] | undefined,
) {
	if (arrival === undefined) return undefined;
	const { method, path, headers, body } = arrival;
	const {
		host,
		connection,
		authorization,
		"content-length": length,
		"transfer-encoding": encoding,
		...own
	} = headers;
	return hashPayload({
		method: method as "POST",
		url: `http://${serverHost}${path}`,
		headers: own,
		body: new Uint8Array(body),
	});
}
