/** Version of this plugin, put in by the build. */
declare const MUSA_VERSION: string;

/** Addresses that the routed edition's manifest allows, put in by the build. */
declare const MUSA_HOSTS: readonly string[];
