// What was made before: a list to search, and what can be done with each picture.
import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { Button, TextField } from "./controls.js";
import { t } from "./words.js";

/** One picture of the list. */
export interface HistoryItem {
	readonly id: string;
	/** The prompt, or what stands for it. */
	readonly name: string;
	/** Lines below it. */
	readonly notes: readonly string[];
	/** What is searched besides the name. */
	readonly place: string;
	readonly isStarred: boolean;
	readonly acts: readonly HistoryAct[];
	/** A small picture, if the host keeps one. */
	readonly thumbnail?: ComponentChildren;
}

/** One button of a picture. */
export interface HistoryAct {
	readonly words: string;
	/** For screen readers: names the picture too. */
	readonly label: string;
	readonly isQuiet?: boolean;
	readonly isDisabled?: boolean;
	readonly onClick: () => void;
}

/** The whole list. */
export interface HistoryListProps {
	readonly items: readonly HistoryItem[];
	/** What is said while there is none. */
	readonly emptyHint: string;
	readonly onStar: (id: string, isStarred: boolean) => void;
	readonly onDelete: (id: string) => void;
}

/** A list to search, star and take from. */
export function HistoryList(props: HistoryListProps): JSX.Element {
	const [words, setWords] = useState("");
	const wanted = words.toLowerCase();
	const found = props.items.filter(({ name, place }) =>
		`${name} ${place}`.toLowerCase().includes(wanted),
	);
	return (
		<>
			<TextField label={t("Search")} value={words} onInput={setWords} />
			<p class="hint" aria-live="polite">
				{describeCount(props, words, found.length)}
			</p>
			<ul class="list">
				{found.map((item) => (
					<Item key={item.id} item={item} {...props} />
				))}
			</ul>
		</>
	);
}

function describeCount(
	{ items, emptyHint }: HistoryListProps,
	words: string,
	count: number,
): string {
	if (items.length === 0) return emptyHint;
	if (words === "") return "";
	return count === 0
		? t("No picture has these words.")
		: t("{0} of {1}", count, items.length);
}

function Item({
	item: { id, name, notes, isStarred, acts, thumbnail },
	onStar,
	onDelete,
}: HistoryListProps & { readonly item: HistoryItem }): JSX.Element {
	return (
		<li class="item">
			{thumbnail !== undefined && <div class="thumb-small">{thumbnail}</div>}
			<div class="item-text">
				<div class="item-head">
					<strong title={name}>{name}</strong>
					<Button
						variant="quiet"
						label={t("Star {0}", name)}
						isPressed={isStarred}
						onClick={() => onStar(id, !isStarred)}
					>
						{isStarred ? "★" : "☆"}
					</Button>
					<Button
						variant="quiet"
						label={t("Delete {0} from the list", name)}
						onClick={() => onDelete(id)}
					>
						✕
					</Button>
				</div>
				{notes.map((note) => (
					<span key={note} class="note" title={note}>
						{note}
					</span>
				))}
				<div class="buttons">
					{acts.map(({ words, label, isQuiet, isDisabled, onClick }) => (
						<Button
							key={words}
							label={label}
							variant={isQuiet ? "quiet" : "secondary"}
							isDisabled={isDisabled}
							onClick={onClick}
						>
							{words}
						</Button>
					))}
				</div>
			</div>
		</li>
	);
}
