import { ConsentSheet, type Pixels, t } from "@musa/ui";
import type { JSX } from "preact";
import type { SheetView } from "../../records.js";

/** What the sheet shows, and who hears the answer. */
export interface SheetProps {
	readonly sheet: SheetView;
	/** Of the sheet's pictures, decoded from the very files that would be sent. */
	readonly images: readonly Pixels[];
	/** Hears the hash of what was shown when the user sends it, null when all stays here. */
	readonly onAnswer: (payloadSha256: string | null) => void;
}

/** The sheet of one request. */
export function Sheet({ sheet, images, onAnswer }: SheetProps): JSX.Element {
	const { prompt, negativePrompt, requestText, payloadSha256 } = sheet;
	return (
		<main>
			<h1 class="musa-visually-hidden">
				{t("Before anything leaves this computer")}
			</h1>
			<ConsentSheet
				{...sheet}
				parts={[
					{
						...{ label: sheet.host, prompt, negativePrompt, requestText },
						pictures: images.map((image) => ({
							label: t("Draft"),
							width: image.width,
							height: image.height,
							image,
						})),
					},
				]}
				onSend={() => onAnswer(payloadSha256)}
				onKeep={() => onAnswer(null)}
			/>
		</main>
	);
}
