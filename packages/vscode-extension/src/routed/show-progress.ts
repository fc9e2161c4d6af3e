import { ProgressLocation, window } from "vscode";
import { toSignal } from "../tools/to-signal.js";

/** Shows work that waits for a service, with a button that stops it. */
export async function showProgress<T>(
	title: string,
	act: (signal: AbortSignal, report: (message: string) => void) => Promise<T>,
): Promise<T> {
	return window.withProgress(
		{ location: ProgressLocation.Notification, title, cancellable: true },
		async (progress, token) => {
			const { signal, dispose } = toSignal(token);
			try {
				return await act(signal, (message) => progress.report({ message }));
			} finally {
				dispose();
			}
		},
	);
}
