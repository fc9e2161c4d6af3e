// Pictures go into layers in actions: an action knows what the layers had, so that a draft leaves no trace, and sees edits by
// somebody else, so that they are never overwritten.
import type { PlaceImageParams, PlaceImageReply } from "../messages.js";
import {
	describeFills,
	hasFills,
	indexOfPicture,
	putPicture,
	writeFills,
} from "./fills.js";
import {
	type Action,
	actions,
	readOwnFills,
	type Target,
} from "./open-actions.js";
import { findProblem, isFillable } from "./read-slots.js";
import { addToHistory, writeRecipe } from "./recipes.js";

/** Begins or widens an action; layers that cannot be filled are left out. */
export async function beginAction(
	actionId: number,
	nodeIds: readonly string[],
): Promise<void> {
	const action = actions.get(actionId) ?? {
		targets: new Map(),
		hasPlaced: false,
	};
	actions.set(actionId, action);
	const { targets } = action;
	for (const nodeId of nodeIds) {
		const node = await findNode(nodeId);
		if (targets.has(nodeId) || !node || !isFillable(node)) continue;
		if (node.fills === figma.mixed) continue;
		targets.set(nodeId, {
			node,
			original: node.fills,
			styleId: String(node.fillStyleId),
			known: describeFills(node),
			isDraft: false,
		});
	}
}

/** Puts a picture into a layer, or says why not; looks at the layer again right before writing. */
export async function placeImage(
	params: PlaceImageParams,
): Promise<PlaceImageReply> {
	const { actionId, nodeId, png, recipe } = params;
	const action = actions.get(actionId);
	if (!action) return refuse("This action is over. Start it again.");
	if (nodeId === null) return placeInNewLayer(action, params);
	const node = await findNode(nodeId);
	if (!node) {
		return {
			state: "gone",
			sentence: "The layer was deleted. The picture is kept in the tray.",
		};
	}
	const problem = findProblem(node);
	if (problem !== undefined) return refuse(problem);
	const target = action.targets.get(nodeId);
	if (!target || describeFills(target.node) !== target.known) {
		return {
			state: "changed",
			sentence:
				"The layer's fill was changed meanwhile and is left as it is. The picture is kept in the tray.",
		};
	}
	const image = makeImage(png);
	if (!image) return refuse("Figma does not take this picture.");
	try {
		await writeFills(target.node, putPicture(target.original, image.hash));
	} catch {
		return refuse("Figma does not let this layer be filled.");
	}
	// Read back: Figma writes out what a paint leaves open.
	target.known = describeFills(target.node);
	target.isDraft = recipe === null;
	if (recipe !== null) {
		if (target.node.fills !== figma.mixed) target.original = target.node.fills;
		target.styleId = "";
		finish(action, target.node, params, image.hash);
	}
	return { state: "placed", nodeId };
}

/** The file of the picture that is seen in a layer, drafts apart; `null` if there is none. */
export async function readPicture(nodeId: string): Promise<Uint8Array | null> {
	const node = await findNode(nodeId);
	if (!node || !hasFills(node)) return null;
	const fills = readOwnFills(node);
	if (fills === figma.mixed) return null;
	const paint = fills[indexOfPicture(fills)];
	if (paint?.type !== "IMAGE" || paint.imageHash === null) return null;
	return readImage(paint.imageHash);
}

/** The file of any picture of this document; `null` if it has gone. */
export async function readImage(imageHash: string): Promise<Uint8Array | null> {
	return figma.getImageByHash(imageHash)?.getBytesAsync() ?? null;
}

/** Ends an action: drafts go, and what was placed is one undo step. */
export async function endAction(actionId: number): Promise<void> {
	const action = actions.get(actionId);
	if (!action) return;
	actions.delete(actionId);
	for (const target of action.targets.values()) {
		if (!isOurDraft(target)) continue;
		await writeFills(target.node, target.original);
		await restoreStyle(target);
	}
	if (action.hasPlaced) figma.commitUndo();
}

/** Takes all drafts back at once: the plugin is closing and nothing may wait. */
export function endAllActions(): void {
	for (const { targets } of actions.values()) {
		for (const target of targets.values()) {
			if (!isOurDraft(target)) continue;
			target.node.fills = target.original;
			void restoreStyle(target);
		}
	}
	actions.clear();
}

/** Without its style, which may have gone, a layer has at least its fills. */
async function restoreStyle({ node, styleId }: Target): Promise<void> {
	if (styleId === "") return;
	await node.setFillStyleIdAsync(styleId).catch(() => undefined);
}

function isOurDraft({ node, isDraft, known }: Target): boolean {
	return isDraft && !node.removed && describeFills(node) === known;
}

function placeInNewLayer(
	action: Action,
	params: PlaceImageParams,
): PlaceImageReply {
	const { png, size, prompt } = params;
	const image = makeImage(png);
	if (!image) return refuse("Figma does not take this picture.");
	const node = figma.createRectangle();
	node.name = prompt.slice(0, 60);
	node.resize(size.width, size.height);
	const { x, y } = findCentre(node);
	node.x = Math.round(x - size.width / 2);
	node.y = Math.round(y - size.height / 2);
	try {
		node.fills = putPicture([], image.hash);
	} catch {
		node.remove();
		return refuse("Figma does not let a new layer be filled here.");
	}
	finish(action, node, params, image.hash);
	figma.currentPage.selection = [node];
	return { state: "placed", nodeId: node.id };
}

/** In Slides a new layer lies in the slide that is shown, elsewhere on the page. */
function findCentre({ parent }: SceneNode): Vector {
	return parent && "width" in parent
		? { x: parent.width / 2, y: parent.height / 2 }
		: figma.viewport.center;
}

function finish(
	action: Action,
	node: SceneNode,
	{ recipe, prompt }: PlaceImageParams,
	imageHash: string,
): void {
	if (recipe === null) return;
	action.hasPlaced = true;
	try {
		writeRecipe(node, recipe, prompt);
		addToHistory(node, recipe, imageHash);
	} catch {
		// Layers inside some instances take no data: the picture is there, only its history is not.
	}
}

function makeImage(png: Uint8Array): Image | undefined {
	try {
		return figma.createImage(png);
	} catch {
		return undefined;
	}
}

async function findNode(nodeId: string): Promise<SceneNode | undefined> {
	const node = await figma.getNodeByIdAsync(nodeId);
	if (!node || node.removed) return undefined;
	return node.type === "DOCUMENT" || node.type === "PAGE" ? undefined : node;
}

function refuse(sentence: string): PlaceImageReply {
	return { state: "refused", sentence };
}
