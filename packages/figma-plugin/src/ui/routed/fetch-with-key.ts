// The one place of this edition that fetches. The key is read from Figma's storage right here, goes into one header of one
// request, and is kept nowhere.
import { ProviderError } from "@musa/core";
import type { FetchWithKey } from "@musa/core/providers/browser-send";
import type { SandboxClient } from "../sandbox.js";
import { hostOf, isHostAllowed } from "./services.js";

/** Makes the fetch of a service. @throws ProviderError before anything is sent */
export function makeFetchWithKey(
	sandbox: SandboxClient,
	serviceId: string,
): FetchWithKey {
	return async (url, init, { name, prefix }) => {
		if (!isHostAllowed(url))
			throw new ProviderError("provider/endpoint-forbidden", {
				details: {
					host: hostOf(url),
					reason: "the manifest of this build does not name it",
				},
			});
		const { isNever, key } = await sandbox.ask("read-key", { serviceId });
		// The sandbox's answer counts, not what this page remembers: another window may have turned the switch.
		if (isNever) throw new ProviderError("provider/sending-forbidden");
		const headers = new Headers(init.headers);
		if (key !== null) headers.set(name, `${prefix}${key}`);
		return fetch(url, { ...init, headers });
	};
}
