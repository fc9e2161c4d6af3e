// What a Node host adds to the engine.
export { fileWeightStore } from "./node/file-weight-store.js";
export {
	makeNodeSpawn,
	type NodeSpawnOptions,
} from "./node/spawn-node-worker.js";
