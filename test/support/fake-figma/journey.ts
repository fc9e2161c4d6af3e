// What journeys through an open panel do and look at again and again.
import { decodePng, type RgbaImage } from "@musa/core";
import { expect } from "vitest";
import type { Panel } from "./open-panel.js";
import type { Sandbox } from "./open-sandbox.js";

/** A picture takes seconds on a busy machine. */
export const WAIT = { timeout: 240_000 };

/** A rectangle of the document. */
export interface Rectangle {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly fills: readonly {
		readonly type: string;
		readonly imageHash?: string;
	}[];
	readonly data: Readonly<Record<string, string>>;
}

/** Makes layers of 64 px and selects them. */
export const addLayers =
	(...names: string[]) =>
	(figma: Sandbox): void => {
		const ids = names.map((name) =>
			figma.addNode({ name, width: 64, height: 64 }),
		);
		figma.call("select", ids);
		figma.call("commit");
	};

/** All rectangles, in the order in which they were made. */
export function nodesOf({ figma }: Panel): Rectangle[] {
	return figma
		.call<Rectangle[]>("readNodes")
		.filter(({ type }) => type === "RECTANGLE");
}

/** Those that hold a picture. */
export function picturesOf(panel: Panel): Rectangle[] {
	return nodesOf(panel).filter(({ fills }) =>
		fills.some(({ type }) => type === "IMAGE"),
	);
}

/** Pixels of the picture that a layer holds. @throws Error if it holds none that core can read */
export function readPicture(
	{ figma }: Panel,
	{ name, fills }: Rectangle,
): RgbaImage {
	const hash = fills.find(({ type }) => type === "IMAGE")?.imageHash;
	if (hash === undefined) throw new Error(`${name} holds no picture`);
	return decodePng(Uint8Array.from(figma.call<number[]>("readImage", hash)));
}

/** What the panel complains about, so that a failing test tells it. */
async function readTrouble({ frame }: Panel): Promise<string | 0> {
	return (await frame.locator(".status.problem").allTextContents())[0] ?? 0;
}

/** Waits for the draft in exactly one layer. */
export function isDraftInLayer(panel: Panel): Promise<void> {
	return expect
		.poll(
			async () => picturesOf(panel).length || (await readTrouble(panel)),
			WAIT,
		)
		.toBe(1);
}

/** The line at the foot of the panel. */
export const status = ({ frame }: Panel) => frame.locator(".status");

/** Waits until the line at the foot says so. */
export function says(panel: Panel, words: RegExp): Promise<void> {
	return expect.poll(() => status(panel).textContent(), WAIT).toMatch(words);
}

/** The blue button. */
export const fillButton = ({ frame }: Panel) =>
	frame.locator(".footer .musa-primary");

/** Takes everything out of the document and out of the panel's tab "Fill". */
export async function clear({ figma, frame }: Panel): Promise<void> {
	figma.call("removeAll");
	figma.call("select", []);
	await frame.click("#musa-tab-fill");
	await frame.fill("#prompt", "");
	for (const label of ["Vary", "Hue"])
		await frame.getByLabel(label, { exact: true }).fill("0");
	await frame.getByLabel("Show drafts in the layer").check();
}
