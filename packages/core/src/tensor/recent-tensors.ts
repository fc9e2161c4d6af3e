import type { Tensor } from "./tensor.js";

/** The tensors that were last used, by key; whoever gets one may not change it. */
export interface RecentTensors {
	get(key: string): Tensor | undefined;
	add(key: string, tensor: Tensor): void;
}

/** Remembers up to `limit` tensors and forgets the one that was not used for longest. */
export function rememberTensors(limit: number): RecentTensors {
	const tensors = new Map<string, Tensor>();
	const add = (key: string, tensor: Tensor): void => {
		tensors.delete(key);
		tensors.set(key, tensor);
		const [oldest] = tensors.keys();
		if (tensors.size > limit) tensors.delete(oldest);
	};
	return {
		get(key) {
			const tensor = tensors.get(key);
			if (tensor) add(key, tensor);
			return tensor;
		},
		add,
	};
}
