// Drafts that the view itself draws with WebGPU, in software here: what it draws, and who goes on when it can't.
import type { Frame } from "playwright-core";
import { describe, expect, test } from "vitest";
import {
	openDraw,
	PATIENT,
	useWindow,
	WAIT,
} from "../../support/vscode-host/use-window.js";
import { runCommand } from "../../support/vscode-host/workbench.js";

const opened = useWindow(
	{
		"index.html":
			'<img src="img/leaf.png" alt="a leaf" width="128" height="128">\n',
	},
	{
		settings: {
			"workbench.colorTheme": "Default Light Modern",
			"musa.drafts.drawnBy": "webgpu",
		},
	},
);

declare global {
	var madeWorkers: Worker[];
	var drawnByWorkers: number;
}

/** Asks for a draft and returns who drew it, once nothing more is wished. */
async function draftBy(panel: Frame, prompt: string): Promise<string | null> {
	await panel.fill("#prompt", prompt);
	await panel.locator(`.draft [aria-label="Draft: ${prompt}"]`).waitFor(WAIT);
	return panel.locator("[data-drafter]").getAttribute("data-drafter");
}

/** The host draws at first; in the pause after it the view opens its runtime, draws one picture, and takes over. */
async function untilViewDraws(panel: Frame): Promise<void> {
	for (let tries = 0; tries < 10; tries++) {
		if ((await draftBy(panel, `a red heart ${tries}`)) === "webgpu") return;
		// In software this takes its time; what is asked for meanwhile would only take the processor from it.
		await expect
			.poll(() => panel.evaluate(() => globalThis.drawnByWorkers), {
				timeout: 600_000,
			})
			.toBeGreaterThan(0);
	}
	throw new Error("the view never drew by itself");
}

/** From now on the page's workers are known, so that one can be made to die, and their pictures are counted. */
async function noteWorkers(panel: Frame): Promise<void> {
	await panel.evaluate(() => {
		globalThis.madeWorkers = [];
		globalThis.drawnByWorkers = 0;
		globalThis.Worker = class extends Worker {
			constructor(address: string | URL) {
				super(address);
				globalThis.madeWorkers.push(this);
				this.addEventListener("message", ({ data }) => {
					if (data?.reply?.image) globalThis.drawnByWorkers++;
				});
			}
		};
	});
}

/** As the browser tells it when a worker runs out of memory or loses its device. */
const killWorkers = (panel: Frame): Promise<number> =>
	panel.evaluate(() => {
		for (const worker of globalThis.madeWorkers)
			worker.dispatchEvent(new ErrorEvent("error", { message: "lost" }));
		return globalThis.madeWorkers.length;
	});

const pixelsOf = (panel: Frame): Promise<number> =>
	panel
		.locator(".draft canvas:not(.musa-empty)")
		.first()
		.evaluate((canvas) => {
			const { width, height } = canvas as HTMLCanvasElement;
			const context = (canvas as HTMLCanvasElement).getContext("2d");
			const data = context?.getImageData(0, 0, width, height).data ?? [];
			let opaque = 0;
			for (let i = 3; i < data.length; i += 4)
				if ((data[i] ?? 0) > 200) opaque++;
			return opaque / (width * height);
		});

describe("drafts of the view's own", PATIENT, () => {
	test("the view draws with WebGPU and says so, with the time it took", async () => {
		opened.code.watch("webgpu");
		const panel = await openDraw(opened.page);
		await noteWorkers(panel);
		// A small place: in software every pixel takes its time.
		await panel
			.getByLabel("For", { exact: true })
			.selectOption({ label: "img/leaf.png" }, WAIT);
		await untilViewDraws(panel);
		expect(await panel.locator("[data-drafter]").textContent()).toMatch(
			/^Draft in \d+ ms with WebGPU\.$/,
		);
		// A heart covers a part of its square.
		const covered = await pixelsOf(panel);
		expect(covered).toBeGreaterThan(0.1);
		expect(covered).toBeLessThan(0.9);
		await opened.code.shoot(
			"light-webgpu",
			opened.page.locator(".part.sidebar"),
		);
	});

	test("a worker that dies in the middle of a draft is taken over from: the extension's thread draws that very draft", async () => {
		opened.code.watch("webgpu-lost");
		const panel = await openDraw(opened.page);
		let isDrawn = false;
		const drawing = draftBy(panel, "a yellow star").finally(() => {
			isDrawn = true;
		});
		// A draft that still waits for an earlier one would start another worker: that one dies, too.
		while (!isDrawn) {
			await opened.page.waitForTimeout(500);
			expect(await killWorkers(panel)).toBeGreaterThan(0);
		}
		expect(await drawing).toBe("host");
		expect(await draftBy(panel, "a blue fish")).toBe("host");
		await opened.code.shoot(
			"light-webgpu-lost",
			opened.page.locator(".part.sidebar"),
		);
	});

	test("a view that goes in the middle of a draft loses neither words nor the picture that was kept", async () => {
		opened.code.watch("webgpu-hidden");
		const panel = await openDraw(opened.page);
		await panel.fill("#prompt", "a green leaf");
		await panel.getByRole("button", { name: "Keep", exact: true }).click();
		await runCommand(opened.page, "View: Show Explorer");
		await expect.poll(() => panel.isDetached(), WAIT).toBe(true);
		await expect
			.poll(() => opened.code.sizeOf("img/leaf.png"), WAIT)
			.toEqual([128, 128]);
		const again = await openDraw(opened.page);
		expect(await again.inputValue("#prompt")).toBe("a green leaf");
		await again
			.locator('.draft [aria-label="Draft: a green leaf"]')
			.waitFor(WAIT);
	});
});
