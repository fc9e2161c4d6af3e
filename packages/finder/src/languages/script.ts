// JavaScript and TypeScript, with or without JSX, one top-level statement after the other.
import { mentionsImage } from "../image-path.js";
import type { Hints } from "../records.js";
import { addCollected, type Collector, makeCollector } from "./extraction.js";
import { makePieceReader, type Piece } from "./pieces.js";
import { readScriptLoosely } from "./script-loosely.js";
import { hasMark, marksOf } from "./script-marks.js";
import {
	type Dialect,
	hasErrors,
	nodeAt,
	nodesAt,
	parseScript,
	type SyntaxNode,
} from "./syntax.js";
import { type ScriptWalk, visitScript } from "./visit-script.js";

/** Adds the image references of a script that starts at `offset` of its document. */
export function readScript(
	code: string,
	offset: number,
	dialect: Dialect,
	collector: Collector,
): void {
	if (!mentionsImage(code) && !/\.(?:css|scss|less)\b/.test(code)) return;
	const statements = (dialect.jsx ? withJsx(code) : undefined) ?? plain(code);
	if (statements === undefined) {
		readScriptLoosely(code, offset, collector);
		return;
	}
	let heading: string | undefined;
	for (const { start, value } of statements) {
		if (value === undefined) continue;
		const part = withHeading(value.collected, heading);
		addCollected(collector, part, start + offset);
		if (value.heading !== HEADING_BEFORE) heading = value.heading;
	}
}

/** What a statement says; undefined when it says nothing. */
type Said =
	| { readonly collected: Collector; readonly heading: string | undefined }
	| undefined;

// Stands for the last heading before a statement, which a statement read apart does not know.
const HEADING_BEFORE = "\0";

const withJsx = makePieceReader<Said>((code, isPart) =>
	readStatements(code, { jsx: true }, isPart),
);
const plain = makePieceReader<Said>((code, isPart) =>
	readStatements(code, { jsx: false }, isPart),
);

function readStatements(
	code: string,
	dialect: Dialect,
	isPart: boolean,
): Piece<Said>[] | undefined {
	const file = parseScript(code, dialect);
	// What the parser mended might be whole with the rest of the script.
	if (file === undefined || (isPart && hasErrors(file))) return undefined;
	const program = nodeAt(file, "program") ?? file;
	const marks = marksOf(code);
	return nodesAt(program, "body").map((statement) => ({
		start: statement.start,
		end: statement.end,
		value: hasMark(statement, marks)
			? readStatement(statement, code, marks)
			: undefined,
	}));
}

function readStatement(
	statement: SyntaxNode,
	code: string,
	marks: readonly number[],
): Said {
	const collector = makeCollector();
	const walk: ScriptWalk = {
		...{ code, collector, marks },
		offset: -statement.start,
		taken: new Set(),
		heading: HEADING_BEFORE,
	};
	try {
		visitScript(statement, walk, []);
	} catch (error) {
		// Nesting deeper than the stack, as in generated code.
		if (!(error instanceof RangeError)) throw error;
	}
	return { collected: collector, heading: walk.heading };
}

function withHeading(
	collected: Collector,
	heading: string | undefined,
): Collector {
	const know = <T extends { readonly hints: Hints }>(said: T): T =>
		said.hints.heading === HEADING_BEFORE
			? { ...said, hints: { ...said.hints, heading } }
			: said;
	return {
		...collected,
		references: collected.references.map(know),
		shown: new Map(
			[...collected.shown].map(([name, shown]) => [name, know(shown)]),
		),
	};
}
