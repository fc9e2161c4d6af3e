// The wire between the extension host and the finder's thread; types only.
import type {
	ImageRules,
	PoorImage,
	ScanProgress,
	ScanReport,
	WantedImage,
} from "@musa/finder";

/** Requests to the finder's thread; `root` is the path of a workspace folder. */
export type FinderWire = {
	readonly requests: {
		/** Lists the folder and reads every document. */
		scan: { params: { readonly root: string }; reply: ScanReport };
		rescan: {
			params: {
				readonly root: string;
				readonly file: string;
				readonly text: string;
			};
			reply: readonly WantedImage[];
		};
		/** Checks what is known against files that have come and gone. */
		"note-changes": {
			params: {
				readonly root: string;
				readonly added: readonly string[];
				readonly removed: readonly string[];
			};
			reply: readonly WantedImage[];
		};
		/** Pictures that are there and not right. */
		"check-present": {
			params: { readonly root: string };
			reply: readonly PoorImage[];
		};
		/** What the folder's musa.json says of the image at a path. */
		"find-rules": {
			params: { readonly root: string; readonly path: string };
			reply: ImageRules;
		};
		/** Forgets a folder. */
		forget: { params: { readonly root: string }; reply: null };
	};
	readonly events: { readonly progress: ScanProgress };
};
