// What the user's limits, the switch and Cancel stop, and the list of what left.
import { expect, test } from "vitest";
import { runMusa } from "../../../support/run-musa.js";
import { openDraw, WAIT } from "../../../support/vscode-host/use-window.js";
import { runCommand } from "../../../support/vscode-host/workbench.js";
import { ask, openOffer, pick, says, sendExactly } from "./sheet.js";
import { caps, PRICE, type ServiceWindow } from "./use-service.js";

/** Registers the journeys. */
export function testLimits(used: ServiceWindow): void {
	test("what would cost more than a limit leaves can't be sent", async () => {
		used.code.watch("routed-caps");
		used.changeSettings(caps(PRICE - 1));
		const panel = await openDraw(used.page);
		await panel.fill("#prompt", "a green leaf");
		const sheet = await ask(panel);
		await sheet.getByText(/your cap per job leaves €0\.04/).waitFor(WAIT);
		expect(
			await sheet
				.getByRole("button", { name: "Send exactly this" })
				.isDisabled(),
		).toBe(true);
		await sheet.getByRole("button", { name: "Keep it on" }).click();
		expect(used.server.arrivals).toEqual([]);
		used.changeSettings(caps(10_000_000));
	});

	test("while it waits the notification cancels, and nothing is drawn or paid", async () => {
		used.code.watch("routed-cancel");
		const panel = await openDraw(used.page);
		await panel.fill("#prompt", "a green leaf");
		used.server.script.push("asks-to-wait-seconds", "asks-to-wait-seconds");
		await ask(panel);
		await sendExactly(used.page);
		const waiting = used.page.locator(".notification-toast", {
			hasText: "it asks to wait",
		});
		await waiting.waitFor(WAIT);
		await waiting.getByRole("button", { name: "Cancel" }).click();
		await says(panel, /Cancelled; nothing was drawn/);
		expect(used.server.executions).toBe(0);
		expect(await used.lastCall()).toMatchObject({ outcome: "failed" });
	});

	test("the switch Never holds whatever a folder's settings say, until the user turns it off", async () => {
		used.code.watch("routed-never");
		await runCommand(used.page, "Musa: Services and Limits…");
		await pick(used.page, "Never send anything: turn it on");
		const panel = await openDraw(used.page);
		await panel.fill("#prompt", "a green leaf");
		await openOffer(panel);
		await panel.getByText(/forbids that anything leaves/).waitFor(WAIT);
		const send = panel.getByRole("button", { name: "Send with consent…" });
		expect(await send.isDisabled()).toBe(true);
		// A folder that says so again; the letters tell when VS Code has read it.
		const editor = used.page.locator(".view-line").first();
		used.code.changeSettings({
			"musa.services.never": false,
			"editor.fontSize": 13,
		});
		await expect
			.poll(() => editor.evaluate((line) => getComputedStyle(line).fontSize))
			.toBe("13px");
		expect(await send.isDisabled()).toBe(true);
		await runCommand(used.page, "Musa: Services and Limits…");
		await pick(used.page, "on. Turn it off");
		await expect.poll(() => send.isDisabled(), WAIT).toBe(false);
		expect(used.server.arrivals).toEqual([]);
	});

	test("nothing that the folder says was ever used, and the list of what left is whole", async () => {
		used.code.watch("routed-ledger");
		for (const { host } of await used.calls())
			expect(host).toBe(used.server.host);
		await runCommand(used.page, "Musa: Show What Left This Computer");
		const lines = used.page.locator(".editor-instance .view-line", {
			hasText: used.server.host,
		});
		await lines.first().waitFor(WAIT);
		// No tab that the mouse rests on explains itself over the list.
		await used.page.mouse.move(900, 600);
		await used.code.shoot("dark-ledger");
		// The command reads the same ledger.
		const { stdout } = await runMusa(["ledger", "--json"], {
			cwd: used.home,
			settings: used.home,
		});
		expect(
			stdout
				.trim()
				.split("\n")
				.map((line) => JSON.parse(line)),
		).toEqual(await used.calls());
	});
}
