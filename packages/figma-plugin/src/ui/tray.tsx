import { Button, Notice, Picture } from "@musa/ui";
import type { JSX } from "preact";
import type { PanelProps } from "./panel-props.js";

/** Pictures that found no layer. */
export function Tray({ controller }: PanelProps): JSX.Element | null {
	const items = controller.state.tray.value;
	if (items.length === 0) return null;
	return (
		<section aria-label="Tray">
			<h2>Tray</h2>
			<ul class="list">
				{items.map(({ id, prompt, drawing, sentence, finished }) => (
					<li key={id} class="item">
						<div class="thumb-small">
							<Picture
								image={finished ? finished.image : drawing?.image}
								label={prompt}
							/>
						</div>
						<div class="item-text">
							<strong>{prompt}</strong>
							<Notice tone="plain">{sentence}</Notice>
							<div class="buttons">
								<Button
									isDisabled={finished ? !finished.image : !drawing}
									onClick={() => controller.placeFromTray(id)}
								>
									Place
								</Button>
								{finished && (
									<Button onClick={() => saveFile(finished.file)}>Save</Button>
								)}
								<Button
									variant="quiet"
									onClick={() => controller.dropFromTray(id)}
								>
									Throw away
								</Button>
							</div>
						</div>
					</li>
				))}
			</ul>
		</section>
	);
}

/** Hands a file to the browser, which asks where to keep it. */
function saveFile(file: Uint8Array): void {
	const link = document.createElement("a");
	link.href = URL.createObjectURL(new Blob([file.slice()]));
	link.download = `musa-picture.${nameKind(file)}`;
	link.click();
	URL.revokeObjectURL(link.href);
}

/** By the first bytes: a service may send any of three kinds. */
function nameKind([first, second]: Uint8Array): string {
	if (first === 0x89) return "png";
	return first === 0xff && second === 0xd8 ? "jpg" : "webp";
}
