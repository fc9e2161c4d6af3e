import { readFileSync } from "node:fs";
import {
	makeRegistry,
	openSpokenNames,
	parseManifest,
	parseRequest,
	parseRouterModel,
} from "@musa/core";
import { expect, test } from "vitest";
import { explainRoute, type Route } from "./explain-route.js";

const models = new URL("../../../models/", import.meta.url);
const read = (path: string): Buffer => readFileSync(new URL(path, models));
const manifest = parseManifest(
	JSON.parse(read("musa-xxs/manifest.json").toString()),
);
const router = parseRouterModel(
	new Uint8Array(read("router/router.safetensors")),
);
const names = openSpokenNames(new Uint8Array(read("words/spoken-names.bin")));
const registry = makeRegistry([manifest]);

function explain(prompt: string): Route {
	const size = { width: 256, height: 256 };
	return explainRoute(parseRequest({ prompt, size }, registry), {
		manifest,
		router,
		names,
	});
}

test.each([
	...["blue umbrella", "red car icon", "user avatar", "smiling face"],
	...["team photo placeholder", "landscape background", "star", "leaf"],
	...["profile picture", "product photo", "company logo", "蓝色雨伞"],
	...["ein rotes Auto", "rote Äpfel", "drei rote Sterne", "赤いりんご"],
	...["ein blauer Farbverlauf", "青い背景", "浅蓝色渐变背景"],
])("what a placeholder asks for suits this device: %s", (prompt) => {
	expect(explain(prompt)).toEqual({ reasons: [], lack: "" });
});

test("another language that names nothing known is told", () => {
	expect(explain("ein Hund jagt eine Katze durch den Wald").reasons).toEqual([
		"The prompt is in a language that can't be judged here.",
	]);
});

test("what does not is told in at most three reasons and a line on what is lacking", () => {
	const demanding = explain(
		'a poster that says "Hello", five cats and a red car next to a blue house, no trees, in a mirror, in Paris',
	);
	expect(demanding.reasons).toEqual([
		"The prompt needs legible text: 'Hello'.",
		"The prompt needs an exact count: 'five'.",
		"The prompt places things by one another: 'next to'.",
	]);
	expect(demanding.lack).toBe(
		"The words will not be readable. The number of things may be wrong.",
	);
});

test("easy words beyond those that the model reads are told", () => {
	const { reasons, lack } = explain(
		"nice pretty simple elegant friendly small shiny round bright red heart",
	);
	expect(reasons).toEqual([
		'The model reads 9 words. Everything after "bright" was left out.',
	]);
	expect(lack).toBe("What was left out will be missing.");
});
