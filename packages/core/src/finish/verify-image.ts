// The last look at a picture before anyone gets it: what was planned, or an error.
import { InternalError, ModelError } from "../errors.js";
import type { RgbaImage } from "../image/rgba-image.js";
import type { Plan } from "../records.js";

/** Below this side, px, a corner pixel covers so much of the picture that it may be drawn on. */
export const checkedCornerSize = 8;

/**
 * Fails unless the finished picture is what was planned: its size, its alpha, and something drawn on it.
 *
 * @throws InternalError `internal/contract-broken`
 * @throws ModelError `model/blank-picture`
 */
export function verifyImage(
	image: RgbaImage,
	plan: Pick<Plan, "kind" | "targetSize" | "background">,
): void {
	const { width, height } = plan.targetSize;
	if (
		image.width !== width ||
		image.height !== height ||
		image.pixels.length !== 4 * width * height
	) {
		throw broken(
			`${width} x ${height} px, ${4 * width * height} bytes`,
			`${image.width} x ${image.height} px, ${image.pixels.length} bytes`,
		);
	}
	const { lowest, highest } = measureAlpha(image.pixels);
	if (plan.kind === "background" || plan.background !== "transparent") {
		if (lowest !== 255) throw broken("an opaque picture", `alpha ${lowest}`);
		return;
	}
	if (highest === 0) throw new ModelError("model/blank-picture");
	if (Math.min(width, height) < checkedCornerSize) return;
	const corner = Math.max(...readCornerAlphas(image));
	if (corner !== 0) throw broken("transparent corners", `alpha ${corner}`);
}

function measureAlpha(pixels: RgbaImage["pixels"]): {
	lowest: number;
	highest: number;
} {
	let lowest = 255;
	let highest = 0;
	for (let i = 3; i < pixels.length; i += 4) {
		if (pixels[i] < lowest) lowest = pixels[i];
		if (pixels[i] > highest) highest = pixels[i];
	}
	return { lowest, highest };
}

function readCornerAlphas({ width, height, pixels }: RgbaImage): number[] {
	const last = width * height - 1;
	return [0, width - 1, last - (width - 1), last].map((i) => pixels[4 * i + 3]);
}

function broken(expected: string, got: string): InternalError {
	return new InternalError("internal/contract-broken", {
		details: { expected, got },
	});
}
