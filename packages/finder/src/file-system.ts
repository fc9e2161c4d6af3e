// The port to a host's files. Paths are relative to the workspace's root, with forward slashes; "" is the root.

/** One entry of a folder. */
export interface FolderEntry {
	readonly name: string;
	readonly kind: "file" | "folder" | "link";
	/** Where a link leads, when that lies in the workspace and exists. */
	readonly leadsTo?: {
		readonly path: string;
		readonly kind: "file" | "folder";
	};
}

/** What the finder needs of a host's files; all may reject, and then the path counts as unreadable. */
export interface FileSystem {
	/** The entries of a folder, in any order. */
	list(folder: string): Promise<readonly FolderEntry[]>;
	/** The whole file, or undefined when it has more than `maxBytes`. */
	read(path: string, maxBytes: number): Promise<Uint8Array | undefined>;
	/** At most the first `bytes` of a file. */
	readStart(path: string, bytes: number): Promise<Uint8Array>;
}
