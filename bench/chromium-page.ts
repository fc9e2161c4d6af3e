// The measurement inside a page; measure-chromium.ts bundles it and calls `measureInPage`.
import { memoryWeightStore, openEngine, parseManifest } from "@musa/core";
import { makeBrowserSpawn } from "@musa/core/browser";
import { type EngineFigures, measureEngine } from "./measure.js";
import { openMatMul } from "./open-mat-mul.js";

/** All that the page needs; bytes are base64, as JSON carries them. */
export interface PageParams {
	readonly manifest: string;
	readonly files: Readonly<Record<string, string>>;
	readonly ortWasm: string;
	readonly workerSource: string;
	readonly runs: number;
}

declare global {
	var measureInPage: (params: PageParams) => Promise<EngineFigures>;
}

globalThis.measureInPage = async (params) => {
	const manifest = parseManifest(params.manifest);
	const files = Object.fromEntries(
		Object.entries(params.files).map(([path, text]) => [path, decode(text)]),
	);
	const ortWasm = decode(params.ortWasm);
	const engine = openEngine({
		spawn: makeBrowserSpawn(params.workerSource),
		weightStore: memoryWeightStore({ [manifest.id]: files }),
		readOrtWasm: async () => ortWasm,
	});
	try {
		return await measureEngine({
			engine,
			manifest,
			device: "wasm",
			sizes: [512, 1024],
			runs: params.runs,
			runMatMul: await openMatMul(ortWasm),
		});
	} finally {
		engine.close();
	}
};

function decode(base64: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
