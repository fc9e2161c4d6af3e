import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { describeWeightStore } from "../models/testing/weight-store.conformance.js";
import { fileWeightStore } from "./file-weight-store.js";

const root = await mkdtemp(join(tmpdir(), "musa-store-"));
afterAll(() => rm(root, { recursive: true, force: true }));

async function writePack(
	files: Readonly<Record<string, Uint8Array>>,
): Promise<string> {
	const folder = await mkdtemp(join(root, "pack-"));
	for (const [path, bytes] of Object.entries(files)) {
		await mkdir(dirname(join(folder, path)), { recursive: true });
		await writeFile(join(folder, path), bytes);
	}
	return folder;
}

describeWeightStore("fileWeightStore", async (files) =>
	fileWeightStore({ sample: await writePack(files) }),
);

test("a symbolic link does not lead out of the pack", async () => {
	const folder = await writePack({ "inside.bin": new Uint8Array([1]) });
	const secret = join(root, "secret.bin");
	await writeFile(secret, new Uint8Array([9]));
	await symlink(secret, join(folder, "link.bin"));
	await symlink(root, join(folder, "out"));
	await symlink(join(folder, "inside.bin"), join(folder, "own.bin"));
	const store = fileWeightStore({ sample: folder });
	const never = new AbortController().signal;
	for (const path of ["link.bin", "out/secret.bin"]) {
		await expect(store.read(never, "sample", path)).rejects.toMatchObject({
			code: "model/file-missing",
		});
	}
	expect([...(await store.read(never, "sample", "own.bin"))]).toEqual([1]);
});
