// Both editions in one window of a real VS Code: the one without services works alone, the other says why it does not.
import { describe, expect, test } from "vitest";
import {
	openDraw,
	PATIENT,
	useHeartPage,
	WAIT,
} from "../../support/vscode-host/use-window.js";
import {
	findNotification,
	listCommands,
	openFile,
	runCommand,
} from "../../support/vscode-host/workbench.js";

const own = useHeartPage(64, { edition: "both" });
const ONE_WORKS = "Only the one without works";
const toasts = () =>
	own.page.locator(".notification-toast", {
		hasText: ONE_WORKS,
	});

describe("with both editions", PATIENT, () => {
	test("nothing is said, offered or listed twice, and the user learns that one must go", async () => {
		own.code.watch("both");
		const { page } = own;
		await openFile(page, "index.html");
		await findNotification(page, ONE_WORKS);
		await own.code.shoot("light-both-editions");
		await own.code.squiggles().first().waitFor(WAIT);
		const lens = page.locator(".codelens-decoration a", {
			hasText: "Generate heart.png",
		});
		await lens.first().waitFor(WAIT);
		// Asked again while the editor draws its lines anew: a second one would stay.
		await expect.poll(() => own.code.squiggles().count(), WAIT).toBe(1);
		await expect.poll(() => lens.count(), WAIT).toBe(1);
		const titles = await listCommands(page, "Musa: Draw a Picture");
		expect(titles).toHaveLength(1);
		// One entry in the activity bar, whose view draws.
		expect(
			await page
				.locator(".activitybar .action-label[aria-label='Musa']")
				.count(),
		).toBe(1);
		const panel = await openDraw(page);
		await panel.fill("#prompt", "a red heart");
		await panel.locator(".draft canvas:not(.musa-empty)").first().waitFor(WAIT);
	});

	test("a command of the edition that yields says so again, and shows the two", async () => {
		own.code.watch("both-command");
		await runCommand(own.page, "Notifications: Clear All Notifications");
		await expect.poll(() => toasts().count(), WAIT).toBe(0);
		await runCommand(own.page, "Musa: Set Up a Service…");
		await toasts().getByRole("button", { name: "Show Both" }).click(WAIT);
		const rows = own.page.locator(".extensions-list .extension-list-item");
		await expect.poll(() => rows.count(), WAIT).toBe(2);
		await expect
			.poll(() => rows.locator(".name").allInnerTexts(), WAIT)
			.toEqual(expect.arrayContaining(["Musa", "Musa with Services"]));
		await own.code.shoot("light-both-listed");
	});
});
