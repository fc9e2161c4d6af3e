// What keeps the built routed edition from sending: caps, an unknown price, the switch, what cannot be sent.
import { writeLedgerLine } from "@musa/core/providers";
import { expect, test } from "vitest";
import { says, WAIT } from "../../support/fake-figma/journey.js";
import { PRICE, readLedger } from "../../support/fake-figma/services.js";
import { useRoutedPanel } from "../../support/fake-figma/use-routed-panel.js";

const PATIENT = { timeout: 600_000 };
const { panel, server, begin, button, openOffer, ask, sheet, emptyTray } =
	useRoutedPanel();

const tooLittle = [
	["job", { job: 0, day: 0, month: 0 }],
	["day", { job: 9 * PRICE, day: 2 * PRICE, month: 9 * PRICE }],
] as const;
test.each(tooLittle)(
	"a cap per %s that does not suffice is told on the sheet, and nothing can be sent",
	PATIENT,
	async (period, caps) => {
		await begin(["One", "Two", "Three"], { caps });
		await ask();
		expect(await sheet().innerText()).toContain(`your cap per ${period}`);
		expect(await button("Send exactly this").isDisabled()).toBe(true);
		await button("Keep it on this device").click();
		await says(panel(), /Nothing was sent/);
		expect(server().arrivals).toEqual([]);
	},
);

test(
	"what another window spends while the sheet is open counts against the cap",
	PATIENT,
	async () => {
		await begin(["One"], {
			caps: { job: 9 * PRICE, day: 2 * PRICE, month: 9 * PRICE },
		});
		const place = async (): Promise<void> => {
			await button("Send exactly this").click();
			await says(panel(), /Done/);
		};
		await ask();
		await place();
		await ask();
		const [reserved] = (await readLedger(panel())).records;
		if (reserved?.type !== "reserve") throw new Error("Nothing was reserved.");
		const elsewhere = { ...reserved, id: "elsewhere", jobId: "elsewhere" };
		panel().figma.call(
			"writeStorage",
			"ledger/elsewhere",
			writeLedgerLine(elsewhere).trim(),
		);
		await button("Send exactly this").click();
		await says(panel(), /cap/i);
		expect(server().arrivals).toHaveLength(1);
		await emptyTray();
	},
);

test(
	"without a known price nothing can be sent; an own server without one costs nothing",
	PATIENT,
	async () => {
		await begin(["One"], { priceMicros: null, isPrivate: false });
		await ask();
		expect(await sheet().innerText()).toContain("Nobody knows the price");
		expect(await button("Send exactly this").isDisabled()).toBe(true);
		await button("Keep it on this device").click();

		const caps = { job: 0, day: 0, month: 0 };
		await begin(["One"], { priceMicros: null, isPrivate: true, caps });
		await ask();
		await button("Send exactly this").click();
		await says(panel(), /Done/);
		expect((await readLedger(panel())).spent.day).toBe(0);
	},
);

test(
	"the switch Never: the offer is closed, and turned in another window it stops a sheet that is open",
	PATIENT,
	async () => {
		const frame = await begin(["One"]);
		await ask();
		panel().figma.call("writeStorage", "never", true);
		await button("Send exactly this").click();
		await says(panel(), /Nothing may leave this device/);
		expect(server().arrivals).toEqual([]);
		expect((await readLedger(panel())).spent.day).toBe(0);
		await emptyTray();
		await openOffer();
		expect(await button("Send with consent…").isDisabled()).toBe(true);
		await frame.click("#musa-tab-settings");
		const never = frame.getByLabel(/^Never/);
		expect(await never.isChecked()).toBe(true);
		await never.uncheck();
		await expect
			.poll(() => panel().figma.call("readStorage", "never"), WAIT)
			.toBe(false);
		await frame.click("#musa-tab-fill");
		await openOffer();
		expect(await button("Send with consent…").isEnabled()).toBe(true);
		await never.waitFor({ state: "detached" });
	},
);

test("what cannot be sent is told instead of a sheet", PATIENT, async () => {
	await begin(["One"], { modelId: "" });
	await openOffer();
	await button("Send with consent…").click();
	await says(panel(), /Name the service's model/);
	await begin([]);
	const text = panel().figma.addNode({ type: "TEXT", name: "Title" });
	panel().figma.call("select", [text]);
	await openOffer();
	await button("Send with consent…").click();
	await says(panel(), /can hold a picture/);
	expect(await sheet().count()).toBe(0);
	expect(server().arrivals).toEqual([]);
});
