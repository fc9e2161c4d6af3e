import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { selectFiles } from "@musa/core";
import { type MeasuredPack, ROOT } from "./pack-folder.js";

/** How much a host has to carry. */
export interface ByteFigures {
	readonly pack: {
		readonly bytes: number;
		readonly files: Readonly<Record<string, number>>;
	};
	/** What a page needs for WASM: the worker's script, the runtime, and the pack's files for that device. */
	readonly browserBundle: {
		readonly bytes: number;
		/** Each part with gzip -9. */
		readonly gzipBytes: number;
		/** The gzipped parts as base64, as one self-contained page holds them. */
		readonly inlinedBytes: number;
		readonly parts: Readonly<
			Record<string, { bytes: number; gzipBytes: number }>
		>;
	};
}

/** Counts the bytes of a pack and of all that a browser needs to draw with it. */
export function measureBytes({ folder, manifest }: MeasuredPack): ByteFigures {
	const dist = join(ROOT, "packages/core/dist");
	const files = selectFiles(manifest, "wasm").map(({ path }) =>
		join(folder, path),
	);
	const parts = {
		worker: measurePart([join(dist, "worker.js")]),
		runtime: measurePart([join(dist, "ort-wasm-simd-threaded.wasm")]),
		model: measurePart(files),
	};
	const sum = (key: "bytes" | "gzipBytes") =>
		Object.values(parts).reduce((total, part) => total + part[key], 0);
	return {
		pack: {
			bytes: manifest.files.reduce((total, { bytes }) => total + bytes, 0),
			files: Object.fromEntries(
				manifest.files.map(({ path, bytes }) => [path, bytes]),
			),
		},
		browserBundle: {
			bytes: sum("bytes"),
			gzipBytes: sum("gzipBytes"),
			inlinedBytes: Math.ceil(sum("gzipBytes") / 3) * 4,
			parts,
		},
	};
}

function measurePart(files: readonly string[]): {
	bytes: number;
	gzipBytes: number;
} {
	let bytes = 0;
	let gzipBytes = 0;
	for (const file of files) {
		const content = readFileSync(file);
		bytes += content.length;
		gzipBytes += gzipSync(content, { level: 9 }).length;
	}
	return { bytes, gzipBytes };
}
