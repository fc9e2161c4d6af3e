/** The first message of a worker; whoever started it waits for this before talking to it. */
export const readyMessage = "musa-worker-ready";
