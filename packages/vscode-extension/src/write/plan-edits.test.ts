import { describe, expect, test } from "vitest";
import { locateReference } from "./locate-reference.js";
import { type EditOrder, planEdits, type TextChange } from "./plan-edits.js";

/** Applies changes as an editor does. */
function apply(text: string, changes: readonly TextChange[]): string {
	return changes.reduceRight(
		(done, { start, end, text: part }) =>
			done.slice(0, start) + part + done.slice(end),
		text,
	);
}

/** What a document becomes when the picture for `reference` comes. */
function come(
	file: string,
	text: string,
	reference: string,
	more: Partial<EditOrder> = {},
): string {
	const at = text.indexOf(reference);
	const before = text.slice(0, at).split("\n");
	const span = locateReference(text, {
		line: before.length,
		column: (before.at(-1) ?? "").length + 1,
		reference,
	});
	if (span === undefined) throw new Error("the reference is not there");
	const name = reference.slice(reference.lastIndexOf("/") + 1);
	return apply(
		text,
		planEdits(text, {
			...{ file, span, reference, use: "img", attributes: true },
			...{ size: { width: 1200, height: 600 }, alt: "Hills at dawn" },
			...{ askedName: name, writtenName: name },
			...more,
		}),
	);
}

describe("an <img> that lacks attributes", () => {
	test("gains width, height and alt behind its source", () => {
		expect(
			come("a.html", '<p><img class="x" src="i/a.png"></p>', "i/a.png"),
		).toBe(
			'<p><img class="x" src="i/a.png" width="1200" height="600" alt="Hills at dawn"></p>',
		);
	});
	test("gains numbers in braces in JSX", () => {
		expect(
			come(
				"a.tsx",
				'x = <img src="/a.png" onClick={() => go("}")} />',
				"/a.png",
			),
		).toBe(
			'x = <img src="/a.png" width={1200} height={600} alt="Hills at dawn" onClick={() => go("}")} />',
		);
	});
	test("gains only what it lacks", () => {
		expect(
			come("a.vue", '<img :alt="t" src="a.png" width="1200">', "a.png"),
		).toBe('<img :alt="t" src="a.png" height="600" width="1200">');
	});
	test("keeps an empty alt, which says that it decorates", () => {
		expect(
			come("a.html", '<img src="a.png" alt="" width=1 height=2>', "a.png"),
		).toBe('<img src="a.png" alt="" width=1 height=2>');
	});
	test("keeps a width that is no number of pixels", () => {
		expect(
			come("a.html", '<img src="a.png" alt="" width="100%">', "a.png"),
		).toBe('<img src="a.png" alt="" width="100%">');
	});
	test("is left alone when attributes come from elsewhere", () => {
		for (const tag of [
			'<img src="a.png" {...rest} />',
			'<img src="a.png" v-bind="all">',
		])
			expect(come("a.tsx", tag, "a.png")).toBe(tag);
	});
	test("is left alone when the user wants no attributes", () => {
		expect(
			come("a.html", '<img src="a.png">', "a.png", { attributes: false }),
		).toBe('<img src="a.png">');
	});
	test("names a sharper twin, in the document's own words for the folder", () => {
		expect(
			come(
				"a.html",
				'<img src="../i/a.png?v=2" alt="" width=1 height=2>',
				"../i/a.png?v=2",
				{
					askedName: "a.png",
					writtenName: "a.png",
					retinaName: "a@2x.png",
				},
			),
		).toBe(
			'<img src="../i/a.png?v=2" srcset="../i/a@2x.png?v=2 2x" alt="" width=1 height=2>',
		);
	});
	test("can't be broken out of by words", () => {
		const text = come("a.html", '<img src="a.png">', "a.png", {
			alt: '"><script>{x}&',
		});
		expect(text).toContain('alt="&quot;>&lt;script>&#123;x&#125;&amp;"');
	});
});

test("other tags and other places than tags gain nothing", () => {
	for (const [text, reference] of [
		['<Image src="a.png" />', "a.png"],
		["a { background: url(a.png) }", "a.png"],
		['<p>a.png <img src="b.png"></p>', "a.png"],
		['import hero from "./a.png"; const x = <b/>;', "./a.png"],
	] as const)
		expect(come("a.tsx", text, reference)).toBe(text);
});

test("a Markdown image without words gains them, one with words keeps them", () => {
	const order = { use: "markdown", alt: "A [red] heart" };
	expect(come("a.md", "see ![](i/a.png) there", "i/a.png", order)).toBe(
		"see ![A \\[red\\] heart](i/a.png) there",
	);
	expect(come("a.md", "![mine](a.png)", "a.png", order)).toBe("![mine](a.png)");
});

test("a reference follows a picture that got another name, in its own spelling", () => {
	const renamed = {
		attributes: false,
		askedName: "a b.png",
		writtenName: "a b-1.png",
	};
	expect(come("a.css", "url(i/a%20b.png#x)", "i/a%20b.png#x", renamed)).toBe(
		"url(i/a%20b-1.png#x)",
	);
	expect(come("a.html", '<img src="a b.png">', "a b.png", renamed)).toBe(
		'<img src="a b-1.png">',
	);
});
