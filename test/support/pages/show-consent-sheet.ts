// A page with a button that opens the consent sheet; what was pressed stands in the title.
import {
	ConsentSheet,
	type ConsentSheetProps,
	componentStyles,
	sheetStyles,
} from "@musa/ui";
import { h, render } from "preact";

const sheet = new CSSStyleSheet();
sheet.replaceSync(componentStyles + sheetStyles);
document.adoptedStyleSheets = [sheet];

const root = document.createElement("main");
document.body.append(root);

function image(width: number, height: number) {
	const pixels = new Uint8Array(4 * width * height);
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++)
			pixels.set(
				[x * 2, y * 2, 120, x + y > 30 ? 255 : 0],
				4 * (y * width + x),
			);
	return { width, height, pixels };
}

(globalThis as { openSheet?: unknown }).openSheet = (
	changes: Partial<ConsentSheetProps> = {},
) => {
	const close = (how: string) => () => {
		document.title = how;
		render([h(OpenButton, {}), null], root);
	};
	render(
		[
			h(OpenButton, {}),
			h(ConsentSheet, {
				host: "api.openai.com",
				service: "OpenAI",
				modelId: "gpt-image-1",
				isEncrypted: true,
				isPrivate: false,
				parts: [
					{
						label: "Hero",
						prompt: "three foxes beside a sign that says “Entropy”",
						negativePrompt: "",
						pictures: [
							{
								label: "Draft",
								width: 512,
								height: 384,
								image: image(128, 96),
							},
						],
						requestText:
							"POST https://api.openai.com/v1/images/edits\nauthorization: Bearer ‹your key›\n\nmodel: gpt-image-1\nn: 1",
					},
				],
				bytes: 412_337,
				priceMicros: 40_000,
				currency: "USD",
				capsLeft: { job: 200_000, day: 960_000, month: 4_960_000 },
				retention: "30 days, says the service",
				reasons: [
					"The prompt needs legible text: “Entropy”.",
					"The prompt needs an exact count: 'three'.",
				],
				lack: "The words will not be readable. The number of things may be wrong.",
				onSend: close("sent"),
				onKeep: close("kept"),
				...changes,
			}),
		],
		root,
	);
};

function OpenButton() {
	return h("button", { type: "button", id: "opener" }, "Send with consent…");
}
render([h(OpenButton, {}), null], root);
document.getElementById("opener")?.addEventListener("click", () => {
	(globalThis as unknown as { openSheet: () => void }).openSheet();
});
