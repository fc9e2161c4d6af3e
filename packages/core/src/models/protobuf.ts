// The few parts of the protobuf wire format that an ONNX initializer needs.

/** Field number and wire type 2 (length-delimited) as one tag byte. */
export function lengthTag(field: number): number {
	return (field << 3) | 2;
}

/** Field number and wire type 0 (varint) as one tag byte. */
export function varintTag(field: number): number {
	return field << 3;
}

/** Appends a non-negative whole number as a varint. */
export function pushVarint(bytes: number[], value: number): void {
	let rest = value;
	while (rest >= 128) {
		bytes.push((rest % 128) | 128);
		rest = Math.floor(rest / 128);
	}
	bytes.push(rest);
}
