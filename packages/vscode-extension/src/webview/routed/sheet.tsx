// The page of the sheet before anything leaves this computer.
import { componentStyles, sheetStyles } from "@musa/ui";
import { render } from "preact";
import type { SheetWire } from "../../messages.js";
import { adoptStyles } from "../adopt-styles.js";
import { decodePicture } from "../decode-picture.js";
import { openClient } from "../host.js";
import { viewStyles } from "../styles.js";
import { takeWords } from "../take-words.js";
import { Sheet } from "./sheet-view.js";

adoptStyles(componentStyles + viewStyles + sheetStyles);

const view = takeWords();
const client = openClient<SheetWire>();
const answer = (payloadSha256: string | null): void =>
	void client.request(undefined, "answer-sheet", { payloadSha256 });

async function show(): Promise<void> {
	const sheet = await client.request(undefined, "open-sheet", null);
	const images = await Promise.all(sheet.pictures.map(decodePicture));
	if (view)
		render(<Sheet sheet={sheet} images={images} onAnswer={answer} />, view);
}

void show();
