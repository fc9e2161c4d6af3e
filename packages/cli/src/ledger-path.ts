import { join } from "node:path";
import { settingsFolder } from "./user-settings.js";

/** The ledger of this user. */
export function ledgerPath(): string {
	return join(settingsFolder(), "egress.log");
}
