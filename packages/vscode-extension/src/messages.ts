// Every message between a webview and the extension host; types only.
// VS Code carries typed arrays as they are; pixels travel as the bytes of PNG files.
import type {
	Draft,
	Drafter,
	DraftTimes,
	Finding,
	HistoryEntry,
	ImageProblem,
	JobRow,
	Look,
	Offer,
	Palette,
	PanelMemory,
	PanelOrder,
	SheetView,
	Size,
	Slot,
} from "./records.js";

/** What would be sent, if the user agrees. */
export interface SendParams extends KeepParams {
	/** Of a service of the offer. */
	readonly serviceId: string;
	/** Whether the draft goes along as a reference. */
	readonly withDraft: boolean;
}

/** A picture to keep, and where. */
export interface KeepParams {
	readonly look: Look;
	readonly slot: Slot;
	readonly size: Size;
}

/** What a view needs to begin. */
export interface ViewState {
	/** Whether pictures may be drawn and written here. */
	readonly canWrite: boolean;
	readonly styles: readonly { readonly id: string; readonly label: string }[];
	readonly findings: readonly Finding[];
	readonly problems: readonly ImageProblem[];
	readonly jobs: readonly JobRow[];
	readonly folders: readonly { readonly uri: string; readonly name: string }[];
	readonly palettes: readonly Palette[];
	readonly history: readonly HistoryEntry[];
	/** What can be done about words that need more than this device. */
	readonly advice: string;
	/** Who the user wants to draw drafts. */
	readonly drafter: Drafter | "auto";
	readonly offer?: Offer;
	readonly memory?: PanelMemory;
	readonly order?: PanelOrder;
}

/** What became of a picture that was kept. */
export type KeepReply =
	| { readonly state: "started"; readonly job: JobRow }
	| { readonly state: "refused"; readonly sentence: string };

/** The wire between a webview and the extension host: the webview asks, the host answers and tells what happened. */
export type HostWire = {
	readonly requests: {
		/** The view is there. */
		"open-view": { params: null; reply: ViewState };
		/** Sends events until it is aborted; never answers. */
		"watch-view": { params: null; reply: null };
		/** Remembers what the panel is about. */
		"save-memory": { params: PanelMemory; reply: null };
		/** Reads a picture of the workspace, to compare a draft with it. */
		"read-picture": {
			params: { readonly folder: string; readonly target: string };
			reply: Uint8Array | null;
		};
		"change-history": {
			params: {
				readonly id: string;
				readonly act: "star" | "unstar" | "delete";
			};
			reply: null;
		};
		/** Draws something to look at; nothing is written. */
		"draw-draft": {
			params: { readonly look: Look; readonly size: Size };
			reply: Draft;
		};
		/** Reads a file of the extension that a page needs to draw by itself. */
		"read-engine-file": {
			params: { readonly path: string };
			reply: Uint8Array;
		};
		/** What the comparison with a graphics adapter found, on this machine and with these settings. */
		"find-draft-times": {
			params: { readonly adapter: string };
			reply: {
				readonly times: DraftTimes | null;
				/** Whether pictures are being drawn, so that a comparison would not be fair now. */
				readonly isBusy: boolean;
			};
		};
		"save-draft-times": {
			params: { readonly adapter: string; readonly times: DraftTimes };
			reply: null;
		};
		/** Notes for who looks for the cause that the page can't draw by itself. */
		"log-drafter": { params: { readonly sentence: string }; reply: null };
		/** Draws the look at its slot's full size and writes it. */
		"keep-look": {
			params: KeepParams;
			reply: KeepReply;
		};
		/** Sends the look to a service after the user agreed on a sheet of its own, and writes what comes. */
		"send-look": { params: SendParams; reply: KeepReply };
		/** Runs the command in which the user sets services up. */
		"set-up-services": { params: null; reply: null };
		/** Draws and writes findings, each with its own prompt unless another is given. */
		"fill-findings": {
			params: {
				readonly findingIds: readonly string[];
				readonly prompts?: Readonly<Record<string, string>>;
			};
			reply: {
				readonly jobIds: readonly string[];
				readonly refused: readonly {
					readonly findingId: string;
					readonly sentence: string;
				}[];
			};
		};
		/** Why each of these prompts needs more than this device; empty where it does not. */
		"explain-routes": {
			params: { readonly prompts: readonly string[] };
			reply: readonly (readonly string[])[];
		};
		/** Shows the panel, about this. */
		"open-panel": { params: PanelOrder; reply: null };
		/** Cancels these jobs, or all. */
		"cancel-jobs": {
			params: { readonly jobIds: readonly string[] | "all" };
			reply: null;
		};
		/** Opens a document at the reference. */
		"show-finding": { params: { readonly findingId: string }; reply: null };
		/** Opens a written picture. */
		"show-file": {
			params: { readonly folder: string; readonly target: string };
			reply: null;
		};
		rescan: { params: null; reply: null };
	};
	readonly events: {
		readonly "findings-changed": readonly Finding[];
		readonly "problems-changed": readonly ImageProblem[];
		readonly "job-changed": JobRow;
		readonly "order-given": PanelOrder;
		readonly "history-changed": readonly HistoryEntry[];
		readonly "offer-changed": Offer | null;
		readonly "draft-progress": { readonly fraction: number };
	};
};

/** The wire between the page of a sheet and the extension host. */
export type SheetWire = {
	readonly requests: {
		"open-sheet": { params: null; reply: SheetView };
		/** The user's press: the hash of what was shown, or null to keep it here. */
		"answer-sheet": {
			params: { readonly payloadSha256: string | null };
			reply: null;
		};
	};
	readonly events: Record<string, never>;
};
