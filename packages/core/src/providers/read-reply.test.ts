import { expect, test } from "vitest";
import { assertSuccess } from "./read-reply.js";

const reply = (status: number, text: string) => ({
	status,
	headers: {},
	body: new TextEncoder().encode(text),
});

test.each([
	[400, '{"error":{"code":"moderation_blocked"}}', "provider/refused"],
	[422, '{"detail":"violates our policy"}', "provider/refused"],
	[400, '{"error":{"code":"invalid_size"}}', "provider/reply-invalid"],
	[404, "<html>Not found. Privacy policy</html>", "provider/reply-invalid"],
	[400, "<html>Bad request. Cookie policy</html>", "provider/reply-invalid"],
	[404, '{"error":"no such model; see our policy"}', "provider/reply-invalid"],
	[401, '{"error":"blocked"}', "provider/unauthorized"],
	[403, "<html>blocked</html>", "provider/unauthorized"],
	[503, '{"error":"policy"}', "provider/unavailable"],
] as const)("status %i with %s", (status, text, code) => {
	expect(() => assertSuccess(reply(status, text))).toThrow(
		expect.objectContaining({ code }),
	);
});

test("success is none of them", () => {
	expect(() => assertSuccess(reply(200, "policy"))).not.toThrow();
});
