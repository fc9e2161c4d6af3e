import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type OutputRequest, openOutputFiles } from "./output-files.js";

let folder = "";
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "musa-out-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bytes = Uint8Array.of(1, 2, 3);

function open(request: Partial<OutputRequest>) {
	return openOutputFiles({
		out: folder,
		format: undefined,
		count: 1,
		prompt: "a red heart",
		force: false,
		...request,
	});
}

test("a file appears whole at commit, and nothing else stays in the folder", async () => {
	const [file] = await open({ out: join(folder, "heart.png") });
	expect(existsSync(join(folder, "heart.png"))).toBe(false);
	await file?.commit(bytes);
	expect(readdirSync(folder)).toEqual(["heart.png"]);
	expect([...readFileSync(join(folder, "heart.png"))]).toEqual([1, 2, 3]);
});

test("a discarded file leaves nothing", async () => {
	const [file] = await open({ out: join(folder, "heart.png") });
	file?.discard();
	expect(readdirSync(folder)).toEqual([]);
});

test("names that Musa chooses step aside for what is there", async () => {
	writeFileSync(join(folder, "a-red-heart.png"), "");
	writeFileSync(join(folder, "a-red-heart-2.png"), "");
	const files = await open({ count: 2 });
	expect(files.map((file) => file.path)).toEqual([
		join(folder, "a-red-heart-1.png"),
		join(folder, "a-red-heart-3.png"),
	]);
	for (const file of files) file.discard();
});

test("several pictures for one name are numbered", async () => {
	const files = await open({ out: join(folder, "h.webp"), count: 2 });
	expect(files.map((file) => file.path)).toEqual([
		join(folder, "h-1.webp"),
		join(folder, "h-2.webp"),
	]);
	expect(files[0]?.format).toBe("webp");
	for (const file of files) file.discard();
});

test("a file that appears between claim and commit is not replaced", async () => {
	const path = join(folder, "heart.png");
	const [file] = await open({ out: path });
	writeFileSync(path, "mine");
	await expect(file?.commit(bytes)).rejects.toThrow("exists already");
	file?.discard();
	expect(readdirSync(folder)).toEqual(["heart.png"]);
	expect(readFileSync(path, "utf8")).toBe("mine");
});

test("--force replaces a file, and only an ordinary one", async () => {
	const path = join(folder, "heart.png");
	writeFileSync(path, "old");
	const [file] = await open({ out: path, force: true });
	expect(readFileSync(path, "utf8")).toBe("old");
	await file?.commit(bytes);
	expect([...readFileSync(path)]).toEqual([1, 2, 3]);
	symlinkSync(path, join(folder, "link.png"));
	await expect(
		open({ out: join(folder, "link.png"), force: true }),
	).rejects.toThrow("not an ordinary file");
});

describe("a place that can't be used is refused before anything is drawn:", () => {
	const places: [string, () => Partial<OutputRequest>, RegExp][] = [
		["empty", () => ({ out: "" }), /empty/],
		[
			"a taken file",
			() => ({ out: join(folder, "taken.png") }),
			/exists already/,
		],
		[
			"a missing folder",
			() => ({ out: join(folder, "no", "h.png") }),
			/folder does not exist/,
		],
		[
			"a missing folder to fill",
			() => ({ out: join(folder, "no/") }),
			/does not exist/,
		],
		[
			"a file as a folder",
			() => ({ out: join(folder, "taken.png", "h.png") }),
			/is a file/,
		],
		[
			"a name that is too long",
			() => ({ out: join(folder, `${"h".repeat(300)}.png`) }),
			/too long/,
		],
		[
			"a NUL in the name",
			() => ({ out: join(folder, "h\0.png") }),
			/not allowed/,
		],
		["no extension", () => ({ out: join(folder, "heart") }), /no extension/],
		[
			"a foreign extension",
			() => ({ out: join(folder, "heart.gif") }),
			/can't write/,
		],
		[
			"another format",
			() => ({ out: join(folder, "h.png"), format: "webp" }),
			/disagree/,
		],
		[
			"one of several taken",
			() => ({ out: join(folder, "x.png"), count: 3 }),
			/x-2.png" exists/,
		],
	];
	test.each(places)("%s", async (_, request, message) => {
		writeFileSync(join(folder, "taken.png"), "");
		writeFileSync(join(folder, "x-2.png"), "");
		mkdirSync(join(folder, "inner"));
		const before = readdirSync(folder);
		const opening = open(request());
		await expect(opening).rejects.toThrow(message);
		await expect(opening).rejects.toHaveProperty("name", "UsageError");
		expect(readdirSync(folder)).toEqual(before);
	});
});
