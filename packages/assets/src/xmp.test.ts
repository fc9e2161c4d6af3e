import { expect, test } from "vitest";
import {
	addXmpToJpeg,
	addXmpToWebp,
	findXmpInJpeg,
	findXmpInWebp,
	makeXmp,
	readXmp,
} from "./xmp.js";

const recipe = JSON.stringify({
	prompt: `a "red" <heart> & 'more' ♥`,
	seed: 7,
});

test("a recipe survives the XMP packet, whatever characters the prompt has", () => {
	expect(readXmp(makeXmp(recipe))).toBe(recipe);
	expect(readXmp(makeXmp(recipe), "final")).toBeUndefined();
	expect(readXmp(makeXmp(recipe, "final"), "final")).toBe(recipe);
	expect(readXmp(makeXmp(recipe, "final"))).toBeUndefined();
});

test("a WebP without an extended header gets one, and its XMP is found again", () => {
	const plain = Uint8Array.from([
		...new TextEncoder().encode("RIFF"),
		15,
		0,
		0,
		0,
		...new TextEncoder().encode("WEBPVP8L"),
		3,
		0,
		0,
		0,
		1,
		2,
		3,
		0,
	]);
	const marked = addXmpToWebp(plain, makeXmp(recipe), {
		width: 300,
		height: 2,
	});
	expect(readXmp(findXmpInWebp(marked) ?? new Uint8Array())).toBe(recipe);
	const view = new DataView(marked.buffer);
	expect(view.getUint32(4, true)).toBe(marked.length - 8);
	expect([...marked.subarray(20, 30)]).toEqual([
		0x14,
		0,
		0,
		0,
		299 & 255,
		1,
		0,
		1,
		0,
		0,
	]);
});

test("a JPEG segment is found again, and a file without one has none", () => {
	const plain = Uint8Array.from([0xff, 0xd8, 0xff, 0xdb, 0, 3, 9, 0xff, 0xda]);
	expect(findXmpInJpeg(plain)).toBeUndefined();
	const marked = addXmpToJpeg(plain, makeXmp(recipe));
	expect(readXmp(findXmpInJpeg(marked) ?? new Uint8Array())).toBe(recipe);
	expect(marked.subarray(-7)).toEqual(plain.subarray(2));
});

test("a packet too long for a JPEG segment is left out rather than breaking the file", () => {
	const plain = Uint8Array.from([0xff, 0xd8, 0xff, 0xda]);
	expect(addXmpToJpeg(plain, new Uint8Array(70_000))).toBe(plain);
});
