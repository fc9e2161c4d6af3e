import { expect, test } from "vitest";
import { type ErrorCode, errorTable } from "./error-table.js";
import {
	DeviceError,
	fromWireError,
	InternalError,
	isAbortError,
	ModelError,
	MusaError,
	makeAbortError,
	RequestError,
	toWireError,
} from "./errors.js";

const codes = Object.keys(errorTable) as ErrorCode[];

test.each(codes)("%s survives the way to another thread", (code) => {
	const details = { file: "a.onnx", limit: 3, known: ["x", "y"] };
	const error = fromWireError({ code, message: "", details });
	const again = fromWireError(structuredClone(toWireError(error)));
	expect(again).toBeInstanceOf(MusaError);
	expect(again.constructor).toBe(error.constructor);
	expect(again.code).toBe(code);
	expect(again.message).toBe(error.message);
	expect(again.details).toEqual(details);
	expect([again.action, again.retryable]).toEqual([
		error.action,
		error.retryable,
	]);
});

test.each(codes)("the words of %s are sentences without holes", (code) => {
	const { message } = fromWireError({ code, message: "", details: {} });
	expect(message).toMatch(/^[A-Z].*\.$/);
	expect(message).not.toContain("[object");
});

test("the class tells where in the flow it failed", () => {
	const model = fromWireError({
		code: "model/hash-mismatch",
		message: "",
		details: {},
	});
	expect(model).toBeInstanceOf(ModelError);
	expect(model.name).toBe("ModelError");
	const device = fromWireError({
		code: "device/lost",
		message: "",
		details: {},
	});
	expect(device).toBeInstanceOf(DeviceError);
});

test("an error of another realm is recognised by its code", () => {
	const foreign = {
		name: "RequestError",
		code: "request/prompt-empty",
		message: "",
	};
	expect(MusaError.is(foreign)).toBe(true);
	expect(MusaError.is(foreign, "request/prompt-empty")).toBe(true);
	expect(MusaError.is(foreign, "request/seed-invalid")).toBe(false);
	expect(MusaError.is({ code: "ENOENT" })).toBe(false);
	expect(MusaError.is({ code: "toString" })).toBe(false);
	expect(MusaError.is(null)).toBe(false);
});

test("the cause is kept and the details fill the words", () => {
	const cause = new TypeError("inner");
	const error = new RequestError("request/steps-invalid", {
		details: { limit: 50, got: "51" },
		cause,
	});
	expect(error.cause).toBe(cause);
	expect(error.message).toBe(
		"The number of steps must be a whole number from 1 to 50 (it was 51).",
	);
});

test.each([
	[new TypeError("boom"), "TypeError: boom"],
	["text", "text"],
	[undefined, "undefined"],
])("an unknown thrown value becomes internal/unexpected", (thrown, reason) => {
	const wire = toWireError(thrown);
	expect(wire.code).toBe("internal/unexpected");
	expect(wire.details.reason).toBe(reason);
});

test("a code of a later version becomes internal/unexpected and keeps its words", () => {
	const wire = {
		code: "model/of-the-future" as ErrorCode,
		message: "New words.",
		details: {},
	};
	const error = fromWireError(wire);
	expect(error).toBeInstanceOf(InternalError);
	expect(error.message).toContain("New words.");
});

test("cancelling is told by the standard name", () => {
	expect(isAbortError(makeAbortError())).toBe(true);
	expect(isAbortError(AbortSignal.abort().reason)).toBe(true);
	expect(isAbortError(new Error("x"))).toBe(false);
	expect(isAbortError("AbortError")).toBe(false);
});
