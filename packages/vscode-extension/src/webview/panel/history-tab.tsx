import {
	type HistoryItem,
	HistoryList,
	Picture,
	type Pixels,
	t,
} from "@musa/ui";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { HistoryEntry } from "../../records.js";
import { decodePicture } from "../decode-picture.js";
import type { PanelProps } from "./panel.js";

/** What was made in this workspace. */
export function HistoryTab({ controller }: PanelProps): JSX.Element {
	return (
		<HistoryList
			items={controller.state.history.value.map((entry) =>
				describe(entry, controller),
			)}
			emptyHint={t("Pictures that you keep in this workspace appear here.")}
			onStar={(id, isStarred) =>
				controller.changeHistory(id, isStarred ? "star" : "unstar")
			}
			onDelete={(id) => controller.changeHistory(id, "delete")}
		/>
	);
}

function describe(
	entry: HistoryEntry,
	controller: PanelProps["controller"],
): HistoryItem {
	const { id, look, size, path, folder, isStarred, finalModel } = entry;
	const name = look.prompt;
	const facts = [`${size.width} × ${size.height}`, t("seed {0}", look.seed)];
	return {
		...{ id, name, isStarred, place: path },
		thumbnail: <Thumbnail png={entry.thumbnail} />,
		notes: [
			path,
			[...facts, ...(finalModel ? [t("final by {0}", finalModel)] : [])].join(
				", ",
			),
		],
		acts: [
			{
				words: t("Use again"),
				label: t("Use again: {0}", name),
				onClick: () => controller.useAgain(entry),
			},
			{
				words: t("Open"),
				label: t("Open {0}", path),
				isQuiet: true,
				onClick: () => controller.showFile(folder, path),
			},
		],
	};
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
