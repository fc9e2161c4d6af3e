import { refusalOf } from "@musa/finder/names";
import { altText } from "./alt-text.js";
import {
	maxPathLength,
	parseTarget,
	parseTargetFormat,
	writableFormats,
} from "./image-target.js";
import { readArguments } from "./read-arguments.js";
import type { AgentTool, DrawOrder, InputSchema } from "./tool.js";
import { ToolRefusal } from "./tool-refusal.js";

const MAX_PROMPT = 2000;
const MAX_SEED = 2 ** 32 - 1;
const MAX_SIDE = 4096;

const inputSchema: InputSchema = {
	type: "object",
	properties: {
		prompt: {
			type: "string",
			minLength: 1,
			maxLength: MAX_PROMPT,
			description: "What the picture shows, in plain words.",
		},
		path: {
			type: "string",
			minLength: 1,
			maxLength: maxPathLength,
			description:
				"Where to put it, from the root of the folder, as in public/img/hero.png. A file that is there is never replaced.",
		},
		width: {
			type: "integer",
			minimum: 1,
			maximum: MAX_SIDE,
			description: "Pixels.",
		},
		height: {
			type: "integer",
			minimum: 1,
			maximum: MAX_SIDE,
			description: "Pixels.",
		},
		alpha: {
			type: "boolean",
			description:
				"A transparent surrounding, as icons want it; true unless the path ends with .jpg.",
		},
		seed: {
			type: "integer",
			minimum: 0,
			maximum: MAX_SEED,
			description: "The same seed gives the same picture; random when missing.",
		},
		format: {
			type: "string",
			enum: writableFormats,
			description: "Must agree with the path's extension.",
		},
	},
	required: ["prompt", "path", "width", "height"],
	additionalProperties: false,
};

/** Draws one picture at a path. */
export const generateImage: AgentTool = {
	name: "generate_image",
	title: "Generate image",
	description:
		"Draws a picture from words on this computer, offline, and writes it at exactly the path and size given. Returns its path, a thumbnail and an alt text. Good at icons, objects and simple scenes; it can't write legible words.",
	inputSchema,
	isReadOnly: false,
	confirm(input) {
		const { path, width, height, prompt } = readOrder(input);
		return {
			title: "Generate image",
			message: `Draw "${prompt}" on this computer and write ${path}, ${width} x ${height} px?`,
		};
	},
	async run(signal, input, host) {
		const order = readOrder(input);
		host.onProgress?.(0, 1, order.path);
		const { thumbnail, ...drawn } = await host.draw(signal, order);
		host.onProgress?.(1, 1, drawn.path);
		const alt = altText(order.prompt);
		return {
			text: `Wrote ${drawn.path}, ${drawn.width} x ${drawn.height} px, seed ${drawn.seed}. Alt text: ${alt}`,
			data: { ...drawn, alt },
			pictures: [{ path: drawn.path, png: thumbnail }],
		};
	},
};

function readOrder(input: unknown): DrawOrder {
	const fields = readArguments(input, inputSchema);
	const prompt = fields.text("prompt", MAX_PROMPT) ?? "";
	const path = parseTarget(fields.text("path", maxPathLength) ?? "");
	const format = parseTargetFormat(path, fields.text("format", 20));
	const width = fields.whole("width", 1, MAX_SIDE) ?? 0;
	const height = fields.whole("height", 1, MAX_SIDE) ?? 0;
	const alpha = fields.flag("alpha") ?? format !== "jpeg";
	const seed = fields.whole("seed", 0, MAX_SEED);
	if (alpha && format === "jpeg")
		throw new ToolRefusal(
			"JPEG has no transparency; leave alpha out or choose .png or .webp.",
		);
	const refusal = refusalOf({ target: path, width, height, format, alpha });
	if (refusal !== undefined) throw new ToolRefusal(refusal);
	return {
		path,
		format,
		prompt,
		width,
		height,
		alpha,
		...(seed === undefined ? {} : { seed }),
	};
}
