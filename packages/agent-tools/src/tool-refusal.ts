/** A call that a tool refuses; the message is one or two sentences that say what to change. */
export class ToolRefusal extends Error {
	override readonly name: string = "ToolRefusal";
}
