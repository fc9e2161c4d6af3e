// Every network of a pack against the tensors that the recipe computed with the
// same, dequantised weights in float32.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { selectGraph } from "../../packages/core/src/models/manifest.js";
import {
	type OpenModel,
	openModel,
} from "../../packages/core/src/runtime/open-model.js";
import { openRuntime } from "../../packages/core/src/runtime/session.js";
import {
	differenceOf,
	listGoldenCases,
	pick,
	pickFloat,
	readGoldenTensors,
} from "../support/golden.js";
import { allPacks } from "../support/packs.js";

// Relative RMS error by what the graph computes in. int8 rounds weights per
// column and activations per run; float32 differs by summation order only.
const TOLERANCE = { int8: 0.06, float32: 1e-4 } as const;

describe.each(allPacks().map((pack) => [pack.manifest.id, pack] as const))(
	"%s on WASM",
	(_, pack) => {
		let model: OpenModel;
		beforeAll(async () => {
			const runtime = await openRuntime({ device: "wasm", threadCount: 1 });
			model = openModel(runtime, pack.manifest, pack.readFiles());
		});
		afterAll(() => model.release());

		test.each(listGoldenCases(pack.manifest))(
			"golden/%s: the %s computes what the recipe computed",
			async (file, name) => {
				const network = pack.manifest.networks[name];
				if (network === undefined)
					throw new Error(`${pack.manifest.id} has no ${name}`);
				const golden = readGoldenTensors(pack, file);
				const inputs = Object.fromEntries(
					network.inputs.map((input) => [input.name, pick(golden, input.name)]),
				);
				const outputs = await model.run(name, inputs);
				const isInt8 = selectGraph(network, "wasm").int8.length > 0;
				for (const output of network.outputs) {
					const got = outputs[output.name];
					if (got === undefined) throw new Error(`no output ${output.name}`);
					const { relative } = differenceOf(
						got,
						pickFloat(golden, output.name),
					);
					expect(relative).toBeLessThan(TOLERANCE[isInt8 ? "int8" : "float32"]);
				}
			},
		);

		test.runIf(pack.manifest.latents.grids)(
			"the denoiser is proven on one of the grids that is not square",
			() => {
				const { shape } = pick(
					readGoldenTensors(pack, "denoiser-grid"),
					"latents",
				);
				const [, , height, width] = shape;
				expect(height).not.toBe(width);
				expect(pack.manifest.latents.grids).toContainEqual({ height, width });
			},
		);

		test("the upscaler is proven on a picture that is not square", () => {
			const { shape } = pick(readGoldenTensors(pack, "upscaler-x4"), "image");
			expect(shape[2]).not.toBe(shape[3]);
		});
	},
);
