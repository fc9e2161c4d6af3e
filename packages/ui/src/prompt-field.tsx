import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { t } from "./words.js";

/** What the field for the words holds. */
export interface PromptFieldProps {
	readonly id?: string;
	readonly value: string;
	readonly onInput: (prompt: string) => void;
	/** The user pressed Enter. */
	readonly onKeep: () => void;
}

/** Where the user says what the picture shows; Enter keeps it, Shift+Enter starts a line. */
export function PromptField(props: PromptFieldProps): JSX.Element {
	const ownId = useId();
	const id = props.id ?? ownId;
	return (
		<>
			<label class="musa-visually-hidden" for={id}>
				{t("Prompt")}
			</label>
			<textarea
				id={id}
				class="musa-field"
				placeholder={t("What should the picture show?")}
				rows={2}
				spellcheck={false}
				value={props.value}
				onInput={(event) => props.onInput(event.currentTarget.value)}
				onKeyDown={(event) => {
					if (event.key !== "Enter" || event.shiftKey || event.isComposing)
						return;
					event.preventDefault();
					props.onKeep();
				}}
			/>
		</>
	);
}
