import { afterEach, expect, test } from "vitest";
import { InternalError, MusaError, RequestError } from "../errors.js";
import {
	openRpcClient,
	openRpcServer,
	type Port,
	type RpcClient,
} from "../rpc.js";

/** Two ends of one pipe. */
export interface PortPair {
	readonly client: Port;
	readonly server: Port;
	close(): void;
}

type TestWire = {
	requests: {
		double: { params: number; reply: number };
		fail: { params: "known" | "unknown"; reply: never };
		wait: { params: null; reply: never };
		ignoreAbort: { params: null; reply: string };
		reverse: { params: Uint8Array; reply: Uint8Array };
		count: { params: number; reply: string };
	};
	events: { counted: number };
};

/** What every port must do, seen through the requests that run over it. */
export function testPort(
	name: string,
	openPair: () => PortPair,
	{ movesBuffers }: { readonly movesBuffers: boolean },
): void {
	let openPairs: PortPair[] = [];
	let release = (): void => {};
	afterEach(() => {
		for (const pair of openPairs) pair.close();
		openPairs = [];
	});

	const open = (): { client: RpcClient<TestWire>; pair: PortPair } => {
		const pair = openPair();
		openPairs.push(pair);
		openRpcServer<TestWire>(pair.server, {
			double: (_, value) => 2 * value,
			fail: (_, kind) => {
				if (kind === "unknown") throw new TypeError("secret");
				throw new RequestError("request/seed-invalid", {
					details: { got: "x" },
				});
			},
			wait: (signal) =>
				new Promise((_, reject) => {
					signal.addEventListener("abort", () => reject(signal.reason));
				}),
			ignoreAbort: () =>
				new Promise((resolve) => {
					release = () => resolve("late");
				}),
			reverse: (_, bytes, context) => {
				const reversed = bytes.slice().reverse();
				context.transfer([reversed.buffer]);
				return reversed;
			},
			count: async (_, to, { emit }) => {
				for (let i = 1; i <= to; i++) emit("counted", i);
				return "done";
			},
		});
		return { client: openRpcClient<TestWire>(pair.client), pair };
	};

	test(`${name}: a request gets its own reply, also when many run at once`, async () => {
		const { client } = open();
		const values = Array.from({ length: 50 }, (_, i) => i);
		const replies = values.map((value) =>
			client.request(undefined, "double", value),
		);
		expect(await Promise.all(replies)).toEqual(
			values.map((value) => 2 * value),
		);
	});

	test(`${name}: events reach the request that they belong to, in order`, async () => {
		const { client } = open();
		const seen: [string, number][] = [];
		const run = (label: string, to: number): Promise<string> =>
			client.request(undefined, "count", to, {
				onEvent: ({ payload }) => seen.push([label, payload]),
			});
		await Promise.all([run("a", 3), run("b", 2)]);
		expect(seen.filter(([label]) => label === "a").map(([, i]) => i)).toEqual([
			1, 2, 3,
		]);
		expect(seen.filter(([label]) => label === "b").map(([, i]) => i)).toEqual([
			1, 2,
		]);
	});

	test(`${name}: an error arrives with its class, code and details`, async () => {
		const { client } = open();
		const known = await client
			.request(undefined, "fail", "known")
			.catch((e) => e);
		expect(known).toBeInstanceOf(RequestError);
		expect(known).toMatchObject({
			code: "request/seed-invalid",
			details: { got: "x" },
		});
		const unknown = await client
			.request(undefined, "fail", "unknown")
			.catch((e) => e);
		expect(MusaError.is(unknown, "internal/unexpected")).toBe(true);
	});

	test(`${name}: aborting rejects at once and reaches the handler`, async () => {
		const { client } = open();
		const controller = new AbortController();
		const waiting = client.request(controller.signal, "wait", null);
		controller.abort();
		await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
		await client.whenAnswered();
		expect(await client.request(undefined, "double", 1)).toBe(2);
	});

	test(`${name}: an aborted request that goes on is still waited for`, async () => {
		const { client } = open();
		const controller = new AbortController();
		const going = client.request(controller.signal, "ignoreAbort", null);
		expect(await client.request(undefined, "double", 1)).toBe(2);
		controller.abort();
		await expect(going).rejects.toMatchObject({ name: "AbortError" });
		let answered = false;
		const settled = client.whenAnswered().then(() => {
			answered = true;
		});
		expect(await client.request(undefined, "double", 2)).toBe(4);
		expect(answered).toBe(false);
		release();
		await settled;
	});

	test(`${name}: a request that is aborted before it starts never leaves`, async () => {
		const { client } = open();
		const request = client.request(AbortSignal.abort(), "wait", null);
		await expect(request).rejects.toMatchObject({ name: "AbortError" });
		await client.whenAnswered();
	});

	test(`${name}: bytes arrive whole${movesBuffers ? " and move" : ""}`, async () => {
		const { client } = open();
		const bytes = Uint8Array.of(1, 2, 3);
		const transfer = [bytes.buffer];
		const reply = await client.request(undefined, "reverse", bytes, {
			transfer,
		});
		expect([...reply]).toEqual([3, 2, 1]);
		if (movesBuffers) expect(bytes.byteLength).toBe(0);
	});

	test(`${name}: an unknown request is an error, not silence`, async () => {
		const { client } = open();
		const unknown = client.request(undefined, "toString" as "double", 1);
		await expect(unknown).rejects.toMatchObject({
			code: "internal/unknown-message",
		});
	});

	test.each([
		["no object", "hello"],
		["null", null],
		["a later version", { musa: 2, type: "request", id: 1 }],
		["no id", { musa: 1, type: "request" }],
		["an unknown type", { musa: 1, type: "wish", id: 1 }],
	])(`${name}: a message with %s fails what is waiting`, async (_, message) => {
		const { client, pair } = open();
		const waiting = client.request(undefined, "wait", null);
		pair.client.post(message);
		await expect(waiting).rejects.toMatchObject({
			code: "internal/unknown-message",
		});
	});

	test(`${name}: closing rejects what is open and what comes later`, async () => {
		const { client } = open();
		const waiting = client.request(undefined, "wait", null);
		client.close();
		await expect(waiting).rejects.toMatchObject({ code: "internal/closed" });
		const later = client.request(undefined, "double", 1);
		await expect(later).rejects.toBeInstanceOf(InternalError);
	});

	test(`${name}: a finished request leaves no listener on the signal`, async () => {
		const { client } = open();
		const { signal } = new AbortController();
		let listeners = 0;
		const { addEventListener, removeEventListener } = signal;
		signal.addEventListener = (
			...args: Parameters<typeof addEventListener>
		) => {
			listeners++;
			addEventListener.apply(signal, args);
		};
		signal.removeEventListener = (
			...args: Parameters<typeof removeEventListener>
		) => {
			listeners--;
			removeEventListener.apply(signal, args);
		};
		await client.request(signal, "double", 1);
		await client.request(signal, "fail", "known").catch(() => {});
		expect(listeners).toBe(0);
	});

	test(`${name}: a value that cannot be sent is an error and leaves nothing open`, async () => {
		const { client } = open();
		const request = client.request(
			undefined,
			"double",
			(() => 1) as unknown as number,
		);
		await expect(request).rejects.toThrow();
		await client.whenAnswered();
	});
}
