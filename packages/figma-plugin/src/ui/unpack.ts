// gzip in base64 → bytes, part by part as the text comes, in a small worker of its own while the panel paints; without workers
// in the page, in turns with it.
import { makeTurns } from "@musa/core";

// One for all: several texts unpacked at once would else do a part each in one turn.
const takeTurn = makeTurns();

/**
 * Unpacks a text beside the page where that is possible.
 *
 * @param readParts  gives the text from its start, cut at multiples of four letters; called again if the worker does not live
 * @throws Error when the text is damaged
 */
export async function unpack(
	readParts: () => AsyncIterable<string>,
): Promise<Uint8Array> {
	const worker = startWorker();
	if (!worker) return unpackHere(readParts());
	try {
		const reply = await ask(worker, readParts());
		// A worker that could not start says nothing about the text.
		if (reply === undefined) return unpackHere(readParts());
		if (typeof reply === "string") throw new Error(reply);
		return new Uint8Array(reply);
	} finally {
		worker.terminate();
	}
}

/** Unpacks in the page. @throws Error when the text is damaged */
export async function unpackHere(
	parts: AsyncIterable<string>,
): Promise<Uint8Array> {
	const unpacker = openUnpacker();
	for await (const part of parts) {
		await takeTurn();
		await unpacker.add(part);
	}
	return new Uint8Array(await unpacker.end());
}

function startWorker(): Worker | undefined {
	const script = `const { add, end } = (${openUnpacker})();
let order = Promise.resolve();
onmessage = ({ data }) => {
	order = order.then(() => data === null ? end().then((bytes) => postMessage(bytes, [bytes])) : add(data));
	order.catch((error) => postMessage(String(error)));
};`;
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
	parts: AsyncIterable<string>,
): Promise<ArrayBuffer | string | undefined> {
	return new Promise((resolve, reject) => {
		worker.addEventListener("message", ({ data }) => resolve(data));
		worker.addEventListener("error", (event) => {
			event.preventDefault();
			resolve(undefined);
		});
		const send = async (): Promise<void> => {
			for await (const part of parts) worker.postMessage(part);
			worker.postMessage(null);
		};
		send().catch(reject);
	});
}

/** Stands alone: a worker gets it as text. */
function openUnpacker() {
	const stream = new DecompressionStream("gzip");
	const unpacked = new Response(stream.readable).arrayBuffer();
	// Heard of at the end; before that it must not count as unhandled.
	unpacked.catch(() => undefined);
	const writer = stream.writable.getWriter();
	const { fromBase64 } = Uint8Array as {
		fromBase64?: (text: string) => Uint8Array<ArrayBuffer>;
	};
	const decode = (text: string): Uint8Array<ArrayBuffer> => {
		if (fromBase64) return fromBase64.call(Uint8Array, text);
		const binary = atob(text);
		const bytes = new Uint8Array(binary.length);
		for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
		return bytes;
	};
	return {
		async add(text: string): Promise<void> {
			try {
				await writer.write(decode(text));
			} catch (error) {
				await writer.abort(error).catch(() => undefined);
				throw error;
			}
		},
		async end(): Promise<ArrayBuffer> {
			await writer.close();
			return unpacked;
		},
	};
}
