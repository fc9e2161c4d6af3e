// From the text of a reference to the path in it, if it names a local image at all.
import { formatOfPath } from "../image-path.js";
import { evaluateTemplate } from "../languages/template-value.js";

const REMOTE = /^(?:[a-z][a-z\d+.-]*:|\/\/|\\\\)/i;
// What only a program knows: templates, globs, route parameters, placeholders in prose; letters of another encoding.
const OPEN =
	/[{}<>*|"`\p{Cc}]|(?<!^)\$|%[A-Za-z_]{3,}%|\[\.{0,3}\w*\]|\.\.\.|…|\uFFFD/u;
// Addresses that a framework makes while it builds or serves.
const MADE =
	/^\/?(?:_next|_nuxt|_astro|_app|_image|_vercel|_ipx|__webpack|cdn-cgi|wp-content|wp-includes|\.netlify|api)\/|^(?:virtual:|~icons\/|astro:|@theme\/|#app\/)/;

/** The path of a local image, still relative or aliased; undefined when there is nothing to look for. */
export function cleanReference(reference: string): string | undefined {
	const evaluated = evaluateTemplate(reference.trim());
	if (evaluated === undefined) return undefined;
	// Loaders of bundlers stand before the path: "!url-loader!./a.png".
	const text = evaluated.replace(/^.*!(?=[.@~/\w])/, "").replaceAll("\\", "/");
	if (text === "" || REMOTE.test(text) || /^#(?!\w+\/)/.test(text))
		return undefined;
	const path = decodePath(text.replace(/\?.*$|(?<!^)#.*$/s, ""));
	if (OPEN.test(path) || MADE.test(path)) return undefined;
	return formatOfPath(path) === undefined ? undefined : path;
}

function decodePath(path: string): string {
	if (!path.includes("%")) return path;
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}
