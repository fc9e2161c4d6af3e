// Colours of the file: each mode of each collection of variables is a palette, and so are all paint styles together.
import type { Palette } from "../messages.js";

const maxColourCount = 24;
// Aliases may point at aliases; a longer chain is a circle.
const maxAliasCount = 8;

/** Reads what the file has; parts that cannot be read are left out. */
export async function readPalettes(): Promise<readonly Palette[]> {
	// Not every editor has variables and styles.
	const [variables, styles] = await Promise.all([
		readVariables().catch(() => []),
		readStyles().catch(() => undefined),
	]);
	const palettes = styles ? [...variables, styles] : variables;
	return palettes.filter(({ colours }) => colours.length > 0);
}

async function readVariables(): Promise<Palette[]> {
	const [collections, variables] = await Promise.all([
		figma.variables.getLocalVariableCollectionsAsync(),
		figma.variables.getLocalVariablesAsync("COLOR"),
	]);
	const palettes: Palette[] = [];
	for (const collection of collections) {
		const own = variables.filter(
			({ variableCollectionId }) => variableCollectionId === collection.id,
		);
		for (const { modeId, name } of collection.modes) {
			const colours: string[] = [];
			for (const variable of own) {
				const colour = await resolveColour(
					variable.valuesByMode[modeId],
					modeId,
				);
				if (colour) colours.push(colour);
			}
			const suffix = collection.modes.length > 1 ? `, ${name}` : "";
			palettes.push({
				id: `${collection.id}/${modeId}`,
				name: `${collection.name}${suffix}`,
				colours: keepDistinct(colours),
			});
		}
	}
	return palettes;
}

async function readStyles(): Promise<Palette> {
	const styles = await figma.getLocalPaintStylesAsync();
	const colours = styles.map(({ paints }) => {
		const [paint] = paints;
		return paints.length === 1 && paint?.type === "SOLID"
			? formatColour(paint.color)
			: undefined;
	});
	return {
		id: "styles",
		name: "Colour styles",
		colours: keepDistinct(colours),
	};
}

async function resolveColour(
	value: VariableValue | undefined,
	modeId: string,
): Promise<string | undefined> {
	let found = value;
	for (let i = 0; i < maxAliasCount; i++) {
		if (typeof found !== "object" || found === null) return undefined;
		if ("r" in found) return formatColour(found);
		if (!("type" in found) || found.type !== "VARIABLE_ALIAS") return undefined;
		const target = await figma.variables.getVariableByIdAsync(found.id);
		// Another collection has modes of its own; its first is its default.
		found =
			target?.valuesByMode[modeId] ??
			Object.values(target?.valuesByMode ?? {})[0];
	}
	return undefined;
}

function formatColour({ r, g, b }: RGB): string {
	const digits = [r, g, b].map((value) =>
		Math.round(255 * value)
			.toString(16)
			.padStart(2, "0"),
	);
	return `#${digits.join("")}`;
}

function keepDistinct(colours: readonly (string | undefined)[]): string[] {
	const distinct = new Set<string>();
	for (const colour of colours) if (colour) distinct.add(colour);
	return [...distinct].slice(0, maxColourCount);
}
