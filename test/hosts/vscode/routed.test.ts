// The edition with services in the window of a real VS Code, against a stand-in service on loopback: setting it up, what is shown
// before anything leaves, what leaves, where what comes lands, and what is refused. One window for all journeys, in this order.
import { describe } from "vitest";
import { PATIENT } from "../../support/vscode-host/use-window.js";
import { testLimits } from "./routed/limits.js";
import { testRefusals } from "./routed/refusals.js";
import { testSending } from "./routed/sending.js";
import { testSetUp } from "./routed/set-up.js";
import { useService } from "./routed/use-service.js";

const service = useService();

describe("the edition with services", PATIENT, () => {
	testSetUp(service);
	testSending(service);
	testRefusals(service);
	testLimits(service);
});
