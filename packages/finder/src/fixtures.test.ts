// Sites of every framework with known truth: fixtures/*.txt hold a site and what must be found in it.
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openFinder } from "./open-finder.js";
import { EXPECTED, memoryFiles, readSiteFile } from "./testing/site-file.js";

const folder = new URL("../fixtures/", import.meta.url);
const quiet = 0.5;

describe("finds what is missing, and nothing else, in a site of", () => {
	for (const name of readdirSync(folder))
		test(name.replace(".txt", ""), async () => {
			const site = readSiteFile(new URL(name, folder));
			const expected = JSON.parse(String(site.get(EXPECTED)));
			site.delete(EXPECTED);
			const { signal } = new AbortController();
			const finder = await openFinder(signal, memoryFiles(site));
			const { missing } = await finder.scan(signal);
			const found = missing
				.filter(({ confidence }) => confidence >= quiet)
				.map(
					({ start: _start, end: _end, confidence: _confidence, ...rest }) =>
						rest,
				);
			expect(found).toEqual(expected);
			for (const { file, start, end, reference } of missing)
				expect(String(site.get(file)).slice(start, end)).toBe(reference);
		});
});
