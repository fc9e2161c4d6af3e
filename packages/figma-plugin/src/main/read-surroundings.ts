// What stands around a layer: the names of what it lies in, and the text beside it.
import type { Surroundings } from "./draft-prompt.js";

type Box = Pick<TextNode, "x" | "y" | "width" | "height">;

interface Text extends Box {
	readonly characters: string;
}

const maxTextCount = 5;
const maxTextLength = 100;

/** Makes the function that looks around; it remembers text, because one frame may hold thousands. */
export function makeReadSurroundings(): (node: SceneNode) => Surroundings {
	const known = new Map<string, readonly Text[]>();
	const readTexts = (parent: BaseNode): readonly Text[] => {
		let texts = known.get(parent.id);
		texts ??= "children" in parent ? parent.children.flatMap(readText) : [];
		known.set(parent.id, texts);
		return texts;
	};
	return (node) => {
		const parentNames: string[] = [];
		let texts: readonly string[] = [];
		// The part of each parent in which the layer lies: how far a text is away is measured from there.
		let part: BaseNode = node;
		for (
			let { parent } = part;
			parent && parent.type !== "PAGE" && parent.type !== "DOCUMENT";
			parent = parent.parent
		) {
			parentNames.push(parent.name);
			if (texts.length === 0 && "width" in part)
				texts = chooseNearest(readTexts(parent), part);
			part = parent;
		}
		return { name: node.name, parentNames, texts };
	};
}

function readText(node: BaseNode): Text | readonly Text[] {
	if (node.type !== "TEXT" || !node.visible) return [];
	const { x, y, width, height } = node;
	const characters = node.characters.slice(0, maxTextLength);
	return { x, y, width, height, characters };
}

function chooseNearest(texts: readonly Text[], box: Box): readonly string[] {
	return texts
		.map(({ characters, ...each }) => ({
			characters,
			gap: measureGap(each, box),
		}))
		.sort((a, b) => a.gap - b.gap)
		.slice(0, maxTextCount)
		.map(({ characters }) => characters);
}

/** From edge to edge, px. */
function measureGap(a: Box, b: Box): number {
	const across = Math.max(a.x - b.x - b.width, b.x - a.x - a.width, 0);
	const down = Math.max(a.y - b.y - b.height, b.y - a.y - a.height, 0);
	return Math.hypot(across, down);
}
