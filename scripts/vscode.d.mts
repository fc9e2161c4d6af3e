/** The program that starts the server. */
export const serverEntry: string;
/**
 * The Node that runs the server: the one from the registry, which fits, else this one.
 *
 * @throws Error when neither is new enough
 */
export function findServerNode(): string;
/**
 * Installs VS Code for the tests unless it is there already; about 40 s the first time, 0 s after.
 *
 * @throws Error when it cannot be installed
 */
export function installVscode(): void;
