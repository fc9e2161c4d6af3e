/**
 * Waits until a question has an answer that is neither false nor undefined.
 *
 * @throws Error after 20 s
 */
export async function until<T>(
	what: string,
	ask: () => T | Promise<T>,
): Promise<Exclude<T, false | undefined>> {
	for (let tries = 0; tries < 200; tries++) {
		const answer = await ask();
		if (answer !== false && answer !== undefined)
			return answer as Exclude<T, false | undefined>;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	throw new Error(`waited in vain for ${what}`);
}
