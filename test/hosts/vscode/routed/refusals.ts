// What is told, and what is counted, when a service does not answer with a picture.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Behaviour } from "../../../support/provider-server.js";
import { openDraw, WAIT } from "../../../support/vscode-host/use-window.js";
import { ask, sendExactly } from "./sheet.js";
import { caps, PRICE, type ServiceWindow } from "./use-service.js";

/** Registers the journeys. */
export function testRefusals(used: ServiceWindow): void {
	test.each<[Behaviour, RegExp, string, number]>([
		["refuses-with-400", /declined|refused/i, "refused", 0],
		["rejects-the-key", /key/i, "refused", 0],
		["loses-the-reply", /lost|may have/i, "ambiguous", PRICE],
		["fails-after-drawing", /may have|failed/i, "ambiguous", PRICE],
		["answers-html", /no usable picture/, "ambiguous", PRICE],
	])(
		"a service that %s is asked once; the reason is told, and the draft stays",
		async (behaviour, words, outcome, costMicros) => {
			used.code.watch(`routed-${behaviour}`);
			used.changeSettings(caps(10_000_000));
			const panel = await openDraw(used.page);
			await panel.fill("#prompt", `a blue fish, ${behaviour}`);
			await panel.locator("details.musa-route").waitFor(WAIT);
			const before = readFileSync(join(used.code.folder, "img/star-1.png"));
			used.server.script.push(behaviour);
			await ask(panel);
			await sendExactly(used.page);
			await panel.locator(".status .problem", { hasText: words }).waitFor(WAIT);
			expect(used.server.arrivals.length).toBe(1);
			expect(used.server.executions).toBeLessThanOrEqual(1);
			expect(await used.lastCall()).toMatchObject({ outcome, costMicros });
			expect(
				readFileSync(join(used.code.folder, "img/star-1.png")).equals(before),
			).toBe(true);
		},
	);
}
