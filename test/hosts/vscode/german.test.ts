// The extension in a window whose language is German: commands, views, sentences of the extension host.
import { expect, test } from "vitest";
import {
	PATIENT,
	useHeartPage,
	WAIT,
} from "../../support/vscode-host/use-window.js";
import {
	findWebview,
	openFile,
	runCommand,
} from "../../support/vscode-host/workbench.js";

const own = useHeartPage(256, { language: "de" });

test(
	"commands, underlined references and views speak German",
	PATIENT,
	async () => {
		const { code, page } = own;
		code.watch("german");
		await openFile(page, "index.html");
		await page.getByText("heart.png zeichnen (256 × 256)").waitFor(WAIT);
		await runCommand(page, "Musa: Bilder des Arbeitsbereichs zeigen");
		const images = await findWebview(page, '[aria-busy="false"] .rows');
		await images.locator(".badge", { hasText: "Fehlt" }).waitFor(WAIT);
		await runCommand(page, "Musa: Ein Bild zeichnen…");
		const panel = await findWebview(page, '[aria-busy="false"] #prompt');
		expect(await panel.getAttribute("#prompt", "placeholder")).toBe(
			"Was soll das Bild zeigen?",
		);
		await panel.fill("#prompt", "a red heart");
		await panel
			.locator(".musa-chip", { hasText: "Auf diesem Gerät" })
			.waitFor(WAIT);
		await panel.getByRole("button", { name: "Vier andere" }).waitFor(WAIT);
		await panel.getByRole("button", { name: "Behalten" }).waitFor(WAIT);
		await code.shoot("light-german");
		// No English words are left on either page.
		for (const frame of [panel, images])
			expect(await frame.locator("body").innerText()).not.toMatch(
				/\b(the|Draw|Size|Place|Style|Show|Search)\b/,
			);
	},
);
