// One package or site of a workspace: where its address space and its aliases point.
import type { FileIndex } from "./file-index.js";

/** A prefix of module specifiers and the folders that it may stand for. */
export interface Alias {
	/** `@/` matches what starts with it; without a slash at its end it matches the whole. */
	readonly prefix: string;
	/** Relative to the workspace's root. */
	readonly folders: readonly string[];
}

/** An address that a build fills. */
export interface Mount {
	/** `/assets/` for a folder, `/img/favicon.png` for a file. */
	readonly address: string;
	/** Relative to the workspace's root; undefined when the files come from outside it. */
	readonly folder: string | undefined;
}

/** What the resolver knows about one project. */
export interface Project {
	readonly folder: string;
	/** Names of generators and frameworks found there. */
	readonly kinds: ReadonlySet<string>;
	/** Folders that are served at `/`, the likeliest first. */
	readonly roots: readonly string[];
	readonly aliases: readonly Alias[];
	/** Prefixes of addresses, such as `/docs/`, that stand for the root. */
	readonly basePaths: readonly string[];
	/** Addresses below which a build puts what lies elsewhere. */
	readonly mounts: readonly Mount[];
	/** Where bare specifiers may start. */
	readonly moduleRoots: readonly string[];
}

/** What the resolver needs besides the reference. */
export interface Site {
	readonly index: FileIndex;
	/** Projects around the document, the nearest first. */
	readonly projects: readonly Project[];
	/** Sites elsewhere in the workspace, for content that lies outside of them. */
	readonly others: readonly Project[];
	/** The document. */
	readonly file: string;
	/** The `href` of `<base>`. */
	readonly base: string | undefined;
	isIgnored(path: string): boolean;
}
