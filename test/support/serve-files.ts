import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A web server on this computer, for pages that must be a secure context. */
export interface FileServer {
	/** Starts with http://localhost, no slash at the end. */
	readonly origin: string;
	close(): Promise<void>;
}

/** Serves an empty page at `/` and the given files, each at its key. */
export async function serveFiles(
	files: Readonly<Record<string, string>>,
): Promise<FileServer> {
	const server = createServer(async (request, response) => {
		const path = request.url ?? "/";
		if (path === "/") {
			response.setHeader("content-type", "text/html");
			response.end("<!doctype html><title>test</title>");
			return;
		}
		const file = Object.hasOwn(files, path) ? files[path] : undefined;
		if (file === undefined) response.writeHead(404).end();
		else response.end(await readFile(file));
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	return {
		origin: `http://localhost:${port}`,
		close: () =>
			new Promise((resolve) => {
				server.closeAllConnections();
				server.close(() => resolve());
			}),
	};
}
