import { Select } from "@musa/ui";
import type { JSX } from "preact";
import type { PanelProps } from "./panel-props.js";

const workerWords = {
	blob: "in a worker",
	data: "in a worker (started from data:)",
	page: "in this panel, in slices; a single step of the model may hold it up",
	runner: "on the runner page",
} as const;
const panelSizes = [
	{ id: "320x600", label: "Normal" },
	{ id: "400x760", label: "Large" },
	{ id: "280x480", label: "Small" },
];

/** What was found on this device, the model, and privacy. */
export function AboutPanel({ controller }: PanelProps): JSX.Element {
	const { workerKind, model, settings } = controller.state;
	const { width, height } = settings.value.panel;
	const size = `${width}x${height}`;
	const facts: [string, string][] = [
		["Musa", MUSA_VERSION],
		[
			"Model",
			model.value
				? `${model.value.name} ${model.value.version}, ${model.value.licence}`
				: "not opened yet",
		],
		[
			"Drawing",
			workerKind.value ? workerWords[workerKind.value] : "not started yet",
		],
		[
			"Processor",
			workerKind.value === "runner"
				? "the graphics processor, by WebGPU"
				: "WebAssembly, one thread",
		],
		["Speed", describeSpeed(controller)],
		["Pauses", describePauses(controller)],
		[
			"Graphics",
			"gpu" in navigator ? "WebGPU, not used" : "no WebGPU in this frame",
		],
		["Frame", isSecureContext ? "secure" : "not a secure context"],
		["Storage", controller.edition.describeStorage()],
	];
	return (
		<>
			<h2>This device</h2>
			<dl class="facts">
				{facts.map(([term, text]) => (
					<div key={term}>
						<dt>{term}</dt>
						<dd>{text}</dd>
					</div>
				))}
			</dl>
			<h2>Panel</h2>
			<Select
				label="Size"
				value={size}
				choices={
					panelSizes.some(({ id }) => id === size)
						? panelSizes
						: [{ id: size, label: `${width} × ${height}` }, ...panelSizes]
				}
				onChange={(id) => {
					const [across = 320, down = 600] = id.split("x").map(Number);
					controller.saveSettings({ panel: { width: across, height: down } });
				}}
			/>
			<h2>Privacy</h2>
			<p class="hint">{controller.edition.privacy}</p>
		</>
	);
}

function describeSpeed({ state }: PanelProps["controller"]): string {
	const ms = state.draftMs.value;
	return ms === undefined
		? "nothing drawn yet"
		: `the last draft took ${(ms / 1000).toFixed(1)} s`;
}

function describePauses({ state }: PanelProps["controller"]): string {
	const ms = Math.round(state.longestPauseMs.value);
	return ms === 0
		? "this panel never stood still"
		: `this panel stood still for ${ms} ms at most`;
}
