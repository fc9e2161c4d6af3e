// Figma's side of the routed edition: everything of the local one, and a place on this computer for settings, keys and ledger.
import { answerAlso } from "../main.js";
import { vaultHandlers } from "./vault.js";

answerAlso(vaultHandlers);
