/**
 * Does something in limited time.
 *
 * @throws Error when the time is over; AbortError; what `act` throws
 */
export async function within<T>(
	signal: AbortSignal,
	limitMs: number,
	act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	const limit = AbortSignal.timeout(limitMs);
	try {
		return await act(AbortSignal.any([signal, limit]));
	} catch (error) {
		if (limit.aborted && !signal.aborted)
			throw new Error(`it took more than ${limitMs / 1000} s`);
		throw error;
	}
}
