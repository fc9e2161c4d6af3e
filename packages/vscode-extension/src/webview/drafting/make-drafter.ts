// Who draws drafts: the extension host at first and whenever the page can't, the page itself where it is the faster one.
import { detectDevice, isAbortError, RequestError } from "@musa/core";
import type { Drafter, DraftTimes, Look, Size } from "../../messages.js";
import { decodePicture } from "../decode-picture.js";
import type { Host } from "../host.js";
import { draftSize, readLook } from "../panel/look.js";
import type { PanelState, ShownDraft } from "../panel/state.js";
import { compareDrafters, isWebGpuFaster } from "./compare-drafters.js";
import { openPageEngine, type PageEngine } from "./page-engine.js";

/** Draws drafts by whoever does it best. */
export interface DraftDrawer {
	/** @throws MusaError, AbortError */
	draw(signal: AbortSignal, look: Look, size: Size): Promise<ShownDraft>;
	/** Nothing is wished now: time to find out who is faster, if that is not known yet. */
	useIdleTime(): void;
}

const COMPARE_LIMIT_MS = 2000;
// The runtime is read and started, and the first picture compiles what the graphics processor runs.
const OPEN_LIMIT_MS = 120_000;
const SAMPLE_PX = 256;

/** Makes the drawer of a panel. */
export function makeDrafter(state: PanelState, host: Host): DraftDrawer {
	let page: PageEngine | undefined;
	let candidate: PageEngine | undefined;
	let isSettling = false;
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

	const settle = async (): Promise<void> => {
		const isWanted = state.drafter.value === "webgpu";
		const { webgpu } = await detectDevice();
		// In software it is far slower: only who asks for it gets it.
		if (!webgpu && isWanted) throw new Error("it finds no graphics adapter");
		if (!webgpu || (webgpu.isFallback && !isWanted)) {
			isSettled = true;
			return;
		}
		const adapter = JSON.stringify(webgpu);
		const known = await host.ask("find-draft-times", { adapter });
		if (known) state.draftTimes.value = known;
		if (known && !isWanted && !isWebGpuFaster(known)) {
			isSettled = true;
			return;
		}
		const look = readLook(state);
		const size = draftSize(state.size.value, SAMPLE_PX);
		if (!candidate) {
			const limit = AbortSignal.timeout(OPEN_LIMIT_MS);
			candidate = await openPageEngine(limit, host);
			await candidate.draw(limit, look, size);
		}
		if (!isWanted && !known) {
			const times = await compare(candidate, look, size);
			await host.ask("save-draft-times", { adapter, times });
			state.draftTimes.value = times;
			if (!isWebGpuFaster(times)) candidate.close();
			else page = candidate;
		} else page = candidate;
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

	return {
		async draw(signal, look, size) {
			comparing.abort();
			const start = performance.now();
			const done = (
				by: Drafter,
				draft: Omit<ShownDraft, "by" | "ms">,
			): ShownDraft => ({ ...draft, by, ms: performance.now() - start });
			if (page)
				try {
					return done("webgpu", await drawByPage(page, signal, look, size));
				} catch (error) {
					if (isAbortError(error) || error instanceof RequestError) throw error;
					giveUp(error);
				}
			return done("host", await drawByHost(signal, look, size));
		},
		useIdleTime() {
			if (isSettled || isSettling || state.drafter.value === "host") return;
			isSettling = true;
			settle()
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
