// The panel of the routed edition: the local one, and what may leave this device when the user agrees.
import { startPanel } from "../start-panel.js";
import { makeRoutedEdition } from "./routed-edition.js";

startPanel(makeRoutedEdition);
