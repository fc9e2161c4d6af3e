// Seeded normal noise: Philox4x32-10 (Salmon et al., SC 2011) and Box–Muller, the same stream as the Python recipe.
import {
	assertSameShape,
	countElements,
	makeTensor,
	type Tensor,
} from "./tensor.js";

// Multipliers and Weyl constants of Philox4x32, from the paper's table 2 and section 3.2.
const multiplier0 = 0xd2511f53;
const multiplier1 = 0xcd9e8d57;
const weyl0 = 0x9e3779b9;
const weyl1 = 0xbb67ae85;
const roundCount = 10;

/**
 * One block of Philox4x32-10.
 *
 * @param counter  four uint32
 * @param key      two uint32
 * @returns four uint32
 */
export function philox4x32(
	counter: readonly [number, number, number, number],
	key: readonly [number, number],
): [number, number, number, number] {
	let [c0, c1, c2, c3] = counter;
	let [k0, k1] = key;
	for (let round = 0; round < roundCount; round++) {
		const high0 = multiplyHigh(multiplier0, c0);
		const low0 = Math.imul(multiplier0, c0);
		const high1 = multiplyHigh(multiplier1, c2);
		const low1 = Math.imul(multiplier1, c2);
		[c0, c1, c2, c3] = [high1 ^ c1 ^ k0, low1, high0 ^ c3 ^ k1, low0];
		k0 = (k0 + weyl0) | 0;
		k1 = (k1 + weyl1) | 0;
	}
	return [c0 >>> 0, c1 >>> 0, c2 >>> 0, c3 >>> 0];
}

/**
 * Latents on their way to noise, as rectified flow has them: (1 - t) picture + t noise.
 *
 * @param t  0 is the picture, 1 the noise
 * @throws InternalError `internal/shape-mismatch`
 */
export function addNoise(picture: Tensor, noise: Tensor, t: number): Tensor {
	assertSameShape(picture, noise);
	const data = picture.data.map(
		(value, i) => (1 - t) * value + t * noise.data[i],
	);
	return { shape: picture.shape, data };
}

/**
 * Normal noise (mean 0, variance 1) that depends on nothing but seed and position.
 *
 * @param shape  e.g. [1, C, h, w]; filled in the order of memory
 * @param seed   uint32
 */
export function makeNoise(
	shape: readonly number[],
	seed: number,
): Tensor<Float32Array<ArrayBuffer>> {
	const data = new Float32Array(countElements(shape));
	for (let block = 0; 4 * block < data.length; block++) {
		const [a, b, c, d] = philox4x32([block, 0, 0, 0], [seed, 0]);
		writePair(data, 4 * block, a, b);
		writePair(data, 4 * block + 2, c, d);
	}
	return makeTensor(shape, data);
}

/**
 * Goes from one noise to another on a great circle (slerp, Shoemake 1985), so that what is in between is noise too:
 * a straight mix would be too weak in the middle and draw washed-out pictures.
 *
 * @param strength  0 gives `from`, 1 gives `to`
 * @returns a new tensor of the same shape
 */
export function mixNoise(
	from: Tensor,
	to: Tensor,
	strength: number,
): Tensor<Float32Array<ArrayBuffer>> {
	assertSameShape(from, to);
	let dot = 0;
	let squaresFrom = 0;
	let squaresTo = 0;
	for (let i = 0; i < from.data.length; i++) {
		dot += from.data[i] * to.data[i];
		squaresFrom += from.data[i] ** 2;
		squaresTo += to.data[i] ** 2;
	}
	const cosine = dot / Math.sqrt(squaresFrom * squaresTo);
	const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
	const sine = Math.sin(angle);
	// Noises of one direction leave nothing to turn.
	const isFlat = !(sine > 1e-6);
	const weightFrom = isFlat
		? 1 - strength
		: Math.sin((1 - strength) * angle) / sine;
	const weightTo = isFlat ? strength : Math.sin(strength * angle) / sine;
	const data = new Float32Array(from.data.length);
	for (let i = 0; i < data.length; i++)
		data[i] = weightFrom * from.data[i] + weightTo * to.data[i];
	return makeTensor(from.shape, data);
}

/** Box–Muller: two uniform words to two normal values; writes past the end are dropped by the array. */
function writePair(data: Float32Array, at: number, a: number, b: number): void {
	// Half a step above zero, so that the logarithm is finite.
	const u1 = (a + 0.5) / 2 ** 32;
	const u2 = (b + 0.5) / 2 ** 32;
	const radius = Math.sqrt(-2 * Math.log(u1));
	data[at] = radius * Math.cos(2 * Math.PI * u2);
	data[at + 1] = radius * Math.sin(2 * Math.PI * u2);
}

/** The upper 32 bits of a product of two uint32, in 16-bit halves because doubles hold only 53. */
function multiplyHigh(a: number, b: number): number {
	const a0 = a & 0xffff;
	const a1 = a >>> 16;
	const b0 = b & 0xffff;
	const b1 = b >>> 16;
	const middle = a1 * b0 + ((a0 * b0) >>> 16);
	const cross = a0 * b1 + (middle & 0xffff);
	return a1 * b1 + Math.floor(middle / 65536) + Math.floor(cross / 65536);
}
