// What a prompt demands, each with the words that show it. The order is that of weight: what a small model misses most.
import type { Sign } from "./lexicon.js";
import { countWords } from "./prompt-features.js";
import type { PromptReading } from "./read-prompt.js";

/** Something that a prompt asks for and a small model may miss. */
export type PromptDemand =
	| "text"
	| "count"
	| "panels"
	| "spatial-relations"
	| "attribute-binding"
	| "named-entity"
	| "negation"
	| "perspective"
	| "several-objects"
	| "dense";

/** A demand and a plain clause on why it was found. */
export interface FoundDemand {
	readonly demand: PromptDemand;
	readonly reason: string;
}

const maxShown = 40;
const denseWords = 30;

/** Lists the demands of a prompt. */
export function findDemands(reading: PromptReading): readonly FoundDemand[] {
	const { counts, quotes, largestNumber, names } = reading;
	const shown = (sign: Sign): string => quote(reading.evidence[sign] ?? "");
	const found: FoundDemand[] = [];
	const add = (demand: PromptDemand, reason: string): void => {
		found.push({ demand, reason });
	};
	if (quotes.length > 0) add("text", `needs legible text: ${quote(quotes[0])}`);
	else if (counts.text > 0) add("text", `needs legible text: ${shown("text")}`);
	if (counts.many > 0) add("count", `needs an exact count: ${shown("many")}`);
	else if (largestNumber > 3)
		add("count", `needs an exact count: ${quote(String(largestNumber))}`);
	else if (counts.three > 0 && !isRatio(reading))
		add("count", `needs an exact count: ${shown("three")}`);
	if (counts.panel > 0)
		add("panels", `shows several pictures in one: ${shown("panel")}`);
	const [place] = reading.places;
	if (counts.space > 0)
		add("spatial-relations", `places things by one another: ${shown("space")}`);
	else if (place !== undefined)
		add("spatial-relations", `places things by one another: ${quote(place)}`);
	const attributes = counts.colour + counts.material;
	// Chinese has no articles that would count the things.
	const isJoined =
		counts.join > 0 && (counts.thing > 0 || reading.hanCount > 0);
	if (attributes > 1 && (counts.thing + counts.join > 1 || isJoined))
		add(
			"attribute-binding",
			`gives each thing its own look: ${shown(counts.colour > 0 ? "colour" : "material")}`,
		);
	if (names.length > 0 || counts.place > 0)
		add(
			"named-entity",
			`names something particular: ${counts.place > 0 ? shown("place") : quote(names[0])}`,
		);
	if (counts.negation > 0)
		add("negation", `says what must not be there: ${shown("negation")}`);
	if (counts.optics > 0)
		add("perspective", `needs a viewpoint or a reflection: ${shown("optics")}`);
	const hasSeveral =
		counts.thing + counts.join + counts.person > 1 ||
		(reading.hanCount > 0 && reading.joinedRunCount > 1);
	const act: Sign = counts.verb > 0 ? "verb" : "pass";
	if (counts[act] > 0 && hasSeveral)
		add("several-objects", `lets things act together: ${shown(act)}`);
	else if (counts.thing > 1 || isJoined)
		add("several-objects", "shows several things");
	else if (counts.plenty > 0)
		add("several-objects", `shows several things: ${shown("plenty")}`);
	const words = Math.round(countWords(reading));
	if (words >= denseWords)
		add("dense", `describes a dense scene (${words} words)`);
	return found;
}

/** In "3d" and "2x" a number counts nothing; the tokenizer keeps those whole, "double" and "pair" are left. */
function isRatio({ evidence }: PromptReading): boolean {
	return evidence.three === "double" || evidence.three === "dual";
}

function quote(text: string): string {
	const printable = text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "");
	const letters = Array.from(printable);
	return `'${letters.length > maxShown ? `${letters.slice(0, maxShown).join("")}…` : printable}'`;
}
