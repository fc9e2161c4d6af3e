// What hosts with a live draft share.
export { type Draw, type DrawOptions, makeDraw, makeDraws } from "./draw.js";
export {
	explainRoute,
	localRoute,
	type Route,
	type Routing,
} from "./explain-route.js";
export { type LatestOnly, makeLatestOnly } from "./latest-only.js";
export type { Drawing, Look, StartPicture, Studio } from "./look.js";
