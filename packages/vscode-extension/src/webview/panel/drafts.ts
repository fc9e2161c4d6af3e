// The live draft: the newest wish is drawn small, then the four pictures to choose from; older wishes are forgotten.
import { type LatestOnly, makeLatestOnly } from "@musa/studio";
import type { Look } from "../../records.js";
import { makeDrafter } from "../drafting/make-drafter.js";
import { describeFailure, type Host } from "../host.js";
import { draftSize, nextSeed, readLook } from "./look.js";
import type { PanelState } from "./state.js";

const draftLimit = 256;
const stripLimit = 128;
const stripCount = 4;

/** Makes the live draft of a panel. */
export function makeDrafts(state: PanelState, host: Host): LatestOnly {
	let stripKey = "";
	const drafter = makeDrafter(state, host);

	const drawStrip = async (signal: AbortSignal, look: Look): Promise<void> => {
		const { variation: _, ...still } = look;
		const size = draftSize(state.size.value, stripLimit);
		const key = JSON.stringify([{ ...still, seed: 0 }, size]);
		const seeds = state.strip.value.map(({ seed }) => seed);
		const isSame = seeds.includes(still.seed);
		if (key === stripKey && isSame) return;
		stripKey = key;
		const first = isSame ? (seeds[0] ?? still.seed) : still.seed;
		let seed = first;
		state.strip.value = Array.from({ length: stripCount }, () => {
			const item = { seed, image: undefined };
			seed = nextSeed(seed);
			return item;
		});
		for (const item of state.strip.value) {
			const look = { ...still, seed: item.seed };
			const { image } = await drafter.draw(signal, look, size);
			state.strip.value = state.strip.value.map((each) =>
				each.seed === item.seed ? { ...each, image } : each,
			);
		}
	};

	const wishes = makeLatestOnly(
		async (signal) => {
			const look = readLook(state);
			if (look.prompt.trim() === "") {
				state.draft.value = undefined;
				state.strip.value = [];
				stripKey = "";
				return;
			}
			state.isDrawing.value = true;
			try {
				const size = draftSize(state.size.value, draftLimit);
				const draft = await drafter.draw(signal, look, size);
				signal.throwIfAborted();
				state.draft.value = draft;
				if (state.status.value.tone === "danger")
					state.status.value = { tone: "plain", sentence: "" };
				if (!wishes.isWished()) await drawStrip(signal, look);
				if (!wishes.isWished()) drafter.useIdleTime(look, size);
			} finally {
				state.isDrawing.value = false;
			}
		},
		(error) => {
			// The strip may be incomplete.
			stripKey = "";
			const sentence = describeFailure(error);
			if (sentence) state.status.value = { tone: "danger", sentence };
		},
	);
	return wishes;
}
