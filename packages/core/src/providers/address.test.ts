import { expect, test } from "vitest";
import { assertEndpoint, isNearAddress } from "./address.js";

const forbidden = expect.objectContaining({
	code: "provider/endpoint-forbidden",
});

test.each([
	...["127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "172.31.255.255"],
	...["192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1"],
	...["255.255.255.255", "198.18.0.1", "192.0.0.8", "::1", "::", "fe80::1"],
	...["fc00::1", "fd12:3456::1", "ff02::1", "::ffff:169.254.169.254"],
	...["::ffff:a9fe:a9fe", "::7f00:1", "64:ff9b::10.0.0.1", "2002:7f00:1::1"],
	...["fe80::1%eth0", "1::2::3", "::gggg"],
	// Teredo, which hides 10.0.0.1; documents.
	...["2001:0:4136:e378:8000:63bf:f5ff:fffe", "2001:db8::1", "3fff::1"],
])("%s is no public address", (address) => {
	expect(isNearAddress(address)).toBe(true);
});

test.each([
	...[
		"8.8.8.8",
		"2001:4860:4860::8888",
		"172.32.0.1",
		"172.15.0.1",
		"100.128.0.1",
		"192.169.0.1",
	],
	...[
		"2606:4700::1111",
		"::ffff:8.8.8.8",
		"64:ff9b::8.8.8.8",
		"2002:808:808::1",
	],
])("%s is a public address", (address) => {
	expect(isNearAddress(address)).toBe(false);
});

/** However an address is written, what the URL parser makes of it is checked. */
const spellings = [
	...[
		"http://127.0.0.1",
		"http://2130706433",
		"http://0x7f000001",
		"http://0177.0.0.1",
	],
	...["http://127.1", "http://0", "http://[::1]", "http://[::ffff:127.0.0.1]"],
	...[
		"http://[::ffff:a9fe:a9fe]",
		"http://169.254.169.254",
		"http://2852039166",
	],
	...["http://0xa9.0xfe.0xa9.0xfe", "http://localhost", "http://LOCALHOST."],
	...[
		"http://printer.local",
		"https://metadata.google.internal",
		"http://10.0.0.1",
	],
	...["https://192.168.0.1", "http://１２７.０.０.１", "https://127。0。0。1"],
];

test.each(spellings)("%s is not reached as a cloud", (address) => {
	const { host } = new URL(address);
	expect(() =>
		assertEndpoint(`${address}/v1/x`, { host, isPrivate: false }),
	).toThrow(forbidden);
});

test("the user's own server may be near, and only that one", () => {
	const rules = { host: "10.0.0.7:8080", isPrivate: true };
	assertEndpoint("http://10.0.0.7:8080/v2/x", rules);
	for (const url of [
		...[
			"http://10.0.0.8:8080/v2",
			"http://10.0.0.7/v2",
			"http://10.0.0.7:8081/",
		],
		...[
			"http://user:key@10.0.0.7:8080/",
			"ftp://10.0.0.7:8080/",
			"nonsense",
			"",
		],
		...["http://10.0.0.7:8080@example.com/", "file:///etc/passwd", "data:,x"],
	])
		expect(() => assertEndpoint(url, rules)).toThrow(forbidden);
});

test("a public server is reached encrypted or not at all", () => {
	const rules = { host: "api.example.com", isPrivate: false };
	assertEndpoint("https://api.example.com/v1", rules);
	for (const isPrivate of [true, false])
		expect(() =>
			assertEndpoint("http://api.example.com/v1", { ...rules, isPrivate }),
		).toThrow(forbidden);
	expect(() =>
		assertEndpoint("https://api.example.com.evil.net/v1", rules),
	).toThrow(forbidden);
});
