import { Button, Picture, type Pixels, TextField } from "@musa/ui";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { HistoryEntry } from "../../messages.js";
import { decodePicture } from "../decode-picture.js";
import type { PanelProps } from "./panel.js";

/** What was made in this workspace. */
export function HistoryTab({ controller }: PanelProps): JSX.Element {
	const [words, setWords] = useState("");
	const all = controller.state.history.value;
	const wanted = words.toLowerCase();
	const entries = all.filter(({ path, look }) =>
		`${path} ${look.prompt}`.toLowerCase().includes(wanted),
	);
	return (
		<>
			<TextField label="Search" value={words} onInput={setWords} />
			<p class="hint" aria-live="polite">
				{all.length === 0
					? "Pictures that you keep in this workspace appear here."
					: words !== "" &&
						(entries.length === 0
							? "No picture has these words."
							: `${entries.length} of ${all.length}`)}
			</p>
			<ul class="list">
				{entries.map((entry) => (
					<Entry key={entry.id} entry={entry} controller={controller} />
				))}
			</ul>
		</>
	);
}

function Entry({
	entry,
	controller,
}: PanelProps & { readonly entry: HistoryEntry }): JSX.Element {
	const { id, look, size, path, folder, isStarred } = entry;
	const name = look.prompt;
	return (
		<li class="item">
			<div class="thumb-small">
				<Thumbnail png={entry.thumbnail} />
			</div>
			<div class="item-text">
				<strong title={name}>{name}</strong>
				<span class="note" title={path}>
					{path}
				</span>
				<span class="note">
					{size.width} × {size.height}, seed {look.seed}
				</span>
				<div class="buttons">
					<Button
						variant="quiet"
						label={`Star ${name}`}
						isPressed={isStarred}
						onClick={() =>
							controller.changeHistory(id, isStarred ? "unstar" : "star")
						}
					>
						{isStarred ? "★" : "☆"}
					</Button>
					<Button
						label={`Use again: ${name}`}
						onClick={() => controller.useAgain(entry)}
					>
						Use again
					</Button>
					<Button
						variant="quiet"
						label={`Open ${path}`}
						onClick={() => controller.showFile(folder, path)}
					>
						Open
					</Button>
					<Button
						variant="quiet"
						label={`Delete ${name} from the list`}
						onClick={() => controller.changeHistory(id, "delete")}
					>
						Delete
					</Button>
				</div>
			</div>
		</li>
	);
}

function Thumbnail({ png }: { readonly png: Uint8Array }): JSX.Element {
	const [image, setImage] = useState<Pixels>();
	useEffect(() => {
		let isGone = false;
		decodePicture(png).then(
			(decoded) => {
				if (!isGone) setImage(decoded);
			},
			// A damaged thumbnail shows as an empty place.
			() => undefined,
		);
		return () => {
			isGone = true;
		};
	}, [png]);
	return <Picture image={image} label="" />;
}
