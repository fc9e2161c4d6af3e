const encoder = new TextEncoder();

/** FNV-1a of the UTF-8 bytes of a text, uint32. */
export function fnv1a(text: string): number {
	let hash = 0x811c9dc5;
	let i = 0;
	for (; i < text.length; i++) {
		const unit = text.charCodeAt(i);
		// Beyond ASCII a unit is no byte.
		if (unit > 127) break;
		hash = Math.imul(hash ^ unit, 0x01000193);
	}
	if (i === text.length) return hash >>> 0;
	for (const byte of encoder.encode(text.slice(i)))
		hash = Math.imul(hash ^ byte, 0x01000193);
	return hash >>> 0;
}
