import { expect, test } from "vitest";
import { writeSnippet } from "./write-snippet.js";

const order = {
	picture: "/site/public/img/red heart.png",
	alt: 'A "red" heart',
	size: { width: 40, height: 20 },
};

test.each([
	[
		"/site/public/index.html",
		'<img src="img/red%20heart.png" width="40" height="20" alt="A &quot;red&quot; heart">',
	],
	[
		"/site/src/app.tsx",
		'<img src="../public/img/red%20heart.png" width={40} height={20} alt="A &quot;red&quot; heart" />',
	],
	["/site/src/deep/app.scss", 'url("../../public/img/red%20heart.png")'],
	["/site/public/img/readme.md", '![A "red" heart](red%20heart.png)'],
	["/site/public/site.webmanifest", '"img/red heart.png"'],
])(
	"in %s the picture is shown in the document's language",
	(document, code) => {
		expect(writeSnippet({ ...order, document })).toBe(code);
	},
);

test("a size that is not known is left out", () => {
	expect(
		writeSnippet({ ...order, size: undefined, document: "/site/a.html" }),
	).toBe(
		'<img src="public/img/red%20heart.png" alt="A &quot;red&quot; heart">',
	);
});
