// The built ui.html in frames of the shape that Figma gives it, with the built code.js in its sandbox: both worlds, bridged.
import { readFileSync } from "node:fs";
import type { Browser, Frame, Page } from "playwright-core";
import {
	type EditionName,
	findEdition,
	openSandbox,
	type Sandbox,
} from "./open-sandbox.js";

/**
 * How Figma may frame a plugin: an own data: page, or about:srcdoc inside one, given whole or written into it. The whole
 * one makes every click slow: playwright reads the frame's attributes each time, and the page is megabytes of one.
 */
export type FrameShape = "data" | "srcdoc" | "written-srcdoc";

/** The policy that Figma's documentation quotes, as strict as it can be read. */
export const STRICT_POLICY =
	"default-src data:; script-src 'unsafe-inline' 'unsafe-eval' data:";

/** The policy that follows from a manifest: what is quoted, and the hosts it names. */
export function policyOf(edition: EditionName): string {
	const { networkAccess } = JSON.parse(
		readFileSync(findEdition(edition).manifest, "utf8"),
	) as {
		networkAccess: {
			allowedDomains: string[];
			devAllowedDomains?: string[];
		};
	};
	const { allowedDomains, devAllowedDomains = [] } = networkAccess;
	const hosts = [...allowedDomains, ...devAllowedDomains].filter(
		(host) => host !== "none",
	);
	return STRICT_POLICY.replace("data:;", `data: ${hosts.join(" ")};`);
}

/** Figma's own page; the test answers for it. */
const FIGMA = "https://www.figma.com/";

/** How the panel is opened. */
export interface PanelOptions {
	readonly edition?: EditionName;
	readonly shape?: FrameShape;
	readonly policy?: string;
	readonly theme?: "light" | "dark";
	/** Changes the page before it is opened, to damage it. */
	readonly changeHtml?: (html: string) => string;
	/** Arranges the document before the plugin starts. */
	readonly arrange?: (figma: Sandbox) => void;
	readonly command?: string;
	readonly parameters?: unknown;
	/** Whether the outermost page is a secure one, as Figma's own is; else it is a data: page too. */
	readonly isUnderFigma?: boolean;
	/** Device pixels per px. */
	readonly pixelRatio?: number;
	/** Script that runs first in every frame. */
	readonly initScript?: string;
}

/** An open panel. */
export interface Panel {
	readonly page: Page;
	/** Where ui.html lives. */
	readonly frame: Frame;
	readonly figma: Sandbox;
	/** Addresses that were asked for over a network. */
	readonly requests: readonly string[];
	/** Messages that Figma would not have carried, errors and console output of the page. */
	readonly complaints: readonly string[];
	/** Ends the plugin as Figma does. */
	close(): Promise<void>;
}

declare global {
	var musaToSandbox: (packed: string) => void;
	var musaToPanel: (packed: string) => void;
}

// Values of Figma's own themes, for the look.
const THEMES = {
	light: {
		bg: "#ffffff",
		"bg-secondary": "#f5f5f5",
		text: "#000000e5",
		"text-secondary": "#00000080",
		border: "#e6e6e6",
		"bg-brand": "#0d99ff",
		"text-onbrand": "#ffffff",
	},
	dark: {
		bg: "#2c2c2c",
		"bg-secondary": "#383838",
		text: "#ffffff",
		"text-secondary": "#ffffffb2",
		border: "#444444",
		"bg-brand": "#0c8ce9",
		"text-onbrand": "#ffffff",
	},
};

