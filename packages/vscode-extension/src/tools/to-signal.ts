import type { CancellationToken } from "vscode";

/** The editor's sign of cancelling as the standard one. */
export function toSignal(token: CancellationToken): {
	readonly signal: AbortSignal;
	dispose(): void;
} {
	const controller = new AbortController();
	if (token.isCancellationRequested) controller.abort();
	const listener = token.onCancellationRequested(() => controller.abort());
	return { signal: controller.signal, dispose: () => listener.dispose() };
}
