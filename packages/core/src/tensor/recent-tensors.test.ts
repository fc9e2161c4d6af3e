import { expect, test } from "vitest";
import { rememberTensors } from "./recent-tensors.js";
import { makeZeros } from "./tensor.js";

test("the tensor that was not used for longest is forgotten", () => {
	const recent = rememberTensors(2);
	const [a, b, c] = [makeZeros([1]), makeZeros([2]), makeZeros([3])];
	recent.add("a", a);
	recent.add("b", b);
	expect(recent.get("a")).toBe(a);
	recent.add("c", c);
	expect(recent.get("b")).toBeUndefined();
	expect(recent.get("a")).toBe(a);
	expect(recent.get("c")).toBe(c);
});
