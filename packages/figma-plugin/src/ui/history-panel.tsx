import { type HistoryItem, HistoryList } from "@musa/ui";
import type { JSX } from "preact";
import type { HistoryEntry } from "../messages.js";
import { HistoryThumbnail } from "./history-thumbnail.js";
import { parseNodeRecipe, readFinalModel } from "./node-recipe.js";
import type { PanelProps } from "./panel-props.js";

/** What was made in this file. */
export function HistoryPanel({ controller }: PanelProps): JSX.Element {
	return (
		<HistoryList
			items={controller.state.history.value.map((entry) =>
				describe(entry, controller),
			)}
			emptyHint="Pictures made in this file appear here."
			onStar={(id, isStarred) =>
				controller.changeHistory(id, isStarred ? "star" : "unstar")
			}
			onDelete={(id) => controller.changeHistory(id, "delete")}
		/>
	);
}

function describe(
	{ id, nodeId, layerName, recipe, isStarred, imageHash }: HistoryEntry,
	controller: PanelProps["controller"],
): HistoryItem {
	const look = parseNodeRecipe(recipe);
	const final = readFinalModel(recipe);
	const name = look?.prompt ?? "A damaged recipe";
	const facts = look ? [layerName, look.style, `seed ${look.seed}`] : [];
	const isDisabled = !look;
	return {
		...{ id, name, isStarred, place: layerName },
		thumbnail: (
			<HistoryThumbnail imageHash={imageHash} controller={controller} />
		),
		notes: [
			[...facts, ...(final === undefined ? [] : [`final by ${final}`])].join(
				", ",
			),
		],
		acts: [
			{
				words: "Place again",
				label: `Place again: ${name}`,
				isDisabled,
				onClick: () => controller.placeAgain(recipe),
			},
			{
				words: "Edit",
				label: `Edit ${name}`,
				isDisabled,
				onClick: () => controller.useRecipe(recipe),
			},
			{
				words: "Show",
				label: `Show the layer of ${name}`,
				isQuiet: true,
				onClick: () => controller.showNode(nodeId),
			},
			{
				words: "Copy",
				label: `Copy the recipe of ${name}`,
				isQuiet: true,
				onClick: () => controller.copyRecipe(recipe),
			},
		],
	};
}
