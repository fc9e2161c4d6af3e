// The tray outlives the panel where a runner page keeps it.
import { decodePng, makeRecipe, type RgbaImage } from "@musa/core";
import { effect } from "@preact/signals";
import { encodePicture } from "../encode-picture.js";
import { formatNodeRecipe } from "../node-recipe.js";
import type { KeptPicture } from "../runner-messages.js";
import type { TrayItem } from "../state.js";
import type { Runner } from "./connect-runner.js";
import type { RoutedContext } from "./routed-context.js";

const notKept =
	"The runner page keeps no more pictures: this one is lost when Musa is closed.";

/** Brings back what was kept, and from then on keeps what comes into the tray and drops what leaves it. */
export async function keepTray(
	{ state }: RoutedContext,
	store: NonNullable<Runner["store"]>,
	drawer: string,
): Promise<void> {
	const found = await store.request(undefined, "list-pictures", { drawer });
	const restored = found.flatMap((each) => unpackItem(each) ?? []);
	const kept = new Set(restored.map(({ id }) => id));
	state.tray.value = [...state.tray.value, ...restored];

	const keep = async (item: TrayItem): Promise<void> => {
		try {
			const picture = await packItem(item);
			const params = { drawer, picture };
			const reply = await store.request(undefined, "keep-picture", params);
			if (reply.isKept) return;
		} catch {
			// The frame has gone, or the picture is too large to be packed.
		}
		// Said where the picture is: the line at the foot has other things to say.
		state.tray.value = state.tray.value.map((each) =>
			each.id === item.id
				? { ...each, sentence: `${each.sentence} ${notKept}` }
				: each,
		);
	};
	let order: Promise<unknown> = Promise.resolve();
	// One after the other: what is thrown away while it is being kept must not come back.
	const queue = (act: () => Promise<unknown>): void => {
		order = order.then(act).catch(() => undefined);
	};
	effect(() => {
		const items = state.tray.value;
		const ids = new Set(items.map(({ id }) => id));
		for (const id of [...kept].filter((each) => !ids.has(each))) {
			kept.delete(id);
			queue(() => store.request(undefined, "drop-picture", { drawer, id }));
		}
		for (const item of items.filter(({ id }) => !kept.has(id))) {
			kept.add(item.id);
			queue(() => keep(item));
		}
	});
}

async function packItem(item: TrayItem): Promise<KeptPicture> {
	const { id, prompt, sentence, drawing, finished } = item;
	if (finished) {
		const { image, file, recipe } = finished;
		const png = image ? await encodePicture(image, undefined) : null;
		return { id, prompt, sentence, recipe, png, file };
	}
	if (!drawing) throw new Error("an empty place in the tray");
	const written = makeRecipe(drawing.plan, { coreVersion: MUSA_VERSION });
	const png = await encodePicture(drawing.image, written);
	const recipe = formatNodeRecipe(drawing);
	return { id, prompt, sentence, recipe, png, file: null };
}

/** What is damaged has its place in the tray too, where it is told and can be thrown away. */
function unpackItem(kept: KeptPicture): TrayItem | undefined {
	const { id, prompt, sentence, recipe, png, file } = kept;
	if (typeof id !== "string") return undefined;
	const areTexts = [prompt, sentence, recipe].every(
		(each) => typeof each === "string" && each !== "",
	);
	const image = readPng(png);
	const bytes = file ?? png;
	if (areTexts && bytes instanceof Uint8Array && (image || file))
		return { id, prompt, sentence, finished: { image, file: bytes, recipe } };
	return {
		id,
		prompt: typeof prompt === "string" && prompt ? prompt : "A picture",
		sentence:
			"What the runner page kept of it is damaged, so it cannot be placed.",
	};
}

function readPng(png: unknown): RgbaImage | undefined {
	try {
		return png instanceof Uint8Array ? decodePng(png) : undefined;
	} catch {
		return undefined;
	}
}
