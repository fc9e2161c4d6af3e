// Where requests may go. URL parsing has already turned decimal, octal and hexadecimal addresses into dotted ones.
import { ProviderError } from "../errors.js";

/** What a user's own settings say about an endpoint. */
export interface EndpointRules {
	/** `host:port` as in the settings; nothing else is ever contacted. */
	readonly host: string;
	/** Whether the user set it up as a server of their own, so that it may be on this computer or network. */
	readonly isPrivate: boolean;
}

/**
 * Checks the address of a request against the settings.
 *
 * @throws ProviderError `provider/endpoint-forbidden`
 */
export function assertEndpoint(url: string, rules: EndpointRules): void {
	const forbid = (host: string, reason: string): ProviderError =>
		new ProviderError("provider/endpoint-forbidden", {
			details: { host, reason },
		});
	let parsed: InstanceType<typeof URL>;
	try {
		parsed = new URL(url);
	} catch {
		throw forbid("this address", "it is not a web address");
	}
	const { protocol, hostname, host, username, password } = parsed;
	if (protocol !== "https:" && protocol !== "http:")
		throw forbid(host, "it is not a web address");
	if (username !== "" || password !== "")
		throw forbid(host, "the address holds a name or password");
	if (host !== rules.host)
		throw forbid(host, "it is not the address in your settings");
	const bare = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
	const isNear = isNearAddress(bare) || isNearName(bare);
	if (isNear && !rules.isPrivate)
		throw forbid(host, "it is on this computer or network");
	if (protocol === "http:" && !isNear)
		throw forbid(host, "the connection would not be encrypted");
}

function isNearName(name: string): boolean {
	return /^localhost$|\.(localhost|local|lan|internal|home\.arpa)$/i.test(name);
}

/** Whether an address, v4 or v6, belongs to this computer, a private network, or nobody: everything that is not public. */
export function isNearAddress(address: string): boolean {
	const v4 = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
	if (v4) return isNearV4(v4.slice(1).map(Number));
	if (!address.includes(":")) return false;
	const words = expandV6(address);
	if (words === undefined) return true;
	// Mapped, compatible, translated (NAT64) and 6to4 addresses carry a v4 one.
	const leading = words.slice(0, 6).join(":");
	const last = [words[6] >> 8, words[6] & 255, words[7] >> 8, words[7] & 255];
	if (leading === "0:0:0:0:0:0" || leading === "0:0:0:0:0:65535")
		return isNearV4(last);
	if (leading === `${0x64}:${0xff9b}:0:0:0:0`) return isNearV4(last);
	if (words[0] === 0x2002)
		return isNearV4([
			words[1] >> 8,
			words[1] & 255,
			words[2] >> 8,
			words[2] & 255,
		]);
	// Only 2000::/3 is public, without what is set aside in it: tunnels that hide a v4 address, tests, documents.
	return (
		(words[0] & 0xe000) !== 0x2000 ||
		(words[0] === 0x2001 && (words[1] < 0x200 || words[1] === 0xdb8)) ||
		(words[0] === 0x3fff && words[1] < 0x1000)
	);
}

function isNearV4([a, b, c]: readonly number[]): boolean {
	return (
		a === 0 ||
		a === 10 ||
		a === 127 ||
		a >= 224 ||
		(a === 100 && b >= 64 && b < 128) ||
		(a === 169 && b === 254) ||
		(a === 172 && b >= 16 && b < 32) ||
		(a === 192 && b === 168) ||
		(a === 192 && b === 0 && (c === 0 || c === 2)) ||
		(a === 198 && (b === 18 || b === 19))
	);
}

/** The eight words of a v6 address. */
function expandV6(address: string): number[] | undefined {
	const plain = address
		.replace(/%.*$/, "")
		.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...parts) => {
			const [a, b, c, d] = parts.slice(0, 4).map(Number);
			return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
		});
	const [head, rest, ...more] = plain.split("::");
	if (more.length > 0) return undefined;
	const parse = (text: string | undefined): number[] =>
		text ? text.split(":").map((word) => Number.parseInt(word, 16)) : [];
	const [start, end] = [parse(head), parse(rest)];
	const gap = rest === undefined ? 0 : 8 - start.length - end.length;
	const words = [
		...start,
		...new Array<number>(Math.max(0, gap)).fill(0),
		...end,
	];
	const isRight =
		words.length === 8 && words.every((word) => word >= 0 && word <= 0xffff);
	return isRight ? words : undefined;
}
