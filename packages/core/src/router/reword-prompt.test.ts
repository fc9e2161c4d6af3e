import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeRegistry } from "../models/registry.js";
import { sampleManifest } from "../models/testing/sample-manifest.js";
import { makePlan } from "./plan.js";
import { parseRequest } from "./request.js";
import { rewordPrompt } from "./reword-prompt.js";
import { triage } from "./triage.js";

const style = sampleManifest.defaultStyle;
const manifest = {
	...sampleManifest,
	backgroundWords: ["sky"],
	aliases: {
		[style]: {
			car: "automobile",
			apple: "red apple",
			"gold medal": "sports medal",
			medal: "military medal",
		},
	},
};

describe("rewordPrompt", () => {
	test.each([
		["car", "automobile"],
		["a Car", "automobile"],
		["blue car", "blue automobile"],
		["car icon", "automobile"],
		["red car icon", "red automobile"],
		["apple", "red apple"],
		["green apple", undefined],
		["a green apple icon", "green apple"],
		["a red apple", undefined],
		["gold medal", "sports medal"],
		["medal", "military medal"],
		["racing car", undefined],
		["a car in a garage", undefined],
		["automobile", undefined],
		["constructor", undefined],
		["", undefined],
		[`${"blue ".repeat(100_000)}car`, undefined],
	])("%s", (prompt, expected) => {
		expect(rewordPrompt(prompt, style, manifest)).toBe(expected);
	});

	test("does nothing in another style, or for a model without aliases", () => {
		expect(rewordPrompt("car", "other", manifest)).toBeUndefined();
		expect(rewordPrompt("car", style, sampleManifest)).toBeUndefined();
	});

	test("never fails", () => {
		const text = fc.string({ unit: "binary", maxLength: 60 });
		fc.assert(
			fc.property(text, (prompt) => {
				const said = rewordPrompt(`${prompt} car`, style, manifest);
				if (said !== undefined) expect(said).toContain("automobile");
			}),
		);
	});
});

describe("a plan", () => {
	const plan = (changes: object) => {
		const asked = { size: { width: 64, height: 64 }, seed: 7, ...changes };
		const request = parseRequest(asked, makeRegistry([manifest]));
		const context = { manifest, device: "wasm" } as const;
		return makePlan(request, triage(request, manifest), context);
	};

	test("keeps the user's words and says what the model is told", () => {
		expect(plan({ prompt: "my car" })).toMatchObject({
			prompt: "my car",
			modelPrompt: "automobile",
			reasons: ['Drawn as "automobile".'],
		});
		expect(plan({ prompt: "a fox" })).not.toHaveProperty("modelPrompt");
		expect(plan({ prompt: "car sky" })).not.toHaveProperty("modelPrompt");
	});

	test("does so for each of several things", () => {
		const { layers, ...whole } = plan({ prompt: "two cars and a fox" });
		expect(whole).not.toHaveProperty("modelPrompt");
		expect(layers?.[0]).toMatchObject({
			prompt: "car",
			modelPrompt: "automobile",
		});
		expect(layers?.[1]).not.toHaveProperty("modelPrompt");
	});
});
