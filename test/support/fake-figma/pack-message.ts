// The border of Figma's two worlds: only plain data and Uint8Array pass it. Packed, a message is JSON.

const alphabet =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * Packs a message.
 *
 * @throws TypeError for anything that Figma does not carry
 */
export function packMessage(value: unknown): unknown {
	if (value === null || typeof value === "string" || typeof value === "boolean")
		return value;
	if (typeof value === "number")
		return Number.isFinite(value) ? value : { $number: String(value) };
	if (value === undefined) return { $undefined: true };
	if (value instanceof Uint8Array) return { $bytes: toBase64(value) };
	if (Array.isArray(value)) return value.map(packMessage);
	if (typeof value === "object") {
		const prototype: unknown = Object.getPrototypeOf(value);
		// Plain objects of another realm have another Object.prototype, whose own prototype is null too.
		const isPlain =
			prototype === null || Object.getPrototypeOf(prototype) === null;
		if (isPlain)
			return Object.fromEntries(
				Object.entries(value).map(([key, each]) => [key, packMessage(each)]),
			);
	}
	throw new TypeError(
		`postMessage carries no ${Object.prototype.toString.call(value)}`,
	);
}

/** Unpacks what `packMessage` made. */
export function unpackMessage(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(unpackMessage);
	if (typeof value !== "object" || value === null) return value;
	const packed = value as Record<string, unknown>;
	if (typeof packed.$bytes === "string") return fromBase64(packed.$bytes);
	if (typeof packed.$number === "string") return Number(packed.$number);
	if (packed.$undefined === true) return undefined;
	return Object.fromEntries(
		Object.entries(packed).map(([key, each]) => [key, unpackMessage(each)]),
	);
}

// Written out: the sandbox has no atob.
function toBase64(bytes: Uint8Array): string {
	let text = "";
	for (let i = 0; i < bytes.length; i += 3) {
		const [a = 0, b = 0, c = 0] = bytes.subarray(i, i + 3);
		const word = (a << 16) | (b << 8) | c;
		text += alphabet[word >> 18];
		text += alphabet[(word >> 12) & 63];
		text += i + 1 < bytes.length ? alphabet[(word >> 6) & 63] : "=";
		text += i + 2 < bytes.length ? alphabet[word & 63] : "=";
	}
	return text;
}

function fromBase64(text: string): Uint8Array {
	const clean = text.replace(/=+$/, "");
	const bytes = new Uint8Array(Math.floor((clean.length * 3) / 4));
	let [word, bits, at] = [0, 0, 0];
	for (const character of clean) {
		word = ((word << 6) | alphabet.indexOf(character)) & 0xffffff;
		bits += 6;
		if (bits < 8) continue;
		bits -= 8;
		bytes[at++] = (word >> bits) & 255;
	}
	return bytes;
}
