// Addresses of services that serve stand-ins for pictures.

/** What such an address asks for. */
export interface PlaceholderUrl {
	/** The service's host. */
	readonly service: string;
	/** px */
	readonly width?: number;
	readonly height?: number;
	/** Words that the stand-in shows. */
	readonly text?: string;
}

/** A source of regular expressions: the hosts, as alternatives. */
export const placeholderPattern =
	"placehold\\.(?:co|it|jp)|placeholder\\.com|picsum\\.photos|loremflickr\\.com|dummyimage\\.com|fakeimg\\.pl|placekitten\\.com|placebear\\.com|placedog\\.net|placeimg\\.com|lorempixel\\.com|satyr\\.dev|placebeard\\.it|baconmockup\\.com|lorem\\.space|unsplash\\.it";
const SERVICE = new RegExp(
	`^(?:(?:www|via|cdn|fastly|i)\\.)?(?:${placeholderPattern})$`,
);
const MENTION = new RegExp(`//[\\w.]*(?:${placeholderPattern})`, "i");

/** Whether a text names such a service anywhere. */
export function mentionsPlaceholder(text: string): boolean {
	return MENTION.test(text);
}

/** Reads the address of a stand-in; undefined for any other reference. */
export function placeholderOf(reference: string): PlaceholderUrl | undefined {
	const parts =
		/^(?:https?:)?\/\/([\w.-]+)(?::\d+)?(\/[^?#]*)?(?:\?([^#]*))?/i.exec(
			reference.trim(),
		);
	const service = parts?.[1]?.toLowerCase();
	if (service === undefined || !SERVICE.test(service)) return undefined;
	const [, , path = "", query = ""] = parts ?? [];
	const text = /(?:^|&)text=([^&]*)/.exec(query)?.[1];
	const words = text === undefined ? undefined : decode(text);
	return {
		service,
		...sizeIn(path),
		...(words === undefined || /^[\d\sx×]*$/.test(words)
			? {}
			: { text: words }),
	};
}

/** `/600x400`, `/600/400`, `/id/237/200/300`, `/300` (a square). */
function sizeIn(path: string): { width?: number; height?: number } {
	const pair = /\/(\d{1,4})(?:x|\/)(\d{1,4})(?=[/.?]|$)/i.exec(
		path.replace(/^\/(?:id|seed)\/[^/]+/, ""),
	);
	if (pair) return { width: Number(pair[1]), height: Number(pair[2]) };
	const side = /\/(\d{1,4})(?=[/.?]|$)/.exec(path)?.[1];
	return side === undefined
		? {}
		: { width: Number(side), height: Number(side) };
}

function decode(text: string): string {
	try {
		return decodeURIComponent(text.replaceAll("+", " ").replaceAll("\\n", " "));
	} catch {
		return text;
	}
}
