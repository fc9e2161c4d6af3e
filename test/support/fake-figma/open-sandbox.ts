// Runs the built code.js in QuickJS, the interpreter that Figma's sandbox descends from, beside the fake document.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import {
	getQuickJS,
	type QuickJSContext,
	type QuickJSHandle,
} from "quickjs-emscripten";
import type {
	FigmaWire,
	MainMessage,
	Method,
} from "../../../packages/figma-plugin/src/messages.js";
import { ROOT } from "../packs.js";
import type { NodeState } from "./nodes.js";
import { packMessage, unpackMessage } from "./pack-message.js";

const PLUGIN = join(ROOT, "packages/figma-plugin");
const PAGE_HTML = "<the page>";

/** A plugin's sandbox with its document. */
export interface Sandbox {
	/** Drives the document as a user would; see world.ts. */
	call<T = unknown>(method: string, ...args: readonly unknown[]): T;
	addNode(state: Partial<NodeState>): string;
	readNode(id: string): NodeState | null;
	/** Hands a packed message in and lets everything run that follows from it. */
	deliver(packed: unknown): void;
	/** Asks as the frame would. @throws Error with the sentence of a problem */
	ask<M extends Method>(
		method: M,
		params: FigmaWire["requests"][M]["params"],
	): FigmaWire["requests"][M]["reply"];
	/** Whether time stands still between ticks; else timers run as soon as they are set. */
	isPaced: boolean;
	/** Lets the timers that are set now run, once. */
	tick(): void;
	/** Runs the plugin's first line. */
	start(command?: string, parameters?: unknown): void;
	/** Hears every packed message to the frame. */
	onMessage: ((packed: unknown) => void) | undefined;
	/** Events that arrived while nobody listened. */
	readonly events: MainMessage[];
	dispose(): void;
}

/** Which build of the plugin runs. */
export type EditionName = "local" | "routed";

/** Where the files of an edition are. */
export function findEdition(edition: EditionName): {
	readonly manifest: string;
	readonly code: string;
	readonly page: string;
} {
	const folder = edition === "local" ? "dist" : "dist/routed";
	return {
		manifest: join(
			PLUGIN,
			edition === "local" ? "manifest.json" : `${folder}/manifest.json`,
		),
		code: join(PLUGIN, folder, "code.js"),
		page: join(PLUGIN, folder, "ui.html"),
	};
}

let worldSource: Promise<string> | undefined;

/** Opens an empty document with the built plugin beside it. */
export async function openSandbox(
	edition: EditionName = "local",
	editor: "figma" | "figjam" | "slides" = "figma",
): Promise<Sandbox> {
	const files = findEdition(edition);
	worldSource ??= bundleWorld();
	const world = await worldSource;
	const quickjs = await getQuickJS();
	const vm = quickjs.newContext();
	const evaluate = (source: string, name: string): void =>
		unwrap(vm, vm.evalCode(source, name)).dispose();
	evaluate(world, "world.js");
	const manifest = JSON.parse(readFileSync(files.manifest, "utf8"));
	if (!manifest.editorType.includes(editor))
		throw new Error(`the manifest does not name ${editor}`);
	const relaunchCommands = manifest.relaunchButtons.map(
		({ command }: { command: string }) => command,
	);
	const options = vm.newString(
		JSON.stringify({ html: PAGE_HTML, relaunchCommands, editor }),
	);
	const makeWorld = vm.getProp(vm.global, "makeWorld");
	const driver = unwrap(vm, vm.callFunction(makeWorld, vm.undefined, options));
	// The plugin sees Figma and nothing of the fake.
	evaluate("delete globalThis.makeWorld", "clean-up.js");

	const run = <T>(method: string, args: readonly unknown[]): T => {
		const handles = [vm.newString(method), vm.newString(JSON.stringify(args))];
		const result = unwrap(
			vm,
			vm.callFunction(driver, vm.undefined, ...handles),
		);
		const text = vm.getString(result);
		for (const handle of [...handles, result]) handle.dispose();
		return JSON.parse(text) as T;
	};
	const runJobs = (): void => {
		const jobs = vm.runtime.executePendingJobs();
		if (jobs.error) throw describe(vm, jobs.error);
	};
	const settle = (): void => {
		do runJobs();
		while (
			!sandbox.isPaced &&
			(run<number>("runTimers", []) > 0 || vm.runtime.hasPendingJob())
		);
		for (const packed of run<unknown[]>("takeMessages", [])) receive(packed);
	};
	const replies = new Map<number, MainMessage>();
	const receive = (packed: unknown): void => {
		const message = unpackMessage(packed) as MainMessage;
		if (sandbox.onMessage) sandbox.onMessage(packed);
		else if (message.type === "event") sandbox.events.push(message);
		else replies.set(message.id, message);
	};
	let lastId = 1_000_000;

	const sandbox: Sandbox = {
		isPaced: false,
		tick() {
			run("runTimers", []);
			settle();
		},
		onMessage: undefined,
		events: [],
		call(method, ...args) {
			const result = run(method, args);
			settle();
			return result as never;
		},
		addNode: (state) => sandbox.call<string>("addNode", state),
		readNode: (id) => sandbox.call<NodeState | null>("readNode", id),
		deliver(packed) {
			run("deliver", [packed]);
			settle();
		},
		ask(method, params) {
			const id = ++lastId;
			sandbox.deliver(
				packMessage({ musa: 1, type: "request", id, method, params }),
			);
			const message = replies.get(id);
			replies.delete(id);
			if (message?.type === "problem") throw new Error(message.sentence);
			if (message?.type !== "reply") throw new Error(`no reply to ${method}`);
			return message.reply as never;
		},
		start(command = "open", parameters) {
			evaluate(readFileSync(files.code, "utf8"), "code.js");
			sandbox.call("run", command, parameters);
		},
		dispose() {
			for (const handle of [options, makeWorld, driver]) handle.dispose();
			vm.dispose();
		},
	};
	return sandbox;
}

async function bundleWorld(): Promise<string> {
	const { outputFiles } = await build({
		entryPoints: [join(ROOT, "test/support/fake-figma/world.ts")],
		bundle: true,
		write: false,
		format: "iife",
		target: "es2020",
		logLevel: "error",
	});
	return outputFiles[0]?.text ?? "";
}

function unwrap(
	vm: QuickJSContext,
	result: ReturnType<QuickJSContext["evalCode"]>,
): QuickJSHandle {
	if (result.error) throw describe(vm, result.error);
	return result.value;
}

function describe(vm: QuickJSContext, handle: QuickJSHandle): Error {
	const { name, message, stack } = vm.dump(handle) as Partial<Error>;
	handle.dispose();
	return new Error(`in the sandbox: ${name}: ${message}\n${stack}`);
}
