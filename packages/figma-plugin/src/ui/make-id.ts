/** Random hex, 16 digits: the frame has no crypto.randomUUID. */
export function makeId(): string {
	return [...crypto.getRandomValues(new Uint8Array(8))]
		.map((byte) => byte.toString(16).padStart(2, "0"))
		.join("");
}
