// IEEE half precision to single, by table: weights files hold millions of them and JavaScript has no such type yet.

let table: Float32Array | undefined;

/** The single-precision value of each of the 65,536 half-precision bit patterns. */
export function float16Table(): Float32Array {
	if (table) return table;
	table = new Float32Array(65_536);
	for (let bits = 0; bits < 65_536; bits++) {
		const sign = bits & 0x8000 ? -1 : 1;
		const exponent = (bits >> 10) & 31;
		const fraction = bits & 1023;
		if (exponent === 0) table[bits] = sign * fraction * 2 ** -24;
		else if (exponent === 31)
			table[bits] = fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
		else table[bits] = sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
	}
	return table;
}
