// gzip in base64 → bytes, in a small worker of its own while the panel paints; without workers in the page, in slices.

// Unpacked in less time than a worker takes to start.
const smallLength = 1 << 18;

/**
 * Unpacks a text beside the page where that is possible.
 *
 * @throws Error when the text is damaged
 */
export async function unpack(text: string): Promise<Uint8Array> {
	const worker = text.length > smallLength ? startWorker() : undefined;
	if (!worker) return new Uint8Array(await unpackHere(text));
	try {
		const reply = await ask(worker, text);
		// A worker that could not start says nothing about the text.
		if (reply === undefined) return new Uint8Array(await unpackHere(text));
		if (typeof reply === "string") throw new Error(reply);
		return new Uint8Array(reply);
	} finally {
		worker.terminate();
	}
}

function startWorker(): Worker | undefined {
	const script = `const unpack = ${unpackHere};
onmessage = ({ data }) => unpack(data).then((bytes) => postMessage(bytes, [bytes]), (error) => postMessage(String(error)));`;
	try {
		// Frames of an opaque origin may start it from data: whatever their policy says about blob:.
		return new Worker(`data:text/javascript,${encodeURIComponent(script)}`);
	} catch {
		return undefined;
	}
}

/** The bytes, a complaint, or nothing if the worker does not live. */
function ask(
	worker: Worker,
	text: string,
): Promise<ArrayBuffer | string | undefined> {
	return new Promise((resolve) => {
		worker.addEventListener("message", ({ data }) => resolve(data));
		worker.addEventListener("error", (event) => {
			event.preventDefault();
			resolve(undefined);
		});
		worker.postMessage(text);
	});
}

/** Stands alone: a worker gets it as text. */
async function unpackHere(text: string): Promise<ArrayBuffer> {
	// A multiple of four; decoding this much takes a few ms.
	const sliceLength = 1 << 18;
	const stream = new DecompressionStream("gzip");
	const unpacked = new Response(stream.readable).arrayBuffer();
	// Heard of below; before that it must not count as unhandled.
	unpacked.catch(() => undefined);
	const writer = stream.writable.getWriter();
	try {
		for (let at = 0; at < text.length; at += sliceLength) {
			const binary = atob(text.slice(at, at + sliceLength));
			const bytes = new Uint8Array(binary.length);
			for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
			await writer.write(bytes);
			if (typeof document !== "undefined")
				await new Promise((resolve) => setTimeout(resolve, 0));
		}
		await writer.close();
	} catch (error) {
		await writer.abort(error).catch(() => undefined);
		throw error;
	}
	return unpacked;
}
