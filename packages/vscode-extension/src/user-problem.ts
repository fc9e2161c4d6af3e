/** A failure in words for the user: what happened and what to do. */
export class UserProblem extends Error {
	override readonly name: string = "UserProblem";
}
