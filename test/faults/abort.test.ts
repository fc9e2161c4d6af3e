// Aborts one generation at its first report, then one at its second, and so on
// until one gets through; after each the same engine must draw the right picture.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestEngine, type TestEngine } from "../support/node-engine.js";
import { tinyPack } from "../support/packs.js";

const PATIENT = { timeout: 300_000 };
const REQUEST = {
	prompt: "a red heart",
	size: { width: 300, height: 200 },
	seed: 3,
};

/** Draws every step anew, where an engine would only enlarge what it drew just before. */
const WHOLE = { trace: () => undefined };

let engine: TestEngine;
let expected: Uint8ClampedArray | Uint8Array;
beforeAll(async () => {
	engine = openTestEngine(tinyPack());
	expected = (await engine.draw(REQUEST)).image.pixels;
}, 120_000);
afterAll(() => engine.engine.close());

/** Aborts at the report with number `at`; tells whether it came that far. */
async function drawAbortedAt(
	at: number,
	size: { width: number; height: number },
): Promise<boolean> {
	const controller = new AbortController();
	let reports = 0;
	const drawing = engine.draw(
		{ ...REQUEST, size },
		{
			...WHOLE,
			signal: controller.signal,
			onProgress: () => {
				if (reports++ === at) controller.abort();
				else if (reports > at + 1) throw new Error("progress after the abort");
			},
		},
	);
	const outcome = await drawing.then(
		() => "drawn",
		(error: unknown) => (error instanceof Error ? error.name : "unknown"),
	);
	if (reports <= at) {
		expect(outcome).toBe("drawn");
		return false;
	}
	// The last report may be on its way when the picture is already done.
	expect(outcome).toBe("AbortError");
	return true;
}

describe("an aborted generation", PATIENT, () => {
	test("ends with AbortError at every step, and leaves the engine whole", async () => {
		let at = 0;
		while (await drawAbortedAt(at, REQUEST.size)) {
			const { image } = await engine.draw(REQUEST, WHOLE);
			expect(image.pixels).toEqual(expected);
			at++;
		}
		// Four denoising steps, and one report at least from each other stage.
		expect(at).toBeGreaterThanOrEqual(8);
	});

	test("ends between the tiles of a large picture", async () => {
		const size = { width: 2048, height: 2048 };
		expect(await drawAbortedAt(10, size)).toBe(true);
		expect((await engine.draw(REQUEST, WHOLE)).image.pixels).toEqual(expected);
	});

	test("never starts when the signal is aborted before", async () => {
		const plans: unknown[] = [];
		await expect(
			engine.draw(REQUEST, {
				signal: AbortSignal.abort(),
				onPlan: (plan) => plans.push(plan),
			}),
		).rejects.toHaveProperty("name", "AbortError");
		expect(plans).toEqual([]);
	});

	test("leaves those before and behind it in the queue alone", async () => {
		const controller = new AbortController();
		const first = engine.draw(REQUEST, WHOLE);
		const second = engine.draw(
			{ ...REQUEST, seed: 4 },
			{ signal: controller.signal },
		);
		const third = engine.draw(REQUEST, WHOLE);
		controller.abort();
		await expect(second).rejects.toHaveProperty("name", "AbortError");
		expect((await first).image.pixels).toEqual(expected);
		expect((await third).image.pixels).toEqual(expected);
	});

	test("keeps the reason that the caller gave", async () => {
		const controller = new AbortController();
		const reason = new DOMException("too slow", "TimeoutError");
		const drawing = engine.draw(REQUEST, { signal: controller.signal });
		controller.abort(reason);
		await expect(drawing).rejects.toBe(reason);
	});
});

describe("a closed engine", PATIENT, () => {
	test("rejects what was under way and what comes later, and nothing hangs", async () => {
		const closing = openTestEngine(tinyPack());
		const underWay = closing.draw(REQUEST);
		closing.engine.close();
		await expect(underWay).rejects.toHaveProperty("code", "internal/closed");
		await expect(closing.draw(REQUEST)).rejects.toHaveProperty(
			"code",
			"internal/closed",
		);
	});
});
