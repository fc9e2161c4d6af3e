/** The path of a Chromium that can be started, or `undefined`. */
export function findChromium(): string | undefined;
/** The path of a Chromium, installed if there was none; `undefined` if that failed too. */
export function ensureChromium(): string | undefined;
