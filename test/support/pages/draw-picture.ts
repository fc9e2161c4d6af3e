// Draws a picture in a page with nothing but what the test hands in: no address is ever opened.
import {
	encodePng,
	generateImage,
	hashBytes,
	makeRegistry,
	memoryWeightStore,
	openEngine,
	parseManifest,
} from "@musa/core";
import { type BrowserWorkerKind, makeBrowserSpawn } from "@musa/core/browser";

/** Everything that a page needs; bytes are base64, as JSON carries them. */
export interface DrawPictureParams {
	readonly manifest: string;
	readonly files: Readonly<Record<string, string>>;
	readonly ortWasm: string;
	readonly workerSource: string;
	readonly request: unknown;
	/** Ways to start the worker; all of them by default. */
	readonly kinds?: readonly BrowserWorkerKind[];
}

/** What the page is and what it drew. */
export interface DrawnInPage {
	readonly isSecureContext: boolean;
	readonly hasStorage: boolean;
	readonly hasSubtleCrypto: boolean;
	readonly startedAs: BrowserWorkerKind | undefined;
	readonly pngSha256: string;
	/** The file itself, base64. */
	readonly png: string;
	readonly progress: readonly number[];
}

declare global {
	var drawPicture: (params: DrawPictureParams) => Promise<DrawnInPage>;
}

globalThis.drawPicture = async (params) => {
	const manifest = parseManifest(params.manifest);
	const files = Object.fromEntries(
		Object.entries(params.files).map(([path, text]) => [path, decode(text)]),
	);
	const ortWasm = decode(params.ortWasm);
	let startedAs: BrowserWorkerKind | undefined;
	const engine = openEngine({
		spawn: makeBrowserSpawn(params.workerSource, {
			...(params.kinds === undefined ? {} : { kinds: params.kinds }),
			onStarted: (kind) => {
				startedAs = kind;
			},
		}),
		weightStore: memoryWeightStore({ [manifest.id]: files }),
		readOrtWasm: async () => ortWasm,
	});
	const progress: number[] = [];
	try {
		const { image } = await generateImage(
			new AbortController().signal,
			params.request,
			{
				registry: makeRegistry([manifest]),
				engine,
				onProgress: ({ fraction }) => progress.push(fraction),
			},
		);
		const png = encodePng(image);
		return {
			isSecureContext,
			hasStorage: hasStorage(),
			hasSubtleCrypto: globalThis.crypto.subtle !== undefined,
			startedAs,
			pngSha256: await hashBytes(png),
			png: encode(png),
			progress,
		};
	} finally {
		engine.close();
	}
};

function hasStorage(): boolean {
	try {
		return localStorage !== null;
	} catch {
		return false;
	}
}

function encode(bytes: Uint8Array): string {
	let text = "";
	for (const byte of bytes) text += String.fromCharCode(byte);
	return btoa(text);
}

function decode(base64: string): Uint8Array {
	return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
