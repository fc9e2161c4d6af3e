const alphabet =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const values = new Int8Array(128).fill(-1);
for (let i = 0; i < alphabet.length; i++) values[alphabet.charCodeAt(i)] = i;

/** The bytes that standard base64 spells, or `undefined` if it is none. */
export function decodeBase64(text: string): Uint8Array | undefined {
	const digits = text.replace(/=+$/, "");
	if (digits.length % 4 === 1) return undefined;
	const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
	let bits = 0;
	let count = 0;
	let length = 0;
	for (let i = 0; i < digits.length; i++) {
		const code = digits.charCodeAt(i);
		const value = code < 128 ? values[code] : -1;
		if (value < 0) return undefined;
		bits = ((bits << 6) | value) & 0xffffff;
		count += 6;
		if (count >= 8) {
			count -= 8;
			bytes[length++] = bits >> count;
		}
	}
	return bytes;
}

/** Standard base64 with padding. */
export function encodeBase64(bytes: Uint8Array): string {
	const parts: string[] = [];
	for (let i = 0; i < bytes.length; i += 3) {
		const left = bytes.length - i;
		const bits =
			(bytes[i] << 16) |
			((left > 1 ? bytes[i + 1] : 0) << 8) |
			(left > 2 ? bytes[i + 2] : 0);
		parts.push(
			alphabet[bits >> 18] +
				alphabet[(bits >> 12) & 63] +
				(left > 1 ? alphabet[(bits >> 6) & 63] : "=") +
				(left > 2 ? alphabet[bits & 63] : "="),
		);
	}
	return parts.join("");
}
