import { describe, expect, test } from "vitest";
import { openFinder } from "./open-finder.js";
import { placeholderOf } from "./placeholder-url.js";
import { memoryFiles, pictureHeader } from "./testing/site-file.js";

const { signal } = new AbortController();

async function poorOf(entries: Record<string, string | Uint8Array>) {
	const files = memoryFiles(new Map(Object.entries(entries)));
	const finder = await openFinder(signal, files);
	await finder.scan(signal);
	return finder.checkPresent(signal);
}

/** As large as a photograph's beginning. */
function photo(width: number, height: number): Uint8Array {
	const bytes = new Uint8Array(200_000);
	bytes.set(pictureHeader(width, height));
	return bytes;
}

describe("pictures that are there and not right:", () => {
	test("a stand-in from a service gets a place beside the document, with words and size", async () => {
		const [poor] = await poorOf({
			"a.html":
				'<img src="https://placehold.co/600x400?text=Team" alt="Our team at work">',
		});
		expect(poor).toMatchObject({
			kind: "placeholder",
			service: "placehold.co",
			target: "images/our-team-at-work.png",
			replacement: "images/our-team-at-work.png",
			...{ width: 600, height: 400, actual: null },
			reference: "https://placehold.co/600x400?text=Team",
		});
	});

	test("in a framework's site it goes to the folder that is served", async () => {
		const [poor] = await poorOf({
			"package.json": '{"dependencies":{"next":"15"}}',
			"public/robots.txt": "",
			"app/page.jsx":
				'export default () => <img src="https://picsum.photos/300/200" alt="A lake" />',
		});
		expect(poor).toMatchObject({
			target: "public/images/a-lake.png",
			replacement: "/images/a-lake.png",
			...{ width: 300, height: 200 },
		});
	});

	test("two stand-ins with the same words do not take a file that is there", async () => {
		const [poor] = await poorOf({
			"a.html": '<img src="//via.placeholder.com/150" alt="Cat">',
			"images/cat.png": photo(10, 10),
		});
		expect(poor).toMatchObject({
			target: "images/cat-2.png",
			...{ width: 150, height: 150 },
		});
	});

	test.each([
		["far larger than its place", photo(3000, 2000), "oversize"],
		["too small for its place", photo(200, 133), "low-resolution"],
		["of one pixel", pictureHeader(1, 1), "placeholder"],
	])("a file %s", async (_, bytes, kind) => {
		const poor = await poorOf({
			"a.html": '<img src="a.png" width="600" height="400">',
			"a.png": bytes,
		});
		expect(poor).toMatchObject([
			{ kind, target: "a.png", width: 600, height: 400, isSuspect: false },
		]);
	});

	test("a file that packs to nothing is suspected to be of one colour", async () => {
		const poor = await poorOf({
			"a.html": '<img src="a.png" width="600" height="400">',
			"a.png": pictureHeader(600, 400),
		});
		expect(poor).toMatchObject([
			{ kind: "placeholder", isSuspect: true, sizeKind: null },
		]);
	});

	test("a file that packs to nothing and has the wrong size says both", async () => {
		const poor = await poorOf({
			"a.html": '<img src="a.png" width="600" height="400">',
			"a.png": pictureHeader(90, 60),
		});
		expect(poor).toMatchObject([
			{ kind: "placeholder", isSuspect: true, sizeKind: "low-resolution" },
		]);
	});

	test.each([
		["as large as its place", photo(600, 400), 'width="600" height="400"'],
		["twice as large, for sharp screens", photo(1200, 800), 'width="600"'],
		["whose place says no size", photo(4000, 3000), ""],
	])("a file %s is right", async (_, bytes, attributes) => {
		expect(
			await poorOf({
				"a.html": `<img src="a.png" ${attributes}>`,
				"a.png": bytes,
			}),
		).toEqual([]);
	});

	test("other addresses are nobody's stand-in", async () => {
		expect(
			await poorOf({
				"a.html":
					'<img src="https://example.com/600x400.png"><img src="data:image/png;base64,AA">',
			}),
		).toEqual([]);
	});
});

test.each([
	["https://placehold.co/600x400/png", { width: 600, height: 400 }],
	["https://picsum.photos/id/237/200/300", { width: 200, height: 300 }],
	["https://picsum.photos/seed/abc/640", { width: 640, height: 640 }],
	["//dummyimage.com/320x240/000/fff.png&text=Hi", { width: 320, height: 240 }],
	["https://placehold.co", {}],
])("the address %s", (address, size) => {
	expect(placeholderOf(address)).toMatchObject(size);
});

test("words of an address are read, damaged ones too", () => {
	expect(placeholderOf("https://placehold.co/9x9?text=Hello+World")?.text).toBe(
		"Hello World",
	);
	expect(placeholderOf("https://placehold.co/9x9?text=%E0%A4%A")?.text).toBe(
		"%E0%A4%A",
	);
	expect(
		placeholderOf("https://evil.placehold.co.example/9x9"),
	).toBeUndefined();
});
