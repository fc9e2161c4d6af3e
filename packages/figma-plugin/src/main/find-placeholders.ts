// Layers that still wait for their picture.
import type { Placeholder, PlaceholderReport } from "../messages.js";
import { draftPrompt } from "./draft-prompt.js";
import { type FillableNode, hasFills, indexOfPicture } from "./fills.js";
import { namesPicture } from "./layer-words.js";
import { findProblem, isVisible, readSlot } from "./read-slots.js";
import { makeReadSurroundings } from "./read-surroundings.js";
import { readRecipe } from "./recipes.js";

const maxPlaceholderCount = 100;
// ms of work before the canvas gets its turn.
const sliceMs = 12;
const minSide = 16;
const shapeTypes = ["RECTANGLE", "ELLIPSE", "POLYGON", "STAR"] as const;
const frameTypes = ["FRAME", "COMPONENT", "INSTANCE"] as const;

/** Who waits for a search. */
export interface SearchListeners {
	/** Whether the search is still wanted. */
	readonly isWanted: () => boolean;
	readonly onProgress: (lookedAt: number, layerCount: number) => void;
}

/** Looks through the selection or the page, in slices that leave the canvas free. */
export async function findPlaceholders(
	scope: "selection" | "page",
	{ isWanted, onProgress }: SearchListeners,
): Promise<PlaceholderReport> {
	// Hidden parts of instances are many and nobody sees them; but who selects one may fill it.
	figma.skipInvisibleInstanceChildren = true;
	const nodes = listCandidates(scope);
	figma.skipInvisibleInstanceChildren = false;
	const layerCount = nodes.length;
	const placeholders: Placeholder[] = [];
	const readSurroundings = makeReadSurroundings();
	let foundCount = 0;
	let since = Date.now();
	for (const [at, node] of nodes.entries()) {
		if (Date.now() - since >= sliceMs) {
			onProgress(at, layerCount);
			await new Promise<void>((resolve) => setTimeout(resolve, 0));
			since = Date.now();
		}
		if (!isWanted())
			return { placeholders, foundCount, layerCount: at, isCancelled: true };
		if (node.removed) continue;
		const reason = await findReason(node);
		if (reason === undefined || node.removed || !isVisible(node)) continue;
		foundCount++;
		if (placeholders.length === maxPlaceholderCount) continue;
		placeholders.push({
			...readSlot(node),
			prompt: draftPrompt(readSurroundings(node)),
			reason,
		});
	}
	return { placeholders, foundCount, layerCount, isCancelled: false };
}

/** Shapes and frames; Figma itself sorts out the rest, much faster than a walk from layer to layer. */
function listCandidates(scope: "selection" | "page"): readonly SceneNode[] {
	const types: NodeType[] = [...shapeTypes, ...frameTypes];
	const criteria = { types };
	if (scope === "page")
		return figma.currentPage.findAllWithCriteria(criteria) as SceneNode[];
	return figma.currentPage.selection.flatMap((node) => [
		...(types.includes(node.type) ? [node] : []),
		...("findAllWithCriteria" in node
			? (node.findAllWithCriteria(criteria) as SceneNode[])
			: []),
	]);
}

async function findReason(node: SceneNode): Promise<string | undefined> {
	if (!hasFills(node) || node.type === "TEXT" || !node.visible)
		return undefined;
	const isShape = shapeTypes.some((type) => type === node.type);
	const isEmptyFrame = "children" in node && node.children.length === 0;
	if (!isShape && !isEmptyFrame) return undefined;
	if (Math.min(node.width, node.height) < minSide || findProblem(node))
		return undefined;
	const { fills } = node;
	if (fills === figma.mixed || readRecipe(node) !== undefined) return undefined;
	const picture = fills[indexOfPicture(fills)];
	if (picture?.type === "IMAGE") return findPictureReason(node, picture);
	if (namesPicture(node.name)) return `Its name is "${node.name.slice(0, 40)}"`;
	const seen = fills.filter(({ visible }) => visible !== false);
	if (seen.length === 0 && isShape && !hasStroke(node)) return "It has no fill";
	return seen.length === 1 && isGrey(seen[0]) ? "Its fill is grey" : undefined;
}

async function findPictureReason(
	node: FillableNode,
	{ imageHash, scaleMode, imageTransform }: ImagePaint,
): Promise<string | undefined> {
	if (imageHash === null) return "Its picture is missing";
	if (scaleMode === "TILE") return undefined;
	const { width, height } = node as FillableNode & LayoutMixin;
	let size: { readonly width: number; readonly height: number };
	try {
		const image = figma.getImageByHash(imageHash);
		if (!image) return "Its picture is missing";
		size = await image.getSizeAsync();
	} catch {
		return undefined;
	}
	if (Math.max(size.width / width, size.height / height) < 0.5)
		return `Its picture has only ${size.width} x ${size.height} px`;
	if (scaleMode === "CROP" && imageTransform) {
		const [[across], [, down]] = imageTransform;
		const stretch =
			width / (across * size.width) / (height / (down * size.height));
		if (across > 0 && down > 0 && (stretch > 1.25 || stretch < 0.8))
			return "Its picture is stretched";
	}
	return undefined;
}

function hasStroke(node: SceneNode): boolean {
	return "strokes" in node && node.strokes.length > 0;
}

/** Neither white nor black, and hardly any colour. */
function isGrey(paint: Paint | undefined): boolean {
	if (paint?.type !== "SOLID") return false;
	const { r, g, b } = paint.color;
	const most = Math.max(r, g, b);
	return most - Math.min(r, g, b) < 0.06 && most > 0.5 && most < 0.96;
}
