// Buttons, fields and rows with no look of their own: every colour and size is a CSS variable that a host sets.
import type { ComponentChildren, JSX } from "preact";
import { useId } from "preact/hooks";

/** What a button does and how loud it is. */
export interface ButtonProps {
	readonly children: ComponentChildren;
	readonly onClick: () => void;
	readonly variant?: "primary" | "secondary" | "quiet" | undefined;
	readonly isDisabled?: boolean | undefined;
	/** What a screen reader says when the words on the button do not suffice. */
	readonly label?: string | undefined;
	/** Whether a button that stays down is down. */
	readonly isPressed?: boolean | undefined;
}

/** A button with words. */
export function Button(props: ButtonProps): JSX.Element {
	const { children, onClick, variant = "secondary" } = props;
	return (
		<button
			type="button"
			class={`musa-button musa-${variant}`}
			disabled={props.isDisabled}
			aria-label={props.label}
			aria-pressed={props.isPressed}
			onClick={onClick}
		>
			{children}
		</button>
	);
}

/** One of several values. */
export interface Choice {
	readonly id: string;
	readonly label: string;
}

/** What a list to choose from shows. */
export interface SelectProps {
	readonly label: string;
	readonly value: string;
	readonly choices: readonly Choice[];
	readonly onChange: (id: string) => void;
}

/** A labelled list to choose from. */
export function Select({
	label,
	value,
	choices,
	onChange,
}: SelectProps): JSX.Element {
	const id = useId();
	return (
		<div class="musa-row">
			<label class="musa-label" for={id}>
				{label}
			</label>
			<select
				id={id}
				class="musa-field"
				value={value}
				onChange={(event) => onChange(event.currentTarget.value)}
			>
				{choices.map((choice) => (
					<option key={choice.id} value={choice.id}>
						{choice.label}
					</option>
				))}
			</select>
		</div>
	);
}

/** What a switch with two or three positions shows. */
export interface SegmentsProps extends SelectProps {}

/** A labelled choice whose values all show, as radio buttons. */
export function Segments({
	label,
	value,
	choices,
	onChange,
}: SegmentsProps): JSX.Element {
	const name = useId();
	return (
		<fieldset class="musa-row musa-bare">
			<legend class="musa-label">{label}</legend>
			<div class="musa-segments">
				{choices.map((choice) => (
					<label key={choice.id} class="musa-segment">
						<input
							type="radio"
							name={name}
							checked={choice.id === value}
							onChange={() => onChange(choice.id)}
						/>
						<span>{choice.label}</span>
					</label>
				))}
			</div>
		</fieldset>
	);
}

/** What a slider shows. */
export interface SliderProps {
	readonly label: string;
	readonly value: number;
	readonly min: number;
	readonly max: number;
	readonly step: number;
	/** The value in words, e.g. `30 %`. */
	readonly text: string;
	readonly isDisabled?: boolean | undefined;
	/** Called while dragging. */
	readonly onInput: (value: number) => void;
}

/** A labelled slider with its value in words. */
export function Slider(props: SliderProps): JSX.Element {
	const id = useId();
	return (
		<div class="musa-row">
			<label class="musa-label" for={id}>
				{props.label}
			</label>
			<input
				id={id}
				class="musa-slider"
				type="range"
				min={props.min}
				max={props.max}
				step={props.step}
				value={props.value}
				disabled={props.isDisabled}
				aria-valuetext={props.text}
				onInput={(event) => props.onInput(event.currentTarget.valueAsNumber)}
			/>
			<span class="musa-value" aria-hidden="true">
				{props.text}
			</span>
		</div>
	);
}

/** What a checkbox shows. */
export interface CheckboxProps {
	readonly label: string;
	readonly isChecked: boolean;
	readonly onChange: (isChecked: boolean) => void;
}

/** A labelled checkbox. */
export function Checkbox({
	label,
	isChecked,
	onChange,
}: CheckboxProps): JSX.Element {
	return (
		<label class="musa-row musa-check">
			<input
				type="checkbox"
				checked={isChecked}
				onChange={(event) => onChange(event.currentTarget.checked)}
			/>
			<span>{label}</span>
		</label>
	);
}

/** What a line of text to edit shows. */
export interface TextFieldProps {
	readonly label: string;
	readonly value: string;
	readonly placeholder?: string | undefined;
	/** Whether the label is only for screen readers. */
	readonly isBare?: boolean | undefined;
	/** Whether what is typed must not be seen. */
	readonly isSecret?: boolean | undefined;
	/** Offered while typing. */
	readonly suggestions?: readonly string[] | undefined;
	readonly onInput: (value: string) => void;
}

/** A labelled line of text. */
export function TextField(props: TextFieldProps): JSX.Element {
	const id = useId();
	return (
		<div class={props.isBare ? "musa-grow" : "musa-row"}>
			<label
				class={props.isBare ? "musa-visually-hidden" : "musa-label"}
				for={id}
			>
				{props.label}
			</label>
			<input
				id={id}
				class="musa-field"
				autocomplete="off"
				spellcheck={false}
				value={props.value}
				placeholder={props.placeholder}
				{...(props.isSecret
					? { type: "password" }
					: { type: "text", list: props.suggestions && `${id}-list` })}
				onInput={(event) => props.onInput(event.currentTarget.value)}
			/>
			{props.suggestions && (
				<datalist id={`${id}-list`}>
					{props.suggestions.map((each) => (
						<option key={each} value={each} />
					))}
				</datalist>
			)}
		</div>
	);
}
