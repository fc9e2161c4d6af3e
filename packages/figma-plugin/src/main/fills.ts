// Fills are frozen lists of frozen paints: a change is a new list.

/** A node whose fills may be read and written. */
export type FillableNode = SceneNode & MinimalFillsMixin;

/** Whether a node has fills at all. */
export function hasFills(node: BaseNode): node is FillableNode {
	return "fills" in node;
}

/** The fills as text, to tell later whether anybody changed them. */
export function describeFills(node: FillableNode): string {
	return node.fills === figma.mixed ? "mixed" : JSON.stringify(node.fills);
}

/** The place of the picture that is seen, or -1. */
export function indexOfPicture(fills: readonly Paint[]): number {
	for (let i = fills.length - 1; i >= 0; i--) {
		const paint = fills[i];
		if (paint?.type === "IMAGE" && paint.visible !== false) return i;
	}
	return -1;
}

/**
 * Puts a picture among fills: in place of the one that is seen, keeping how it lies there, else on top of all.
 *
 * @returns a new list; other fills are the same objects
 */
export function putPicture(
	fills: readonly Paint[],
	imageHash: string,
): readonly Paint[] {
	const at = indexOfPicture(fills);
	const old = fills[at];
	if (old?.type !== "IMAGE")
		return [...fills, { type: "IMAGE", scaleMode: "FILL", imageHash }];
	return fills.map((paint, i) => (i === at ? { ...old, imageHash } : paint));
}

/** Writes fills; patterns need the slower way. */
export async function writeFills(
	node: FillableNode,
	fills: readonly Paint[],
): Promise<void> {
	if (fills.some(({ type }) => type === "PATTERN"))
		await node.setFillsAsync([...fills]);
	else node.fills = fills;
}
