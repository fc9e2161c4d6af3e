// The command as it is installed: plain JavaScript, no TypeScript loader.
import { expect, test } from "vitest";
import { useMusaFolder } from "../support/musa-folder.js";

const folder = useMusaFolder();

test("the built command draws the bytes that the sources draw", {
	timeout: 300_000,
}, async () => {
	const line = 'generate "a red heart" --size 70x50 --seed 7 --out';
	await folder.runOk(`${line} built.png`, { built: true });
	await folder.runOk(`${line} source.png`);
	expect(folder.sha256("built.png")).toBe(folder.sha256("source.png"));
});
