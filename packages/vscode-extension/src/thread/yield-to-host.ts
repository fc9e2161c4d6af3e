import { setPriority } from "node:os";

// A third of the share that the host has where processors are few, and all that it leaves.
const NICENESS = 5;

/**
 * Lets the extension host go first where processors are few: called in a thread, it lowers that thread's priority and
 * that of all which it starts. Only Linux has priorities of threads; elsewhere the whole process would be meant.
 */
export function yieldToHost(): void {
	if (process.platform !== "linux") return;
	try {
		setPriority(NICENESS);
	} catch {
		// A sandbox may forbid it; then all go on as equals.
	}
}
