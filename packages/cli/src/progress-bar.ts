import type { Progress } from "@musa/core";

const BAR_WIDTH = 24;

/** Shows how far the drawing is, on one line that is wiped at the end. */
export interface ProgressBar {
	show(label: string, progress: Progress): void;
	clear(): void;
}

/** A bar on `stream`, or one that stays silent when `stream` is no terminal. */
export function makeProgressBar(stream: {
	readonly isTTY?: boolean;
	write(text: string): unknown;
}): ProgressBar {
	if (stream.isTTY !== true) return { show() {}, clear() {} };
	let shown = "";
	return {
		show(label, { stage, fraction }) {
			const filled = Math.round(fraction * BAR_WIDTH);
			const bar = "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
			const line = `${bar} ${Math.round(fraction * 100)} % ${label}${stage}`;
			if (line === shown) return;
			shown = line;
			stream.write(`\r\u001b[K${line}`);
		},
		clear() {
			if (shown !== "") stream.write("\r\u001b[K");
			shown = "";
		},
	};
}
