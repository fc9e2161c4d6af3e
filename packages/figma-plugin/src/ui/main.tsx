// The panel of the local edition.
import { localEdition } from "./local-edition.js";
import { startPanel } from "./start-panel.js";

startPanel(() => localEdition);
