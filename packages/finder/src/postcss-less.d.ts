// The package has no types of its own.
declare module "postcss-less" {
	import type { Parser, Root } from "postcss";

	const less: { readonly parse: Parser<Root> };
	// biome-ignore lint/style/noDefaultExport: that is how the package exports it.
	export default less;
}
