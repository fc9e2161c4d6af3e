// The built routed panel where Figma's storage cannot be read: nothing can leave, and drawing goes on.
import { expect, test } from "vitest";
import {
	addLayers,
	fillButton,
	isDraftInLayer,
	picturesOf,
	says,
} from "../../support/fake-figma/journey.js";
import { policyOf } from "../../support/fake-figma/open-panel.js";
import { setUpService } from "../../support/fake-figma/services.js";
import { usePanels } from "../../support/fake-figma/use-panels.js";

const open = usePanels({
	options: { edition: "routed", policy: policyOf("routed") },
	expectedComplaint: /Creating a worker from 'blob:/,
});

test("a storage that cannot be read is told, nothing can be sent, and the panel draws", {
	timeout: 600_000,
}, async () => {
	const opened = await open({
		arrange(figma) {
			addLayers("Card")(figma);
			const baseUrl = "https://api.openai.com/v1";
			setUpService(figma, { baseUrl, key: "k" }, { isPrivate: false });
			figma.call("script", { isStorageBroken: true });
		},
	});
	const { frame } = opened;
	await says(opened, /storage cannot be read.*nothing can be sent/);
	await frame.fill("#prompt", "a red heart beside the word “Love”");
	await isDraftInLayer(opened);
	await frame.locator(".prompt details.musa-route > summary").click();
	const send = frame.getByRole("button", { name: "Send with consent…" });
	expect((await send.count()) === 0 || (await send.isDisabled())).toBe(true);
	await fillButton(opened).click();
	await says(opened, /Done/);
	expect(picturesOf(opened)).toHaveLength(1);
});
