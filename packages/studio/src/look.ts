import type {
	Device,
	Engine,
	ModelManifest,
	PaletteDistance,
	Plan,
	Registry,
	RgbaImage,
	RouterModel,
	SpokenNames,
	Variation,
} from "@musa/core";

/** An open engine with its model. */
export interface Studio {
	readonly engine: Engine;
	readonly registry: Registry;
	readonly manifest: ModelManifest;
	/** Judges prompts. */
	readonly router: RouterModel;
	/** What people call things. */
	readonly names: SpokenNames;
	/** Where it draws, if that is settled. */
	readonly device?: Device | undefined;
}

/** A picture to start from. */
export interface StartPicture {
	readonly image: RgbaImage;
	/** How much of it may change, 0 to 1. */
	readonly strength: number;
}

/** Everything that decides how a picture looks. */
export interface Look {
	readonly prompt: string;
	/** Id of a style; empty leaves the choice to the words. */
	readonly style: string;
	readonly seed: number;
	readonly variation?: Variation | undefined;
	readonly start?: StartPicture | undefined;
	/** Degrees. */
	readonly hue: number;
	/** `#rrggbb`; empty leaves the colours alone. */
	readonly colours: readonly string[];
}

/** A picture with what made it. */
export interface Drawing {
	readonly look: Look;
	readonly image: RgbaImage;
	readonly plan: Plan;
	/** How far it is from the palette, if there is one. */
	readonly distance: PaletteDistance | undefined;
}
