import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (name: string): string =>
	readFileSync(new URL(`../${name}`, import.meta.url), "utf8");
const text = read("package.json");
const manifest = JSON.parse(text);
const words: Readonly<Record<string, string>> = JSON.parse(
	read("package.nls.json"),
);
const settings: Readonly<Record<string, { scope?: string }>> = Object.assign(
	{},
	...manifest.contributes.configuration.map(
		({ properties }: { properties: object }) => properties,
	),
);

test("every text of the manifest has words, and no words are left over", () => {
	const named = [...text.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key);
	expect([...new Set(named)].sort()).toEqual(Object.keys(words).sort());
});

test("settings of a folder that is not trusted can't decide what is written or computed", () => {
	const restricted: readonly string[] =
		manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
	for (const name of restricted) expect(settings).toHaveProperty([name]);
	for (const name of Object.keys(settings).filter((key) =>
		/^musa\.(output|engine)\./.test(key),
	))
		expect(restricted).toContain(name);
});

test("what computes is decided per machine, never by a folder", () => {
	for (const [name, { scope }] of Object.entries(settings))
		if (name.startsWith("musa.engine."))
			expect([name, scope]).toEqual([name, "machine"]);
		else expect(scope, name).toBeDefined();
});

test("it starts only where something may name images", () => {
	expect(manifest.activationEvents.length).toBeGreaterThan(0);
	for (const event of manifest.activationEvents)
		expect(event).toMatch(
			/^(onLanguage|workspaceContains|onView|onWebviewPanel):/,
		);
});

const routedText = read("package.routed.json");
const routed = JSON.parse(routedText);

test("the edition with services adds words for all that it names, and no others", () => {
	const named = [...routedText.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key);
	const own = Object.keys(JSON.parse(read("package.routed.nls.json")));
	expect([...new Set(named)].sort()).toEqual(own.sort());
});

test("whether anything may be sent is the user's own setting, which no folder can change", () => {
	const [{ properties }] = routed.contributes.configuration;
	expect(Object.keys(properties)).toEqual(["musa.services.never"]);
	expect(properties["musa.services.never"].scope).toBe("application");
	expect(
		routed.capabilities.untrustedWorkspaces.restrictedConfigurations,
	).toEqual(["musa.services.never"]);
});

test.each(["package", "package.routed"])(
	"the German words of %s are whole",
	(name) => {
		const [english, german] = ["", ".de"].map((language) =>
			JSON.parse(read(`${name}.nls${language}.json`)),
		);
		expect(Object.keys(german)).toEqual(Object.keys(english));
		for (const words of Object.values(german)) expect(words).not.toBe("");
	},
);
