// Steps that users take on the way to a service: the boxes, the view's offer, the sheet.
import type { Frame, Page } from "playwright-core";
import { WAIT } from "../../../support/vscode-host/use-window.js";
import {
	chooseFromMenu,
	findWebview,
} from "../../../support/vscode-host/workbench.js";

const quickInput = (page: Page) => page.locator(".quick-input-widget:visible");

/** Chooses from the box that is open. */
export async function pick(page: Page, label: string): Promise<void> {
	const row = quickInput(page)
		.locator(".monaco-list-row", { hasText: label })
		.first();
	await row.waitFor(WAIT);
	await chooseFromMenu(row);
}

/** Answers the box that has this title. */
export async function answer(
	page: Page,
	title: RegExp,
	text: string,
): Promise<void> {
	await quickInput(page).getByText(title).waitFor(WAIT);
	const input = quickInput(page).locator("input:visible").last();
	await input.fill(text);
	await page.keyboard.press("Enter");
}

/** The sheet, once it is open. */
export const findSheet = (page: Page): Promise<Frame> =>
	findWebview(page, "dialog[open]");

/** Closes a sheet if there is one. */
export async function closeSheet(page: Page): Promise<void> {
	for (const frame of page.frames()) {
		const keep = frame.getByRole("button", { name: "Keep it on this device" });
		if ((await keep.count().catch(() => 0)) > 0) await keep.click();
	}
}

/** Agrees to the sheet. */
export async function sendExactly(page: Page): Promise<void> {
	const sheet = await findSheet(page);
	await sheet.getByRole("button", { name: "Send exactly this" }).click();
}

/** Opens the offer under the chip of the view. */
export async function openOffer(panel: Frame): Promise<void> {
	const chip = panel.locator("details.musa-route");
	await chip.waitFor(WAIT);
	if ((await chip.getAttribute("open")) === null)
		await chip.locator("> summary").click();
}

/** Opens the offer and goes as far as the sheet. */
export async function ask(panel: Frame): Promise<Frame> {
	await openOffer(panel);
	await panel.getByRole("button", { name: "Send with consent…" }).click(WAIT);
	return findSheet(panel.page());
}

/** Points the view at a place and waits for its draft. */
export async function aim(panel: Frame, target: string): Promise<void> {
	const choice = panel.getByLabel("For", { exact: true });
	await choice.selectOption({ label: target }, WAIT);
	await panel.locator(".draft canvas:not(.musa-empty)").first().waitFor(WAIT);
	await panel.locator("details.musa-route").waitFor(WAIT);
}

/** Waits until the view says so. */
export const says = (panel: Frame, words: RegExp): Promise<void> =>
	panel.locator(".status", { hasText: words }).waitFor(WAIT);
