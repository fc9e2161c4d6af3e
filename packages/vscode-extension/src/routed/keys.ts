// Keys lie in VS Code's safe, each under the origin that it is for: a service that moves does not take its key along.
import type { TierSettings } from "@musa/core/providers";
import type { ExtensionContext } from "vscode";

/** The safe. */
export interface Keys {
	/** The key of a service; what the environment has if the safe has none. */
	read(tier: TierSettings): Promise<string | undefined>;
	/** Keeps a key, or forgets it. */
	save(
		tier: Pick<TierSettings, "baseUrl">,
		key: string | undefined,
	): Promise<void>;
}

/** Opens the safe. */
export function openKeys({ secrets }: ExtensionContext): Keys {
	const placeOf = ({ baseUrl }: Pick<TierSettings, "baseUrl">): string =>
		`musa.key ${new URL(baseUrl).origin}`;
	return {
		read: async (tier) =>
			(await secrets.get(placeOf(tier))) ?? process.env[tier.keyVariable ?? ""],
		async save(tier, key) {
			if (key === undefined) await secrets.delete(placeOf(tier));
			else await secrets.store(placeOf(tier), key);
		},
	};
}
