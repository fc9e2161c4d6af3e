// The sender of Node hosts on real sockets: names that lead near, silence, and keys.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { makeNodeSend } from "@musa/core/providers/node-send";
import { afterAll, beforeAll, expect, test } from "vitest";

let arrivals = 0;
const server = createServer((request, response) => {
	arrivals++;
	if (request.url === "/silence") return;
	response.end(JSON.stringify(request.headers));
});
let port = 0;
beforeAll(async () => {
	await new Promise<void>((done) => server.listen(0, "localhost", done));
	port = (server.address() as AddressInfo).port;
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});

function send(path: string, isPrivate: boolean, idleMs = 20_000) {
	const host = `localhost:${port}`;
	return makeNodeSend({ readKey: () => "secret", idleMs })(
		new AbortController().signal,
		{
			method: "POST",
			url: `http://${host}${path}`,
			headers: { accept: "*/*" },
			body: new Uint8Array(3),
		},
		{
			keyHeader: { name: "x-key", prefix: "Key " },
			rules: { host, isPrivate },
			maxBytes: 10_000,
		},
	);
}

test("a name that leads to this computer is not connected to, unless the user set it up so", async () => {
	// As after a name has changed its meaning: the address in the settings looked public.
	await expect(send("/", false)).rejects.toMatchObject({
		code: "provider/endpoint-forbidden",
	});
	expect(arrivals).toBe(0);
	const { status, body } = await send("/", true);
	expect(status).toBe(200);
	expect(JSON.parse(new TextDecoder().decode(body))).toMatchObject({
		"x-key": "Key secret",
		"content-length": "3",
	});
});

test("a server on the user's own network is not followed off it unencrypted", async () => {
	const host = "draw.studio.lan:8080";
	for (const found of [["8.8.8.8"], ["127.0.0.1", "2606:4700::1111"], ["x"]]) {
		const sent = makeNodeSend({
			readKey: () => "secret",
			resolve: (_name, _options, callback) =>
				callback(
					null,
					found.map((address) => ({ address, family: 4 })),
				),
		})(
			new AbortController().signal,
			{
				method: "POST",
				url: `http://${host}/`,
				headers: {},
				body: new Uint8Array(3),
			},
			{
				keyHeader: { name: "x-key", prefix: "" },
				rules: { host, isPrivate: true },
				maxBytes: 10_000,
			},
		);
		await expect(sent).rejects.toMatchObject({
			code: "provider/endpoint-forbidden",
		});
	}
});

test("a service that goes silent ends the call", async () => {
	await expect(send("/silence", true, 300)).rejects.toThrow("silent");
});

test("what is not connected to has got nothing: nobody listens, the name leads nowhere, the other end can't encrypt", async () => {
	const closed = createServer();
	await new Promise<void>((done) => closed.listen(0, "127.0.0.1", done));
	const free = (closed.address() as AddressInfo).port;
	await new Promise((done) => closed.close(done));
	for (const url of [
		`http://127.0.0.1:${free}/`,
		"https://nowhere.invalid/",
		`https://localhost:${port}/`,
	]) {
		const { host } = new URL(url);
		const before = arrivals;
		const sent = makeNodeSend({
			readKey: () => "secret",
			resolve: (name, _options, callback) =>
				name === "localhost"
					? callback(null, [{ address: "127.0.0.1", family: 4 }])
					: callback(Object.assign(new Error(), { code: "ENOTFOUND" }), []),
		})(
			new AbortController().signal,
			{ method: "POST", url, headers: {}, body: new Uint8Array(3) },
			{
				keyHeader: { name: "x-key", prefix: "Key " },
				rules: { host, isPrivate: true },
				maxBytes: 10_000,
			},
		);
		await expect(sent).rejects.toMatchObject({
			code: "provider/unreachable",
			details: { host },
		});
		expect(arrivals).toBe(before);
	}
});
