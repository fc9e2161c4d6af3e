import { expect, test } from "vitest";
import { extractReferences } from "./extract.js";

function placesIn(text: string, language: "markdown" | "mdx") {
	const { references } = extractReferences(text, language, "a.md");
	return references.map(({ start, end }) => text.slice(start, end));
}

for (const language of ["markdown", "mdx"] as const)
	test(`items of one ${language} list keep their places when those between them name no image`, () => {
		const item = "- words\n\n  ```js\n  a();\n  ```\n\n";
		const list = `- ![a](a.png)\n\n${item}- ![b](b.png)\n\n${item}- sample\n\n  \`\`\`js\n  show("<img src='c.png'>");\n  \`\`\`\n`;
		expect(placesIn(list, language)).toEqual(["a.png", "b.png"]);
	});

test("a sample in a list is no picture, however far from the last one", () => {
	const text =
		"- `<img src='a.png'>`\n\n- words\n\n  ```js\n  ```\n\n- sample\n\n  ```js\n  show(`<img src='b.png'>`);\n  ```\n";
	expect(placesIn(text, "markdown")).toEqual([]);
});
