/** Waits until the panel shows; a frame that is not seen paints nothing, and is not waited for. */
export function afterPaint(): Promise<void> {
	return new Promise((resolve) => {
		requestAnimationFrame(() => setTimeout(resolve));
		setTimeout(resolve, 100);
	});
}
