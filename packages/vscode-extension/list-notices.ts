// The licences of everything that is in the extension's files.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * The text of the notices.
 *
 * @param inputs  files that went into the extension, from which the packages are told
 * @throws Error when a package has no licence that may be shipped
 */
export async function listNotices(
	root: string,
	inputs: readonly string[],
): Promise<string> {
	const folders = new Set(
		inputs.flatMap((input) => {
			const found = /[^:]*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(
				input,
			)?.[0];
			return found === undefined ? [] : [found];
		}),
	);
	const notices = await Promise.all([...folders].sort().map(describePackage));
	const own = await readFile(join(root, "NOTICE"), "utf8");
	return [own.trim(), ...new Set(notices)]
		.join(`\n\n${"-".repeat(78)}\n\n`)
		.concat("\n");
}

async function describePackage(folder: string): Promise<string> {
	const { name, version, license, author } = JSON.parse(
		await readFile(join(folder, "package.json"), "utf8"),
	);
	if (
		!/^\(?(MIT|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|BlueOak|Unlicense|CC0)/.test(
			license,
		)
	)
		throw new Error(
			`${name} ${version} has the licence ${license}; it can't ship.`,
		);
	const file = (await readdir(folder)).find((entry) =>
		/^(licen[cs]e|copying)(\.(md|txt))?$/i.test(entry),
	);
	const text =
		file !== undefined
			? (await readFile(join(folder, file), "utf8")).trim()
			: `Licence: ${license}. ${typeof author === "string" ? author : (author?.name ?? "")}`;
	return `${name} ${version} (${license})\n\n${text}`;
}
