import { makePort } from "./rpc.js";
import { makeMemoryPortPair } from "./testing/memory-port.js";
import { testPort } from "./testing/rpc.conformance.js";

testPort(
	"memory",
	() => {
		const [client, server] = makeMemoryPortPair();
		return { client, server, close: () => {} };
	},
	{ movesBuffers: true },
);

testPort(
	"MessageChannel",
	() => {
		const { port1, port2 } = new MessageChannel();
		return {
			client: makePort(port1),
			server: makePort(port2),
			close: () => port1.close(),
		};
	},
	{ movesBuffers: true },
);
