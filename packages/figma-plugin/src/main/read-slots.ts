// Which layers can hold a picture, and plain words for those that cannot.
import type { Selection, Slot } from "../messages.js";
import { type FillableNode, hasFills, indexOfPicture } from "./fills.js";
import { readOwnFills } from "./open-actions.js";
import { readRecipe } from "./recipes.js";

const maxSlotCount = 100;
const maxPictureSide = 4096;
// Shapes that are drawn to be filled; text and lines in a group are not.
const shapeTypes = ["RECTANGLE", "ELLIPSE", "POLYGON", "STAR"];

/** Looks at the selection; a group stands for the shapes inside it. */
export function readSelection(): Selection {
	const parts = figma.currentPage.selection.flatMap(expandGroup);
	const slots = parts.slice(0, maxSlotCount).map(readSlot);
	return { slots, moreCount: parts.length - slots.length };
}

function expandGroup(node: SceneNode): readonly SceneNode[] {
	if (node.type !== "GROUP") return [node];
	const shapes = node.findAll((child) => shapeTypes.includes(child.type));
	return shapes.length === 0 ? [node] : shapes;
}

/** Looks at one layer. */
export function readSlot(node: SceneNode): Slot {
	const problem = findProblem(node);
	const note = problem === undefined ? findNote(node) : undefined;
	const recipe = readRecipe(node);
	const fills = hasFills(node) ? readOwnFills(node) : [];
	return {
		nodeId: node.id,
		name: node.name,
		size: readSize(node),
		...(problem !== undefined && { problem }),
		...(note !== undefined && { note }),
		...(recipe !== undefined && { recipe }),
		hasPicture: fills !== figma.mixed && indexOfPicture(fills) !== -1,
	};
}

/** Why a picture cannot go into a layer, in plain words; `undefined` if it can. */
export function findProblem(node: SceneNode): string | undefined {
	if (node.type === "GROUP")
		return "A group has no fill. Select a shape inside it.";
	if (node.type === "TEXT")
		return "A text layer stays text. Select a shape or a frame.";
	if (node.type === "STICKY" || node.type === "SHAPE_WITH_TEXT")
		return "Notes and shapes with text take only plain colours. Select nothing to place a new picture.";
	if (!hasFills(node))
		return "This kind of layer has no fill. Select a shape or a frame.";
	if (isLocked(node)) return "This layer is locked. Unlock it first.";
	if (node.fills === figma.mixed)
		return "Parts of this layer have fills of their own. Select a plain shape.";
	const { width, height } = readSize(node);
	if (width < 1 || height < 1)
		return "This layer has no area. Make it at least 1 px wide and high.";
	return undefined;
}

/** Like `findProblem`, for those who go on with the fills. */
export function isFillable(node: SceneNode): node is FillableNode {
	return findProblem(node) === undefined;
}

function findNote(node: SceneNode): string | undefined {
	const { width, height } = readSize(node);
	if (Math.max(width, height) > maxPictureSide)
		return `Larger than the ${maxPictureSide} px that a picture may have; it will be enlarged.`;
	if (!isVisible(node)) return "Hidden: nobody sees the picture yet.";
	if (node.type === "COMPONENT")
		return "A component: all its instances change.";
	if ("rotation" in node && Math.abs(node.rotation) >= 0.5)
		return `Turned by ${Math.round(Math.abs(node.rotation))}°; the picture turns with it.`;
	return undefined;
}

function readSize(node: SceneNode): Slot["size"] {
	return "width" in node
		? { width: node.width, height: node.height }
		: { width: 0, height: 0 };
}

function isLocked(node: SceneNode): boolean {
	return hasInLine(node, (each) => "locked" in each && each.locked);
}

/** Whether a layer and all that it is in are switched on. */
export function isVisible(node: SceneNode): boolean {
	return !hasInLine(node, (each) => "visible" in each && !each.visible);
}

/** Whether something holds for a layer or one that it is in. */
function hasInLine(
	node: BaseNode,
	holds: (node: BaseNode) => boolean,
): boolean {
	for (let each: BaseNode | null = node; each; each = each.parent) {
		if (holds(each)) return true;
	}
	return false;
}
