import {
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MusaError } from "../errors.js";
import {
	changeUserSettings,
	isSendingForbidden,
	loadUserSettings,
} from "./node-user-settings.js";
import { noUserSettings, priceOf } from "./user-settings.js";

let folder: string;
const start = { ...process.env };
const file = () => join(folder, "providers.json");
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "musa-settings-"));
	process.env.MUSA_CONFIG_DIR = folder;
	delete process.env.MUSA_NEVER;
});
afterEach(() => {
	process.env = { ...start };
	rmSync(folder, { recursive: true, force: true });
});
const tier = {
	tier: "private",
	providerId: "openai-compatible",
	baseUrl: "http://127.0.0.1:8080/v1",
	modelId: "painter",
} as const;

test("a missing file allows nothing and is no mistake", async () => {
	expect(await loadUserSettings()).toEqual(noUserSettings);
	expect(isSendingForbidden()).toBe(true);
});

test("a change is kept for the user alone, and leaves nothing beside", async () => {
	await changeUserSettings((settings) => ({ ...settings, tiers: [tier] }));
	await changeUserSettings((settings) => ({
		...settings,
		caps: { ...settings.caps, day: 500_000 },
	}));
	expect(await loadUserSettings()).toEqual({
		...noUserSettings,
		caps: { job: 0, day: 500_000, month: 0 },
		tiers: [tier],
	});
	expect(readdirSync(folder)).toEqual(["providers.json"]);
	expect(statSync(file()).mode & 0o077).toBe(0);
	expect(isSendingForbidden()).toBe(false);
});

test("a change that would not be right changes nothing and names the field", async () => {
	await changeUserSettings((settings) => ({ ...settings, tiers: [tier] }));
	const before = readFileSync(file(), "utf8");
	const bad = changeUserSettings((settings) => ({
		...settings,
		caps: { ...settings.caps, job: -1 },
	}));
	await expect(bad).rejects.toThrow(/not right at "caps\.job"/);
	expect(readFileSync(file(), "utf8")).toBe(before);
});

test("a damaged file is told, never overwritten, and forbids sending", async () => {
	writeFileSync(file(), "{");
	const error = await changeUserSettings((settings) => settings).catch(
		(cause: unknown) => cause,
	);
	expect(MusaError.is(error, "provider/settings-invalid")).toBe(true);
	expect(readFileSync(file(), "utf8")).toBe("{");
	expect(isSendingForbidden()).toBe(true);
});

test("the switch in the environment is stronger than the file", async () => {
	await changeUserSettings((settings) => ({ ...settings, policy: "allowed" }));
	process.env.MUSA_NEVER = "1";
	expect((await loadUserSettings()).policy).toBe("never");
	expect(isSendingForbidden()).toBe(true);
});

test("only a private server may cost nothing because nobody named a price", () => {
	expect(priceOf({ tier: "private" })).toBe(0);
	expect(priceOf({ tier: "cloud" })).toBeUndefined();
	expect(priceOf({ tier: "private", priceMicros: 7 })).toBe(7);
});
