import { Button, TextField } from "@musa/ui";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { HistoryEntry } from "../messages.js";
import type { PanelProps } from "./fill-panel.js";
import { parseNodeRecipe, readFinalModel } from "./node-recipe.js";

/** What was made in this file. */
export function HistoryPanel({ controller }: PanelProps): JSX.Element {
	const [words, setWords] = useState("");
	const entries = controller.state.history.value.filter((entry) =>
		describe(entry).toLowerCase().includes(words.toLowerCase()),
	);
	return (
		<>
			<TextField label="Search" value={words} onInput={setWords} />
			{entries.length === 0 && (
				<p class="hint">
					{words === ""
						? "Pictures made in this file appear here."
						: "No picture has these words."}
				</p>
			)}
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
	const look = parseNodeRecipe(entry.recipe);
	const final = readFinalModel(entry.recipe);
	const name = look?.prompt ?? "A damaged recipe";
	return (
		<li class="item">
			<div class="item-text">
				<div class="item-head">
					<strong>{name}</strong>
					<Button
						variant="quiet"
						label={`Star ${name}`}
						isPressed={entry.isStarred}
						onClick={() =>
							controller.changeHistory(
								entry.id,
								entry.isStarred ? "unstar" : "star",
							)
						}
					>
						{entry.isStarred ? "★" : "☆"}
					</Button>
				</div>
				<span class="note">
					{entry.layerName}
					{look && `, ${look.style}, seed ${look.seed}`}
					{final && `, final by ${final}`}
				</span>
				<div class="buttons">
					<Button
						label={`Place again: ${name}`}
						isDisabled={!look}
						onClick={() => controller.placeAgain(entry.recipe)}
					>
						Place again
					</Button>
					<Button
						label={`Use again: ${name}`}
						isDisabled={!look}
						onClick={() => controller.useRecipe(entry.recipe)}
					>
						Edit
					</Button>
					<Button
						variant="quiet"
						label={`Show the layer of ${name}`}
						onClick={() => controller.showNode(entry.nodeId)}
					>
						Show
					</Button>
					<Button
						variant="quiet"
						label={`Copy the recipe of ${name}`}
						onClick={() => controller.copyRecipe(entry.recipe)}
					>
						Copy
					</Button>
					<Button
						variant="quiet"
						label={`Delete ${name} from the list`}
						onClick={() => controller.changeHistory(entry.id, "delete")}
					>
						Delete
					</Button>
				</div>
			</div>
		</li>
	);
}

function describe({ layerName, recipe }: HistoryEntry): string {
	return `${layerName} ${parseNodeRecipe(recipe)?.prompt ?? ""}`;
}
