import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { Size } from "../messages.js";
import type { PanelProps } from "./panel-props.js";

// As Figma's side accepts them, px.
const least = { width: 280, height: 400 };
const most = { width: 900, height: 1400 };
const keyStep = 20;

/** The corner that changes the panel's size: by dragging, or with the arrow keys. */
export function ResizeHandle({ controller }: PanelProps): JSX.Element {
	const drag = useRef<{ x: number; y: number; from: Size }>(undefined);
	const moveTo = (size: Size, isDone: boolean): void => {
		const panel = {
			width: clamp(size.width, least.width, most.width),
			height: clamp(size.height, least.height, most.height),
		};
		if (isDone) controller.saveSettings({ panel });
		else controller.resizePanel(panel);
	};
	const follow = (event: PointerEvent, isDone: boolean): void => {
		if (!drag.current) return;
		const { x, y, from } = drag.current;
		// The frame grows under the pointer, so only the screen stands still.
		const width = from.width + event.screenX - x;
		moveTo({ width, height: from.height + event.screenY - y }, isDone);
	};
	return (
		<button
			type="button"
			class="resize"
			aria-label="Panel size: drag, or use the arrow keys"
			onPointerDown={(event) => {
				event.currentTarget.setPointerCapture(event.pointerId);
				const { screenX: x, screenY: y } = event;
				drag.current = { x, y, from: readSize() };
			}}
			onPointerMove={(event) => follow(event, false)}
			onPointerUp={(event) => {
				follow(event, true);
				drag.current = undefined;
			}}
			onPointerCancel={() => {
				drag.current = undefined;
			}}
			onKeyDown={({ key }) => {
				const { width, height } = readSize();
				if (key === "ArrowRight")
					moveTo({ width: width + keyStep, height }, true);
				if (key === "ArrowLeft")
					moveTo({ width: width - keyStep, height }, true);
				if (key === "ArrowDown")
					moveTo({ width, height: height + keyStep }, true);
				if (key === "ArrowUp")
					moveTo({ width, height: height - keyStep }, true);
			}}
		>
			<svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
				<path d="M9 1 1 9M9 6 6 9" stroke="currentColor" fill="none" />
			</svg>
		</button>
	);
}

function readSize(): Size {
	return { width: innerWidth, height: innerHeight };
}

function clamp(value: number, low: number, high: number): number {
	return Math.round(Math.min(high, Math.max(low, value)));
}
