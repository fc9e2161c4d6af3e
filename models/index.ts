// The packs that ship with Musa and where their files lie. Data only: hosts read the manifests and hand them to core.

/** A pack, before its manifest is read. */
export interface ShippedPack {
	/** As in the pack's manifest. */
	readonly id: string;
	/** Address of the folder that the paths in the manifest start from, with a slash at the end. */
	readonly baseUrl: string;
	/** Address of the manifest; parse it with core's `parseManifest`. */
	readonly manifestUrl: string;
}

function describePack(id: string): ShippedPack {
	const baseUrl = new URL(`./${id}/`, import.meta.url).href;
	return { id, baseUrl, manifestUrl: `${baseUrl}manifest.json` };
}

/** All packs; the first is the default. */
export const shippedPacks: readonly ShippedPack[] = [describePack("musa-xxs")];

/**
 * Address of one file of a pack.
 *
 * @param path  as in the manifest's `files`
 */
export function addressOf(pack: ShippedPack, path: string): string {
	return new URL(path, pack.baseUrl).href;
}
