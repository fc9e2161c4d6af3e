// How likely a finding is a mistake of the site rather than of the finder.
import { baseOf, folderOf } from "../paths.js";

const TEST_FOLDER =
	/(?:^|\/)(?:tests?|__tests__|specs?|fixtures?|__fixtures__|__mocks__|mocks?|e2e|cypress|testdata|test-data|snapshots|__snapshots__)\//i;
// A folder of specifications holds documents, too.
const TEXT_FOLDER =
	/(?:^|\/)(?:tests?|__tests__|e2e|cypress|mocks?|fixtures?|__fixtures__|__mocks__|testdata|test-data|__snapshots__)\//i;
const TEST_FILE = /\.(?:test|spec|e2e|cy|mock)\.\w+$/i;
// Names that documentation makes up.
const MADE_UP =
	/(?:^|\/)(?:path[-_ ]?to|your[-_ ]|my[-_](?:image|photo|picture|logo|icon)|some[-_]|foo\b|bar\.|baz|xxx|example\.|url\.|file\.|filename|\W*\.\w+$)/i;
// Names that it makes up too, and that posts give to the pictures beside them.
const GENERIC = /(?:^|\/)(?:image|img|photo|picture)\.\w+$/i;
const PROSE =
	/(?:^|\/)(?:changelog|contributing|history|migration|upgrade|release[-_]?notes?)[^/]*$/i;

/** Lowers a confidence where documents often name images that nobody expects to be there. */
export function weighDocument(
	confidence: number,
	file: string,
	target: string,
	hasFolder: boolean,
): number {
	let weighed = confidence;
	const isTest = isManual(file) ? TEXT_FOLDER : TEST_FOLDER;
	if (isTest.test(file) || TEST_FILE.test(file)) weighed *= 0.45;
	const isBeside =
		folderOf(file) === folderOf(target)
			? /^index\./.test(baseOf(file))
			: hasFolder && !/^readme/i.test(baseOf(file));
	const isMadeUp = MADE_UP.test(target) || (GENERIC.test(target) && !isBeside);
	if (isMadeUp && !TEST_FOLDER.test(folderOf(target)))
		weighed *= isManual(file) ? 0.45 : 0.9;
	if (PROSE.test(file)) weighed *= 0.6;
	return Math.round(weighed * 100) / 100;
}

function isManual(file: string): boolean {
	return /\.(?:mdx?|markdown)$/i.test(file) || /^readme/i.test(baseOf(file));
}
