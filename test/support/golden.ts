import type {
	ModelManifest,
	NetworkName,
} from "../../packages/core/src/models/manifest.js";
import type {
	Tensor,
	TensorData,
} from "../../packages/core/src/tensor/tensor.js";
import type { TestPack } from "./packs.js";

/** Named tensors as the recipe wrote them. */
export type GoldenTensors = ReadonlyMap<string, Tensor<TensorData>>;

/**
 * Reads `golden/<name>.safetensors` of a pack.
 *
 * @throws Error when the pack lacks it: a parity test without numbers would prove nothing
 */
export function readGoldenTensors(pack: TestPack, name: string): GoldenTensors {
	const file = `${name}.safetensors`;
	const bytes = pack.readGolden(file);
	if (bytes === undefined)
		throw new Error(`${pack.manifest.id} has no golden/${file}`);
	// Read here and not by core: it takes float64 besides, which no pack has.
	const headerBytes = Number(new DataView(bytes.buffer).getBigUint64(0, true));
	const header = JSON.parse(
		new TextDecoder().decode(bytes.subarray(8, 8 + headerBytes)),
	) as Record<string, SafetensorsHeader>;
	const tensors = new Map<string, Tensor<TensorData>>();
	for (const [key, { dtype, shape, data_offsets: ends }] of Object.entries(
		header,
	)) {
		if (key === "__metadata__") continue;
		const [start, end] = ends.map((offset) => offset + 8 + headerBytes);
		const { buffer } = bytes.slice(start, end);
		tensors.set(key, { shape, data: DATA_OF_DTYPE[dtype](buffer) });
	}
	return tensors;
}

interface SafetensorsHeader {
	readonly dtype: "F32" | "F64" | "I32";
	readonly shape: readonly number[];
	readonly data_offsets: readonly [number, number];
}

const DATA_OF_DTYPE = {
	F32: (buffer: ArrayBuffer) => new Float32Array(buffer),
	F64: (buffer: ArrayBuffer) => Float32Array.from(new Float64Array(buffer)),
	I32: (buffer: ArrayBuffer) => new Int32Array(buffer),
} as const;

/** The networks of a model by the golden tensors that they are held to; what a model may lack is tested where it has it. */
export function listGoldenCases({
	networks,
	latents,
}: ModelManifest): readonly (readonly [
	golden: string,
	network: NetworkName,
])[] {
	return [
		["text-encoder", "text-encoder"],
		["denoiser", "denoiser"],
		...(latents.grids ? ([["denoiser-grid", "denoiser"]] as const) : []),
		["decoder", "decoder"],
		...(networks.encoder ? ([["encoder", "encoder"]] as const) : []),
		["upscaler-x4", "upscaler-x4"],
		["upscaler-x8", "upscaler-x8"],
	];
}

/** One of them. @throws Error when it is missing */
export function pick(tensors: GoldenTensors, name: string): Tensor<TensorData> {
	const found = tensors.get(name);
	if (found === undefined)
		throw new Error(
			`no tensor ${name}; there are ${[...tensors.keys()].join(", ")}`,
		);
	return found;
}

/** One of them that must be float32. */
export function pickFloat(tensors: GoldenTensors, name: string): Tensor {
	const { shape, data } = pick(tensors, name);
	if (!(data instanceof Float32Array))
		throw new Error(`${name} is not float32`);
	return { shape, data };
}

/** How far two tensors of one shape are apart. */
export interface Difference {
	readonly largest: number;
	/** Root of the mean square of the difference over that of `expected`; 0.01 = 1 %. */
	readonly relative: number;
}

/** Compares; NaN anywhere makes both figures NaN, so no limit holds. */
export function differenceOf(got: Tensor, expected: Tensor): Difference {
	if (got.shape.join() !== expected.shape.join())
		throw new Error(`shape [${got.shape}] instead of [${expected.shape}]`);
	let largest = 0;
	let squares = 0;
	let scale = 0;
	for (let i = 0; i < expected.data.length; i++) {
		const difference = Math.abs(
			(got.data[i] ?? Number.NaN) - (expected.data[i] ?? 0),
		);
		largest = Math.max(largest, difference);
		squares += difference ** 2;
		scale += (expected.data[i] ?? 0) ** 2;
	}
	return { largest, relative: Math.sqrt(squares / scale) };
}
