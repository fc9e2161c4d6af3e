// What the routed edition shows besides what every edition does.
import type { AlphaSource, DraftComparison, RgbaImage } from "@musa/core";
import type { StorageLedgerReading } from "@musa/core/providers";
import type { ConsentSheetProps } from "@musa/ui";
import { computed, signal } from "@preact/signals";
import { findService, noServices } from "./services.js";

/** A picture that came back, beside its draft. */
export interface FinalReport extends DraftComparison {
	readonly layerName: string;
	readonly modelId: string;
	readonly image: RgbaImage;
	/** px, as it came. */
	readonly came: { readonly width: number; readonly height: number };
	readonly alphaSource: AlphaSource;
}

/** Makes the state of the edition. */
export function makeRoutedState() {
	const settings = signal(noServices);
	return {
		settings,
		service: computed(() => findService(settings.value)),
		/** Whether nothing may leave this device; on until the sandbox says otherwise. */
		isNever: signal(true),
		/** Services that have a key. */
		keyIds: signal<readonly string[]>([]),
		ledger: signal<StorageLedgerReading>({
			records: [],
			damagedLines: 0,
			spent: { day: 0, month: 0 },
		}),
		sheet: signal<ConsentSheetProps | undefined>(undefined),
		finals: signal<readonly FinalReport[]>([]),
		/** Whether a layer with words of its own is sent, by node id, where the user overruled the router. */
		overruled: signal<Readonly<Record<string, boolean>>>({}),
		/** The service whose form is open; `new` for one that is not saved yet. */
		editedId: signal<string | undefined>(undefined),
		/** How the runner answered, in plain words. */
		runner: signal(""),
		/** Whether the runner keeps the tray. */
		isTrayKept: signal(false),
	};
}

/** The state of the edition. */
export type RoutedState = ReturnType<typeof makeRoutedState>;
