// What the fields of a manifest must be to each other; what each is alone says the schema.
import { ModelError } from "../errors.js";
import type { ModelManifest } from "./manifest.js";

/** @throws ModelError `model/manifest-invalid` with the field in its details */
export function assertConsistent(manifest: ModelManifest): void {
	const { sampling, styles, alphaLevels, textEmbedding, tokenizer } = manifest;
	assertGrids(manifest);
	if (!styles.some(({ id }) => id === manifest.defaultStyle))
		fail("defaultStyle", "is not among styles");
	if (!sampling.schedulers.includes(sampling.scheduler))
		fail("sampling.scheduler", "is not among sampling.schedulers");
	if (sampling.stepCount > sampling.maxStepCount)
		fail("sampling.stepCount", "is above sampling.maxStepCount");
	if (alphaLevels.low >= alphaLevels.high)
		fail("alphaLevels.low", "must be below alphaLevels.high");
	// An encoder may add rows of its own after the words.
	if (textEmbedding.tokens < tokenizer.tokenCount)
		fail("textEmbedding.tokens", "is below tokenizer.tokenCount");

	const paths = new Set<string>();
	for (const [index, { path }] of manifest.files.entries()) {
		if (paths.has(path))
			fail(`files[${index}].path`, `${path} is listed twice`);
		paths.add(path);
	}
	assertKnownWords(manifest);
	for (const [name, network] of Object.entries(manifest.networks)) {
		const field = `networks.${name}`;
		if (!paths.has(network.weights))
			fail(`${field}.weights`, `${network.weights} is not among files`);
		for (const [device, graph] of Object.entries(network.graphs)) {
			if (!paths.has(graph.file))
				fail(
					`${field}.graphs.${device}.file`,
					`${graph.file} is not among files`,
				);
		}
	}
}

function assertKnownWords({ knownWords, files }: ModelManifest): void {
	if (knownWords === undefined) return;
	const found = files.find(({ path }) => path === knownWords.file);
	if (!found) fail("knownWords.file", `${knownWords.file} is not among files`);
	if (8 * found.bytes < knownWords.bits)
		fail("knownWords.bits", `does not fit into ${found.bytes} bytes`);
}

function assertGrids({ image, latents }: ModelManifest): void {
	const { grids } = latents;
	if (grids === undefined) return;
	for (const side of ["width", "height"] as const)
		if (image[side] % latents[side] !== 0)
			fail(`image.${side}`, `is no multiple of latents.${side}`);
	const names = grids.map(({ width, height }) => `${width} x ${height}`);
	if (new Set(names).size !== names.length)
		fail("latents.grids", "has a grid twice");
	if (!names.includes(`${latents.width} x ${latents.height}`))
		fail("latents.grids", "lacks the native grid");
}

function fail(field: string, reason: string): never {
	throw new ModelError("model/manifest-invalid", {
		details: { field, reason },
	});
}
