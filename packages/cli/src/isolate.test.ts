import { expect, test } from "vitest";
import { readTrace } from "./isolate.js";

test("every internet address in a trace is an attempt, this computer's own and local sockets are none", () => {
	const trace = [
		'12 connect(3, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("203.0.113.7")}, 16) = -1 ECONNREFUSED (Connection refused)',
		'12 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16) = 0',
		'12 connect(3, {sa_family=AF_UNIX, sun_path="/run/x"}, 110) = 0',
		'13 sendto(4, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("10.0.0.2")}, 16) = 1',
		'13 connect(5, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28) = -1',
		'13 connect(5, {sa_family=AF_INET6, sin6_port=htons(9), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28) = 0',
		"14 +++ exited with 0 +++",
	].join("\n");
	expect(readTrace(trace)).toEqual({
		attempts: [
			{ address: "203.0.113.7", port: 443 },
			{ address: "10.0.0.2", port: 53 },
			{ address: "2001:db8::1", port: 443 },
		],
		callCount: 6,
	});
	expect(readTrace("")).toEqual({ attempts: [], callCount: 0 });
});
