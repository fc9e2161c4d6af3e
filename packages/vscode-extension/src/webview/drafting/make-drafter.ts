// Who draws drafts: the extension host at first and whenever the page can't, the page itself where it is the faster one.
import { detectDevice, isAbortError, RequestError } from "@musa/core";
import type { DraftTimes, Look, Size } from "../../records.js";
import { decodePicture } from "../decode-picture.js";
import type { Host } from "../host.js";
import type { PanelState, ShownDraft } from "../panel/state.js";
import { compareDrafters, isWebGpuFaster } from "./compare-drafters.js";
import { openPageEngine, type PageEngine } from "./page-engine.js";
import { within } from "./within.js";

/** Draws drafts by whoever does it best. */
export interface DraftDrawer {
	/** @throws MusaError, AbortError */
	draw(signal: AbortSignal, look: Look, size: Size): Promise<ShownDraft>;
	/** Nothing is wished after this draft: time to find out who is faster, if that is not known yet. */
	useIdleTime(look: Look, size: Size): void;
}

const COMPARE_LIMIT_MS = 2000;
const never = new AbortController().signal;
// A device may be gone without a word, and who won a comparison needs a fraction of this. Who wants WebGPU for all that,
// perhaps in software, gets time for it.
const OPEN_LIMIT_MS = { auto: 60_000, webgpu: 600_000 };
const DRAW_LIMIT_MS = { auto: 10_000, webgpu: 300_000 };

/** Makes the drawer of a panel. */
export function makeDrafter(state: PanelState, host: Host): DraftDrawer {
	let page: PageEngine | undefined;
	let candidate: PageEngine | undefined;
	let isSettling = false;
	/** How many drafts the user waits for. */
	let drawing = 0;
	let isSettled = false;
	let comparing = new AbortController();

	const drawByHost = async (
		signal: AbortSignal,
		look: Look,
		size: Size,
	): Promise<Omit<ShownDraft, "by" | "ms">> => {
		const { png, ...rest } = await host.ask(
			"draw-draft",
			{ look, size },
			signal,
		);
		const image = await decodePicture(png);
		return { ...rest, image };
	};
	const drawByPage = async (
		engine: PageEngine,
		signal: AbortSignal,
		look: Look,
		size: Size,
	): Promise<Omit<ShownDraft, "by" | "ms">> => {
		const prompts = [look.prompt];
		const [drawn, [route = []]] = await Promise.all([
			engine.draw(signal, look, size),
			host.ask("explain-routes", { prompts }, signal),
		]);
		return { look, size, route, ...drawn };
	};
	/** The page is done with drawing, the host goes on. */
	const giveUp = (error: unknown): void => {
		page?.close();
		candidate?.close();
		page = candidate = undefined;
		isSettled = true;
		const reason = error instanceof Error ? error.message : String(error);
		const sentence = `The view can't draw with WebGPU, so the extension's thread draws its drafts: ${reason}`;
		host.ask("log-drafter", { sentence }).catch(() => undefined);
	};

	const limitOf = ({ auto, webgpu }: typeof OPEN_LIMIT_MS): number =>
		state.drafter.value === "webgpu" ? webgpu : auto;
	const openWarm = (look: Look, size: Size): Promise<PageEngine> =>
		within(never, limitOf(OPEN_LIMIT_MS), async (signal) => {
			const engine = await openPageEngine(signal, host);
			try {
				// The first picture compiles what the graphics processor runs.
				await engine.draw(signal, look, size);
				return engine;
			} catch (error) {
				engine.close();
				throw error;
			}
		});

	const settle = async (look: Look, size: Size): Promise<void> => {
		const isWanted = state.drafter.value === "webgpu";
		const { webgpu } = await detectDevice();
		// In software it is far slower: only who asks for it gets it.
		if (!webgpu && isWanted) throw new Error("it finds no graphics adapter");
		if (!webgpu || (webgpu.isFallback && !isWanted)) {
			isSettled = true;
			return;
		}
		const adapter = JSON.stringify(webgpu);
		const { times: known, isBusy } = await host.ask("find-draft-times", {
			adapter,
		});
		if (known) state.draftTimes.value = known;
		if (known && !isWanted && !isWebGpuFaster(known)) {
			isSettled = true;
			return;
		}
		// The next pause will do.
		if (isBusy && !known && !isWanted) return;
		candidate ??= await openWarm(look, size);
		const engine = candidate;
		if (isWanted || known) page = engine;
		else {
			if (drawing > 0) return;
			const times = await compare(engine, look, size);
			await host.ask("save-draft-times", { adapter, times });
			state.draftTimes.value = times;
			if (isWebGpuFaster(times)) page = engine;
			else engine.close();
		}
		candidate = undefined;
		isSettled = true;
	};
	const compare = (
		engine: PageEngine,
		look: Look,
		size: Size,
	): Promise<DraftTimes> => {
		comparing = new AbortController();
		const draws = {
			host: (signal: AbortSignal, seed: number) =>
				drawByHost(signal, { ...look, seed }, size),
			webgpu: (signal: AbortSignal, seed: number) =>
				drawByPage(engine, signal, { ...look, seed }, size),
		};
		return compareDrafters(comparing.signal, draws, COMPARE_LIMIT_MS);
	};

	const drawByBest = async (
		signal: AbortSignal,
		look: Look,
		size: Size,
	): Promise<Omit<ShownDraft, "ms">> => {
		if (page)
			try {
				const engine = page;
				const draft = await within(signal, limitOf(DRAW_LIMIT_MS), (own) =>
					drawByPage(engine, own, look, size),
				);
				return { ...draft, by: "webgpu" };
			} catch (error) {
				if (isAbortError(error) || error instanceof RequestError) throw error;
				giveUp(error);
			}
		return { ...(await drawByHost(signal, look, size)), by: "host" };
	};

	return {
		async draw(signal, look, size) {
			comparing.abort();
			const start = performance.now();
			drawing++;
			try {
				const draft = await drawByBest(signal, look, size);
				return { ...draft, ms: performance.now() - start };
			} finally {
				drawing--;
			}
		},
		useIdleTime(look, size) {
			if (isSettled || isSettling || state.drafter.value === "host") return;
			isSettling = true;
			settle(look, size)
				.catch((error: unknown) => {
					// The user went on: the next pause will do.
					if (!isAbortError(error)) giveUp(error);
				})
				.finally(() => {
					isSettling = false;
				});
		},
	};
}
