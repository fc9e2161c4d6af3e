// musa find-missing and musa fill in processes of their own: their output, their exit codes, and what must not happen.
import { spawnSync } from "node:child_process";
import {
	chmodSync,
	mkdirSync,
	readdirSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { decodePng } from "@musa/core";
import { beforeEach, describe, expect, test } from "vitest";
import { TINY_MODELS, useMusaFolder } from "../support/musa-folder.js";
import { ROOT } from "../support/packs.js";

const PATIENT = { timeout: 300_000 };
const BUILT = { built: true };
const folder = useMusaFolder();

function write(path: string, content: string | Uint8Array): void {
	mkdirSync(dirname(folder.path(path)), { recursive: true });
	writeFileSync(folder.path(path), content);
}

function filesIn(path = "site"): string[] {
	return readdirSync(folder.path(path), {
		recursive: true,
		encoding: "utf8",
	}).sort();
}

beforeEach(() => mkdirSync(folder.path("site")));

describe("musa find-missing", PATIENT, () => {
	test("--json prints the records and nothing else on stdout; paths are relative to the folder given", async () => {
		write(
			"site/pages/index.html",
			'<h1>Hiking</h1>\n<img src="../img/hero.png" alt="Mountains at dawn" width="1200" height="600">\n<img src="../img/there.png">',
		);
		write("site/img/there.png", "");
		const { stdout, stderr, code } = await folder.run(
			"find-missing site --json",
			BUILT,
		);
		expect(code).toBe(0);
		expect(JSON.parse(stdout)).toEqual([
			{
				...{ file: "pages/index.html", line: 2, column: 11 },
				...{ reference: "../img/hero.png", target: "img/hero.png", use: "img" },
				...{ width: 1200, height: 600, format: "png", alpha: false },
				...{ prompt: "Mountains at dawn", confidence: expect.any(Number) },
			},
		]);
		const [record] = JSON.parse(stdout);
		expect(Object.keys(record)).toEqual(
			"file line column reference target use width height format alpha prompt confidence".split(
				" ",
			),
		);
		expect(stderr).toContain("1 missing references to 1 images in 1 documents");
	});

	test("an empty folder gives an empty array, a name in other case the existing one", async () => {
		expect((await folder.runOk("find-missing site --json", BUILT)).stdout).toBe(
			"[]\n",
		);
		write("site/index.html", '<img src="Hero.png">');
		write("site/hero.png", "");
		const { stdout } = await folder.runOk("find-missing site --json", BUILT);
		expect(JSON.parse(stdout)).toMatchObject([
			{ target: "Hero.png", existing: "hero.png" },
		]);
	});

	test.each([
		["no folder", "find-missing", /Name one folder/],
		["two folders", "find-missing a b", /Name one folder/],
		["a folder that isn't there", "find-missing none", /no folder "none"/],
		["a file", "find-missing site/a.html", /is a file/],
		[
			"a confidence of 2",
			"find-missing site --min-confidence 2",
			/not a number from 0 to 1/,
		],
		[
			"a confidence in words",
			"find-missing site --min-confidence high",
			/not a number/,
		],
		["an unknown option", "find-missing site --all", /--all/],
		["a seed of -1", "fill site --seed -1", /seed/],
	])("%s ends with code 2 and one line", async (_, line, words) => {
		write("site/a.html", '<img src="a.png">');
		const { code, stdout, stderr } = await folder.run(line, BUILT);
		expect(stderr).toMatch(words);
		expect(stderr).toMatch(/^musa: [^\n]+\n$/);
		expect([code, stdout]).toEqual([2, ""]);
		expect(filesIn()).toEqual(["a.html"]);
	});

	test("binary and huge files, circles of links and ways out are passed over, each named once", async () => {
		write("site/binary.html", new Uint8Array([0, 1, 2, 0]));
		write("site/min.js", `import a from "./a.png";${"x=1;".repeat(5_000_000)}`);
		write(
			"site/index.html",
			'<img src="up/up/a.png"><img src="../../etc/b.png"><img src="out/c.png">',
		);
		symlinkSync(".", folder.path("site/up"));
		symlinkSync("self", folder.path("site/self"));
		symlinkSync(dirname(folder.path()), folder.path("site/out"));
		const { stdout, stderr } = await folder.runOk(
			"find-missing site --json",
			BUILT,
		);
		expect(
			JSON.parse(stdout).map(({ target }: { target: string }) => target),
		).toEqual(["a.png"]);
		expect(stderr).toContain("binary.html (it is not text)");
		expect(stderr).toContain("min.js (it is larger than 1 MB)");
	});

	test("escape sequences of file names do not reach the terminal", async () => {
		write("site/index.html", '<img src="a.png" alt="\u001b[31mred\u001b[0m">');
		const { stdout } = await folder.runOk("find-missing site", BUILT);
		expect(stdout).toContain("a.png");
		expect(stdout).not.toContain("\u001b");
	});
});

describe("musa fill", PATIENT, () => {
	const page =
		'<img src="img/hero.png" alt="Red heart" width="60" height="40"><img src="img/icon.webp" width="32" height="32"><img src="img/old.avif"><img src="con.png"><img src="zero.png" width="0" height="0"><img src="huge.png" width="20000" height="9"><img src="Logo.png">';

	test("draws what can be drawn, at its path and size, refuses the rest in plain words, and finds nothing more to do", async () => {
		write("site/index.html", page);
		write("site/logo.png", "mine");
		const { stdout, stderr } = await folder.runOk(
			"fill site --seed 7 --json",
			BUILT,
		);
		const report = JSON.parse(stdout);
		expect(report.images).toEqual([
			{
				file: "img/hero.png",
				width: 60,
				height: 40,
				seed: 7,
				sha256: folder.sha256("site/img/hero.png"),
			},
			{
				file: "img/icon.webp",
				width: 32,
				height: 32,
				seed: 7,
				sha256: folder.sha256("site/img/icon.webp"),
			},
		]);
		expect(
			report.refused.map(({ target }: { target: string }) => target),
		).toEqual(["img/old.avif", "con.png", "zero.png", "huge.png", "Logo.png"]);
		for (const words of [
			"AVIF",
			"Windows reserves",
			"at least one pixel",
			"4096",
			"upper and lower case",
		])
			expect(stderr).toContain(words);
		expect(filesIn()).toEqual([
			"img",
			"img/hero.png",
			"img/icon.webp",
			"index.html",
			"logo.png",
		]);
		expect(decodePng(folder.read("site/img/hero.png"))).toMatchObject({
			width: 60,
			height: 40,
		});
		const again = await folder.runOk("fill site --seed 8 --json", BUILT);
		expect(JSON.parse(again.stdout).images).toEqual([]);
	});

	test("--dry-run draws nothing and says what it would", async () => {
		write("site/index.html", page);
		const { stderr } = await folder.runOk("fill site --dry-run", BUILT);
		expect(stderr).toContain("3 images to draw");
		expect(filesIn()).toEqual(["index.html"]);
	});

	test("a place that leads out by a link is refused, the others are filled, and the code is 1", async () => {
		mkdirSync(folder.path("outside"));
		symlinkSync(folder.path("outside"), folder.path("site/out"));
		write("site/blocked", "a file where a folder is needed");
		write(
			"site/index.html",
			'<img src="out/a.png"><img src="blocked/b.png" width=32 height=32><img src="c.png" width=32 height=32>',
		);
		const { code, stderr, stdout } = await folder.run(
			"fill site --json",
			BUILT,
		);
		expect(code).toBe(1);
		expect(JSON.parse(stdout)).toMatchObject({
			images: [{ file: "c.png" }],
			refused: [{ target: "blocked/b.png" }],
		});
		expect(stderr).toContain("blocked/b.png");
		expect(filesIn("outside")).toEqual([]);
		expect(filesIn()).toEqual(["blocked", "c.png", "index.html", "out"]);
	});

	test("one picture that can't be asked for does not keep the others away", async () => {
		write(
			"site/musa.json",
			'{"images": [{"files": "large.png", "width": 2000, "height": 2000, "output": {"scales": [4]}}]}',
		);
		write(
			"site/index.html",
			'<img src="large.png" alt="sun"><img src="small.png" alt="sun" width=32 height=32>',
		);
		const { code, stdout } = await folder.run("fill site --json", BUILT);
		expect(code).toBe(1);
		expect(JSON.parse(stdout)).toMatchObject({
			images: [{ file: "small.png" }],
			refused: [
				{
					target: "large.png",
					reason: expect.stringContaining("8000 x 8000"),
				},
			],
		});
		expect(filesIn()).toEqual(["index.html", "musa.json", "small.png"]);
	});

	test("a folder that nobody may write is told, and nothing is left there", async () => {
		write("site/index.html", '<img src="img/a.png" width=32 height=32>');
		mkdirSync(folder.path("site/img"));
		// Root may write anywhere but in the kernel's own folders.
		const isRoot = process.getuid?.() === 0;
		if (!isRoot) chmodSync(folder.path("site/img"), 0o500);
		const where = isRoot ? "/proc/sys" : "site";
		const { code, stderr } = await folder.run(["fill", where, "--json"], BUILT);
		expect(stderr).not.toMatch(/\bat \//);
		expect(code).toBe(isRoot ? 0 : 1);
		if (!isRoot) expect(stderr).toContain("no permission");
		expect(filesIn("site/img")).toEqual([]);
	});

	// A disk of its own needs a kernel that lets users make one.
	const hasOwnDisks = spawnSync("unshare", ["-rm", "true"]).status === 0;
	test.skipIf(!hasOwnDisks).each([
		["full", "size=44k", "the disk is full", 1],
		["read-only", "size=1m", "read-only file system", 1],
	])(
		"a disk that is %s is told in plain words, and nothing is left on it",
		(kind, option, words, code) => {
			const disk = folder.path("site");
			write(
				"page.html",
				'<img src="img/a.png" alt="heart" width=900 height=900>',
			);
			const script = [
				`mount -t tmpfs -o ${option} tmpfs "$1"`,
				'cp page.html "$1/index.html"',
				...(kind === "read-only" ? ['mount -o remount,ro "$1"'] : []),
				'"$2" "$3" fill "$1" --json; echo "code $?"; ls -A "$1"',
			].join(" && ");
			const { stdout, stderr } = spawnSync(
				"unshare",
				[
					...["-rm", "sh", "-c", script, "sh", disk, process.execPath],
					join(ROOT, "packages/cli/dist/musa.js"),
				],
				{
					cwd: folder.path(),
					encoding: "utf8",
					env: { ...process.env, MUSA_MODELS_DIR: TINY_MODELS },
				},
			);
			expect(stderr).toContain(words);
			expect(stderr).not.toMatch(/\bat \/|^musa: E[A-Z]+/m);
			expect(stdout).toContain(`code ${code}\nindex.html\n`);
		},
	);

	test("Ctrl-C while drawing leaves whole files only", async () => {
		const images = Array.from(
			{ length: 30 },
			(_, i) =>
				`<img src="img/p${i}.png" alt="heart ${i}" width="700" height="500">`,
		);
		write("site/index.html", images.join("\n"));
		let drawn = 0;
		const { code, stderr } = await folder.run("fill site", {
			...BUILT,
			onOutput: (text, kill) => {
				drawn += text.split(", seed ").length - 1;
				if (drawn >= 2) kill("SIGINT");
			},
		});
		expect(code).toBe(130);
		expect(stderr).toContain("musa: interrupted");
		const left = filesIn("site/img");
		expect(left.length).toBeGreaterThanOrEqual(2);
		expect(left.length).toBeLessThan(30);
		for (const name of left) {
			expect(name).toMatch(/^p\d+\.png$/);
			expect(decodePng(folder.read(`site/img/${name}`)).width).toBe(700);
		}
	});
});
