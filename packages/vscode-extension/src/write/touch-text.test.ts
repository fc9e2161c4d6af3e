import fc from "fast-check";
import { expect, test } from "vitest";
import { touchText } from "./touch-text.js";

test("the changes are two that do not touch, and leave every text as it is", () => {
	const text = fc.array(fc.constantFrom("a", "b", " ", "\n", "\r\n", "😀"), {
		maxLength: 30,
	});
	fc.assert(
		fc.property(text, fc.nat(40), (parts, near) => {
			const before = parts.join("");
			const changes = touchText(before, near);
			const after = changes.reduceRight(
				(done, { start, end, text: part }) =>
					done.slice(0, start) + part + done.slice(end),
				before,
			);
			expect(after).toBe(before);
			const [first, second] = changes;
			if (first === undefined || second === undefined) {
				expect(changes).toEqual([]);
				return;
			}
			expect(second.start).toBeGreaterThan(first.end);
			for (const { start, end, text: part } of changes)
				expect(before.slice(start, end)).not.toBe(part);
		}),
	);
});

test("the nearest pair is taken", () => {
	expect(touchText("aab ccd eef", 7)[0]?.start).toBe(8);
});
