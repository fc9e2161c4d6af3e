// Not a dependency: users who want the native device install it, and its API is that of onnxruntime-web.
declare module "onnxruntime-node" {
	// biome-ignore lint/performance/noReExportAll: a declaration costs nothing
	export * from "onnxruntime-web";
}
