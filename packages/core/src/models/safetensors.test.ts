import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MusaError } from "../errors.js";
import { parseSafetensors } from "./safetensors.js";
import {
	encodeSafetensors,
	joinSafetensors,
} from "./testing/encode-safetensors.js";

const good = encodeSafetensors({
	a: {
		dtype: "F32",
		shape: [2, 3],
		data: new Float32Array([1, 2, 3, 4, 5, 6]),
	},
	b: { dtype: "I8", shape: [5], data: new Int8Array([1, -2, 3, -4, 5]) },
	empty: { dtype: "F32", shape: [0, 7], data: new Float32Array(0) },
});

function codeOf(bytes: Uint8Array): string {
	try {
		parseSafetensors(bytes, "w.safetensors");
		return "accepted";
	} catch (error) {
		if (!MusaError.is(error)) throw error;
		expect(error.message).toContain("w.safetensors");
		return error.code;
	}
}

const withHeader = (header: unknown, dataBytes = 8): Uint8Array =>
	joinSafetensors(JSON.stringify(header), [new Uint8Array(dataBytes)]);

test("finds each tensor without copying", () => {
	const entries = parseSafetensors(good, "w");
	expect([...entries.keys()]).toEqual(["a", "b", "empty"]);
	expect(entries.get("a")?.shape).toEqual([2, 3]);
	expect(entries.get("b")?.data.buffer).toBe(good.buffer);
	expect([...new Int8Array(entries.get("b")?.data ?? [])]).toEqual([
		1, -2, 3, -4, 5,
	]);
	expect(entries.get("empty")?.data.length).toBe(0);
});

test("reads a file that lies inside a larger buffer", () => {
	const larger = new Uint8Array(good.length + 20);
	larger.set(good, 7);
	const entries = parseSafetensors(larger.subarray(7, 7 + good.length), "w");
	expect(entries.get("b")?.data[1]).toBe(254);
});

test("ignores metadata", () => {
	expect(codeOf(withHeader({ __metadata__: { format: "pt" } }, 0))).toBe(
		"accepted",
	);
});

test("every truncation is noticed", () => {
	for (let length = 0; length < good.length; length++) {
		expect(codeOf(good.subarray(0, length)), `${length} bytes`).toMatch(
			/^model\/file-(truncated|invalid)$/u,
		);
	}
});

describe("refuses hostile headers:", () => {
	const f32 = { dtype: "F32", shape: [2], data_offsets: [0, 8] };
	test.each<[string, Uint8Array, string]>([
		[
			"a length of 2^63",
			new Uint8Array([0, 0, 0, 0, 0, 0, 0, 128, 0]),
			"model/file-invalid",
		],
		[
			"a length beyond the limit",
			new Uint8Array([0, 0, 0, 10, 0, 0, 0, 0, 0]),
			"model/file-invalid",
		],
		[
			"a length beyond the file",
			new Uint8Array([9, 0, 0, 0, 0, 0, 0, 0, 123]),
			"model/file-truncated",
		],
		["text that is not JSON", joinSafetensors("{", []), "model/file-invalid"],
		[
			"bad UTF-8",
			new Uint8Array([2, 0, 0, 0, 0, 0, 0, 0, 0xc3, 0x28]),
			"model/file-invalid",
		],
		["a list", withHeader([f32]), "model/file-invalid"],
		[
			"an unknown dtype",
			withHeader({ a: { ...f32, dtype: "F8" } }),
			"model/file-invalid",
		],
		[
			"a dtype from the prototype",
			withHeader({ a: { ...f32, dtype: "toString" } }),
			"model/file-invalid",
		],
		[
			"a shape of another size",
			withHeader({ a: { ...f32, shape: [3] } }),
			"model/file-invalid",
		],
		[
			"a dtype of another size",
			withHeader({ a: { ...f32, dtype: "F16" } }),
			"model/file-invalid",
		],
		[
			"a negative axis",
			withHeader({ a: { ...f32, shape: [-1, -2] } }),
			"model/file-invalid",
		],
		[
			"a huge shape",
			withHeader({ a: { ...f32, shape: [2 ** 50, 2 ** 50] } }),
			"model/file-invalid",
		],
		[
			"axes that are no list",
			withHeader({ a: { ...f32, shape: { 0: 2 } } }),
			"model/file-invalid",
		],
		[
			"a high rank",
			withHeader({ a: { ...f32, shape: [2, 1, 1, 1, 1, 1, 1, 1, 1] } }),
			"model/file-invalid",
		],
		[
			"offsets past the end",
			withHeader({ a: { ...f32, data_offsets: [8, 16] } }),
			"model/file-truncated",
		],
		[
			"negative offsets",
			withHeader({ a: { ...f32, data_offsets: [-8, 0] } }),
			"model/file-invalid",
		],
		[
			"overlapping tensors",
			withHeader({ a: f32, b: f32 }),
			"model/file-invalid",
		],
		[
			"partly overlapping tensors",
			withHeader({ a: f32, b: { ...f32, data_offsets: [4, 12] } }, 12),
			"model/file-invalid",
		],
		[
			"gaps",
			withHeader({ a: f32, b: { ...f32, data_offsets: [12, 20] } }, 20),
			"model/file-invalid",
		],
		[
			"bytes that no tensor owns",
			withHeader({ a: f32 }, 9),
			"model/file-invalid",
		],
		["null entries", withHeader({ a: null }), "model/file-invalid"],
	])("%s", (_, bytes, code) => {
		expect(codeOf(bytes)).toBe(code);
	});

	test("too many tensors", () => {
		const header = Object.fromEntries(
			Array.from({ length: 20_001 }, (_, i) => [
				`t${i}`,
				{ dtype: "U8", shape: [0], data_offsets: [0, 0] },
			]),
		);
		expect(codeOf(withHeader(header, 0))).toBe("model/file-invalid");
	});
});

test("random bytes and random damage end in a named error or a tensor list, never in another exception", () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
			codeOf(bytes);
		}),
	);
	fc.assert(
		fc.property(
			fc.nat(good.length - 1),
			fc.integer({ min: 1, max: 255 }),
			(index, flip) => {
				const damaged = good.slice();
				damaged[index] ^= flip;
				codeOf(damaged);
			},
		),
	);
});