/** Opens both halves of the built plugin. */
export async function openPanel(
	browser: Pick<Browser, "newContext">,
	options: PanelOptions = {},
): Promise<Panel> {
	const { shape = "written-srcdoc", policy, theme = "light" } = options;
	const figma = await openSandbox(options.edition);
	options.arrange?.(figma);
	const context = await browser.newContext({
		viewport: { width: 320, height: 600 },
		deviceScaleFactor: options.pixelRatio ?? 1,
		locale: "en-GB",
		reducedMotion: "reduce",
	});
	// The machine may be shared: even a click may take its time.
	context.setDefaultTimeout(200_000);
	const page = await context.newPage();
	const requests: string[] = [];
	const complaints: string[] = [];
	context.on("request", (request) => {
		if (!/^(data|blob|about):/.test(request.url()) && request.url() !== FIGMA)
			requests.push(request.url());
	});
	page.on("pageerror", (error) => complaints.push(String(error)));
	page.on("console", (message) => complaints.push(message.text()));
	if (options.initScript) await context.addInitScript(options.initScript);
	await context.exposeFunction("musaToSandbox", (packed: string) => {
		const parsed = JSON.parse(packed) as unknown;
		if (typeof parsed === "string") complaints.push(parsed);
		else figma.deliver(parsed);
	});
	const policyTag = policy
		? `<meta http-equiv="Content-Security-Policy" content="${policy}">`
		: "";
	const outer = `<!doctype html><head>${policyTag}</head><body></body>`;
	await context.route(FIGMA, (route) =>
		route.fulfill({ contentType: "text/html", body: outer }),
	);
	await page.goto(options.isUnderFigma ? FIGMA : toDataUrl(outer));
	await page.addScriptTag({ content: BRIDGE });
	figma.onMessage = (packed) => {
		void page
			.evaluate((text) => globalThis.musaToPanel(text), JSON.stringify(packed))
			.catch(() => undefined);
	};
	const html = readFileSync(
		findEdition(options.edition ?? "local").page,
		"utf8",
	).replace('<html lang="en">', `<html lang="en" class="figma-${theme}">`);
	const ready = options.changeHtml?.(html) ?? html;
	figma.start(options.command, options.parameters);
	await page.evaluate(
		([text, kind, inner]) => {
			const element = document.createElement("iframe");
			element.title = "Musa";
			element.style.cssText = "border:0;width:100vw;height:100vh;display:block";
			const loaded = new Promise((resolve) => {
				element.addEventListener("load", resolve, { once: true });
			});
			if (kind === "srcdoc") element.srcdoc = text ?? "";
			else if (kind === "data") element.src = inner.address;
			else element.srcdoc = inner.html;
			document.body.style.margin = "0";
			document.body.append(element);
			if (kind === "srcdoc") return loaded;
			return loaded.then(() =>
				element.contentWindow?.postMessage({ html: text }, "*"),
			);
		},
		[ready, shape, { html: LOADER, address: toDataUrl(LOADER) }] as const,
	);
	const frame = page.frames()[1];
	if (!frame) throw new Error("there is no frame");
	await frame.waitForSelector(".app");
	await frame.evaluate((colours) => {
		for (const [name, colour] of Object.entries(colours))
			document.documentElement.style.setProperty(
				`--figma-color-${name}`,
				colour,
			);
	}, THEMES[theme]);
	return {
		page,
		frame,
		figma,
		requests,
		complaints,
		async close() {
			if (!figma.call<boolean>("isClosed")) figma.call("close");
			await context.close();
			figma.dispose();
		},
	};
}

/** A page too large for an address is written into a small one, as Figma does. */
const LOADER = `<!doctype html><script>addEventListener("message", ({ data }) => {
	document.open(); document.write(data.html); document.close();
}, { once: true });</script>`;

/** Carries messages between the frame and the test, and refuses what Figma refuses. */
const BRIDGE = `
const pack = (value) => {
	if (value === null || typeof value === "string" || typeof value === "boolean") return value;
	if (typeof value === "number") return Number.isFinite(value) ? value : { $number: String(value) };
	if (value === undefined) return { $undefined: true };
	const kind = Object.prototype.toString.call(value);
	if (kind === "[object Uint8Array]") {
		let text = "";
		for (let i = 0; i < value.length; i += 32768) text += String.fromCharCode(...value.subarray(i, i + 32768));
		return { $bytes: btoa(text) };
	}
	if (Array.isArray(value)) return value.map(pack);
	if (kind === "[object Object]") return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, pack(each)]));
	throw new TypeError("Figma carries no " + kind);
};
const unpack = (value) => {
	if (Array.isArray(value)) return value.map(unpack);
	if (typeof value !== "object" || value === null) return value;
	if (value.$bytes !== undefined) return Uint8Array.from(atob(value.$bytes), (c) => c.charCodeAt(0));
	if (value.$number !== undefined) return Number(value.$number);
	if (value.$undefined) return undefined;
	return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, unpack(each)]));
};
addEventListener("message", ({ data }) => {
	if (data?.pluginMessage === undefined) return;
	let text;
	try { text = JSON.stringify(pack(data.pluginMessage)); } catch (error) { text = JSON.stringify(String(error)); }
	musaToSandbox(text);
});
globalThis.musaToPanel = (text) => frames[0].postMessage({ pluginMessage: unpack(JSON.parse(text)), pluginId: "0" }, "*");
`;

function toDataUrl(html: string): string {
	return `data:text/html;charset=utf-8,${encodeURIComponent(html)}`;
}
