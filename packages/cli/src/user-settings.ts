// The user's settings; what is wrong with them is told as a wrong use of the command.
import { MusaError } from "@musa/core";
import type { UserSettings } from "@musa/core/providers";
import { loadUserSettings as load } from "@musa/core/providers/node-user-settings";
import { UsageError } from "./usage-error.js";

/**
 * Reads providers.json.
 *
 * @throws UsageError that names the field which is wrong
 */
export async function loadUserSettings(): Promise<UserSettings> {
	try {
		return await load();
	} catch (error) {
		if (MusaError.is(error, "provider/settings-invalid"))
			throw new UsageError(error.message);
		throw error;
	}
}
