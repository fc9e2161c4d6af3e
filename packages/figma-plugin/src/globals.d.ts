/** Version of this plugin, put in by the build. */
declare const MUSA_VERSION: string;
