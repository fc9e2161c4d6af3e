// The runner's store in a page; the test fills it, damages it and forbids it.
import { openPictureStore } from "../picture-store.js";

const drawer = "0123456789abcdef".repeat(2);

Object.assign(globalThis, {
	/** Keeps so many pictures of so many bytes; says of each whether it was kept, and which are listed then. */
	async keepPictures(count: number, length: number): Promise<unknown> {
		const store = await openPictureStore();
		const signal = new AbortController().signal;
		const context = { emit: () => undefined, transfer: () => undefined };
		const kept: boolean[] = [];
		for (let i = 0; i < count; i++) {
			const picture = {
				...{ id: `${i}`, prompt: "a leaf", sentence: "", recipe: "{" },
				...{ png: new Uint8Array(length).fill(i), file: null },
			};
			const params = { drawer, picture };
			kept.push((await store["keep-picture"](signal, params, context)).isKept);
		}
		const list = (name: string) =>
			store["list-pictures"](signal, { drawer: name }, context);
		const listed = (await list(drawer)).map(({ id, png }) => [id, png?.[0]]);
		const others = await list("f".repeat(32));
		await store["drop-picture"](signal, { drawer, id: "0" }, context);
		const left = (await list(drawer)).length;
		const refused = await Promise.resolve(list("*")).catch(String);
		return { kept, listed, others, left, refused };
	},
});
