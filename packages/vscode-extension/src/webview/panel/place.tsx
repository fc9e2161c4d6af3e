import { Select, TextField, t } from "@musa/ui";
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import type { Size, Slot } from "../../records.js";
import type { PanelProps } from "./panel.js";

const maxSidePx = 4096;

/** Where the picture goes and how large it is there. */
export function Place({ controller }: PanelProps): JSX.Element {
	const { slot, findings, folders, size } = controller.state;
	const here = slot.value;
	const targets = new Map(
		findings.value
			.filter(({ refusal }) => refusal === undefined)
			.map(({ id, target }) => [id, target]),
	);
	const choices = [
		...(here?.kind === "replace"
			? [{ id: "replace", label: t("Replace {0}", here.target) }]
			: []),
		...folders.value.map(({ uri, name }) => ({
			id: uri,
			label:
				folders.value.length > 1
					? t("A new file in {0}", name)
					: t("A new file"),
		})),
		...[...targets].map(([id, target]) => ({ id, label: target })),
	];
	return (
		<section aria-label={t("Place")}>
			<h2>{t("Place")}</h2>
			<Select
				label={t("For")}
				value={placeId(here)}
				choices={choices}
				onChange={(id) =>
					controller.chooseSlot(
						targets.has(id)
							? { kind: "finding", findingId: id }
							: id === "replace"
								? here
								: { kind: "file", folder: id, target: "images/" },
					)
				}
			/>
			{here?.kind === "file" && (
				<>
					<TextField
						label={t("File")}
						value={here.target}
						placeholder="images/"
						onInput={(target) => controller.nameFile(target)}
					/>
					{/(^|\/)$/.test(here.target) && (
						<p class="hint indented">{t("The name comes from the prompt.")}</p>
					)}
				</>
			)}
			{here?.kind === "finding" ? (
				<p class="hint indented">
					{t(
						"{0} × {1} px, as {2} asks.",
						size.value.width,
						size.value.height,
						controller.state.finding.value?.file ?? t("the code"),
					)}
				</p>
			) : (
				<Sides size={size.value} onChange={controller.setSize} />
			)}
		</section>
	);
}

function Sides(props: {
	readonly size: Size;
	readonly onChange: (size: Size) => void;
}): JSX.Element {
	const id = useId();
	const side = (name: "width" | "height", label: string): JSX.Element => (
		<input
			class="musa-field side"
			type="number"
			min={1}
			max={maxSidePx}
			aria-label={label}
			id={name === "width" ? id : undefined}
			value={props.size[name]}
			onChange={(event) => {
				const value = Math.round(event.currentTarget.valueAsNumber);
				if (value >= 1 && value <= maxSidePx)
					props.onChange({ ...props.size, [name]: value });
				else event.currentTarget.value = String(props.size[name]);
			}}
		/>
	);
	return (
		<div class="musa-row">
			<label class="musa-label" for={id}>
				{t("Size")}
			</label>
			{side("width", t("Width in pixels"))}
			<span aria-hidden="true">×</span>
			{side("height", t("Height in pixels"))}
			<span>px</span>
		</div>
	);
}

function placeId(slot: Slot | undefined): string {
	if (slot?.kind === "finding") return slot.findingId;
	return slot?.kind === "replace" ? "replace" : (slot?.folder ?? "");
}
