/** In Node the package's own Node build takes the place of `/wasm`, which cannot start threads there (1.30.0). */
export const nodeRuntimes: Readonly<Record<string, string>> = {
	"onnxruntime-web/wasm": "onnxruntime-web",
};
