// What this machine offers, as plain data that plans can be made from.

/** Where networks run. */
export type RuntimeDevice = "wasm" | "webgpu" | "native";

/** What a WebGPU adapter says about itself. */
export interface WebGpuReport {
	readonly vendor: string;
	readonly hasShaderF16: boolean;
	readonly maxBufferBytes: number;
	/** A software adapter is right but slow. */
	readonly isFallback: boolean;
}

/** What this machine offers. */
export interface DeviceReport {
	/** What to use unless the user asks for another. */
	readonly device: RuntimeDevice;
	readonly webgpu: WebGpuReport | undefined;
	/** More than one WASM thread needs shared memory, which most plugin frames lack. */
	readonly maxThreadCount: number;
}

interface GpuAdapter {
	readonly info?: {
		readonly vendor?: string;
		readonly isFallbackAdapter?: boolean;
	};
	readonly features: { has(name: string): boolean };
	readonly limits: { readonly maxBufferSize: number };
}

interface Gpu {
	requestAdapter(): Promise<GpuAdapter | null>;
}

/** Looks at what this machine offers; never fails. */
export async function detectDevice(): Promise<DeviceReport> {
	return {
		// The shipped networks are a few hundred small kernels per step: on WebGPU starting those takes longer than WASM computes.
		device: "wasm",
		webgpu: await detectWebGpu(),
		maxThreadCount: typeof SharedArrayBuffer === "function" ? 16 : 1,
	};
}

/** Whether there is a WebGPU at all; plugin frames without a secure context have none. */
export function hasWebGpu(): boolean {
	return findGpu() !== undefined;
}

function findGpu(): Gpu | undefined {
	return typeof navigator === "object"
		? (navigator.gpu as Gpu | undefined)
		: undefined;
}

async function detectWebGpu(): Promise<WebGpuReport | undefined> {
	try {
		const adapter = await findGpu()?.requestAdapter();
		if (!adapter) return undefined;
		return {
			vendor: adapter.info?.vendor ?? "",
			hasShaderF16: adapter.features.has("shader-f16"),
			maxBufferBytes: adapter.limits.maxBufferSize,
			isFallback: adapter.info?.isFallbackAdapter ?? false,
		};
	} catch {
		// An adapter that cannot be asked is as good as none.
		return undefined;
	}
}
