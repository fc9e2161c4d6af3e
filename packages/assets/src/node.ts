// What a project's folder on this computer's disk allows.
export {
	checkTarget,
	explainFailure,
	type TargetCheck,
} from "./check-target.js";
export { makeNewFolders, type NewFolders } from "./make-new-folders.js";
