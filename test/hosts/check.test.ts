// musa check in processes of its own: what it finds, how it ends, and SARIF against rules written by hand after the schema.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { useMusaFolder } from "../support/musa-folder.js";

const PATIENT = { timeout: 300_000 };
const BUILT = { built: true };
const folder = useMusaFolder();

function write(path: string, content: string): void {
	mkdirSync(dirname(folder.path(path)), { recursive: true });
	writeFileSync(folder.path(path), content);
}

async function checkJson() {
	const { stdout, code } = await folder.run("check site --json", BUILT);
	return {
		code,
		findings: JSON.parse(stdout) as {
			rule: string;
			level: string;
			target: string;
			line?: number;
		}[],
	};
}

const page = '<img src="img/hero.png" alt="Red heart" width="60" height="40">';
beforeEach(() => write("site/index.html", page));

describe("musa check", PATIENT, () => {
	test("finds what is missing, and nothing once musa fill has drawn it", async () => {
		expect(await checkJson()).toMatchObject({
			code: 1,
			findings: [
				{
					rule: "missing",
					level: "error",
					file: "index.html",
					line: 1,
					column: 11,
					target: "img/hero.png",
				},
			],
		});
		await folder.runOk("fill site", BUILT);
		expect(await checkJson()).toEqual({ code: 0, findings: [] });
	});

	test("finds what has gone stale: other words, another size, another style, another seed", async () => {
		await folder.runOk("fill site --seed 7", BUILT);
		write(
			"site/index.html",
			page.replace("Red heart", "Blue car").replace("60", "90"),
		);
		write("site/musa.json", '{"style": "outline", "seed": 8}');
		const { code, findings } = await checkJson();
		expect(code).toBe(1);
		expect(findings.map(({ rule }) => rule).sort()).toEqual([
			"stale",
			"stale",
			"stale",
			"wrong-size",
		]);
	});

	test("holds images to musa.json: bytes, formats, densities, palette, and images that nothing names", async () => {
		await folder.runOk("fill site --seed 7", BUILT);
		write(
			"site/musa.json",
			JSON.stringify({
				output: { formats: ["webp"], maxBytes: 10, scales: [1, 2] },
				palette: ["#00ff00"],
				images: [
					{ files: "img/card.webp", prompt: "a card", width: 64, height: 32 },
				],
			}),
		);
		const { findings } = await checkJson();
		expect(
			findings.map(({ rule, target }) => `${rule} ${target}`).sort(),
		).toEqual([
			"missing img/card.webp",
			"missing img/hero@2x.png",
			"off-palette img/hero.png",
			"too-heavy img/hero.png",
			"wrong-format img/hero.png",
		]);
	});

	test("musa fill keeps what musa.json asks, so that musa check has nothing to say", async () => {
		write("site/index.html", page.replace(".png", ".webp"));
		write(
			"site/musa.json",
			JSON.stringify({
				...{ style: "outline", seed: 3, palette: ["#1d4ed8", "#f8fafc"] },
				output: { formats: ["webp"], maxBytes: 20_000, scales: [1, 2] },
				images: [
					{
						files: "img/hero.webp",
						prompt: "a blue star",
						width: 64,
						height: 64,
					},
				],
			}),
		);
		await folder.runOk("fill site", BUILT);
		expect(await checkJson()).toEqual({ code: 0, findings: [] });
		const { stdout } = await folder.runOk(
			"inspect site/img/hero@2x.webp --json",
			BUILT,
		);
		expect(JSON.parse(stdout).recipe).toMatchObject({
			style: "outline",
			seed: 3,
			size: { width: 128, height: 128 },
		});
		rmSync(folder.path("site/img/hero@2x.webp"));
		expect((await checkJson()).findings).toMatchObject([
			{ rule: "missing", target: "img/hero@2x.webp" },
		]);
	});

	test("leaves out what musa.json ignores", async () => {
		write("site/musa.json", '{"ignore": ["img/"]}');
		expect(await checkJson()).toEqual({ code: 0, findings: [] });
	});

	test("a mistake in musa.json ends with code 2 and its line, before anything is drawn", async () => {
		write("site/musa.json", '{\n  "style": "flat",\n  "colour": 1\n}');
		for (const command of ["check", "fill"]) {
			const { code, stderr, stdout } = await folder.run(
				`${command} site`,
				BUILT,
			);
			expect([code, stdout]).toEqual([2, ""]);
			expect(stderr).toMatch(/musa\.json:3: "colour" is no field/);
		}
		expect(folder.list()).toEqual(["site"]);
	});

	test("a damaged image is told", async () => {
		write("site/img/hero.png", "\x89PNG torn");
		expect((await checkJson()).findings).toMatchObject([
			{ rule: "unreadable" },
		]);
	});

	test("an image whose end is missing is told, in every format, with its recipe inside or beside", async () => {
		write(
			"site/index.html",
			["a.png", "b.webp", "c.jpg"]
				.map((name) => `<img src="${name}" alt="heart" width=64 height=64>`)
				.join("\n"),
		);
		await folder.runOk("fill site", BUILT);
		expect((await checkJson()).findings).toEqual([]);
		for (const name of ["a.png", "b.webp", "c.jpg"]) {
			const whole = folder.read(`site/${name}`);
			writeFileSync(folder.path(`site/${name}`), whole.subarray(0, -40));
		}
		const inside = (await checkJson()).findings;
		expect(inside.map(({ rule, target }) => [rule, target])).toEqual([
			["unreadable", "a.png"],
			["unreadable", "b.webp"],
			["unreadable", "c.jpg"],
		]);
		for (const name of ["a.png", "b.webp", "c.jpg"])
			write(`site/${name}.musa.json`, "{}");
		expect((await checkJson()).findings).toEqual(inside);
	});

	test("--sarif prints one log in the form that SARIF 2.1.0 asks for", async () => {
		write("site/a b/ä.html", "\n<img src=x.png>");
		const { stdout, code } = await folder.run("check site --sarif", BUILT);
		expect(code).toBe(1);
		const log = JSON.parse(stdout);
		expect(Object.keys(log)).toEqual(["$schema", "version", "runs"]);
		const [run] = log.runs;
		expect(log.version).toBe("2.1.0");
		const ids = run.tool.driver.rules.map(({ id }: { id: string }) => id);
		expect(new Set(ids).size).toBe(ids.length);
		expect(run.results).toHaveLength(2);
		for (const {
			ruleId,
			ruleIndex,
			level,
			message,
			locations,
		} of run.results) {
			expect(ids[ruleIndex]).toBe(ruleId);
			expect(["none", "note", "warning", "error"]).toContain(level);
			expect(message.text).not.toBe("");
			const { artifactLocation, region } = locations[0].physicalLocation;
			expect(artifactLocation.uri).toMatch(/^[\w%.~/-]+$/);
			expect(region.startLine).toBeGreaterThanOrEqual(1);
			expect(region.startColumn).toBeGreaterThanOrEqual(1);
		}
	});

	test.each([
		["no folder", "check"],
		["two kinds of output", "check site --json --sarif"],
		["a folder that isn't there", "check none"],
	])("%s ends with code 2", async (_, line) => {
		const { code, stdout, stderr } = await folder.run(line, BUILT);
		expect([code, stdout]).toEqual([2, ""]);
		expect(stderr).toMatch(/^musa: [^\n]+\n$/);
	});
});
