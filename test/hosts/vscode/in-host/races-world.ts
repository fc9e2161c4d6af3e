// A folder with a page, a style sheet and a note that miss pictures, and a user who works on it while Musa draws.
import {
	chmodSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import {
	commands,
	Position,
	type TextDocument,
	Uri,
	WorkspaceEdit,
	window,
	workspace,
} from "vscode";

/** Numbers in [0, 1) that are the same for the same seed. */
export type Random = () => number;

/** A document and what must be in it. */
export interface WorldDocument {
	/** As it lay there at first. */
	readonly base: string;
	/** Where it is now, relative to the world. */
	path: string;
	/** Marks that the user typed and has not thrown away. */
	typed: Set<string>;
	/** Marks that were typed when the user last saved. */
	saved: Set<string>;
	/** Marks that another program wrote into the file. */
	readonly foreign: Set<string>;
	isDeleted: boolean;
}

/** One round's folder. */
export interface World {
	readonly root: string;
	readonly documents: readonly WorldDocument[];
	/** Files that others made, with their bytes. */
	readonly planted: Map<string, Buffer>;
	/** Whether the user threw the pictures' folder away. */
	isSwept: boolean;
	/** What happened, to read when something is wrong. */
	readonly story: string[];
}

/** The pictures that a world misses. */
export const WANTED = ["img/sun.png", "img/moon.png", "img/leaf.png"] as const;

const texts: Readonly<Record<string, string>> = {
	"index.html": `<!doctype html>
<title>Round</title>
<body class="wood">
<img src="img/sun.png" alt="sun" width="32" height="24">
<p>Between the pictures.</p>
<img src="img/moon.png" width="24" height="24">
<p>Behind them.</p>
</body>
`,
	"style.css": `.hero { color: teal; }
.leaf { width: 16px; height: 24px; background: url("img/leaf.png"); }
.good { color: green; }
`,
	"notes.md": `# Notes
Some words.
![](img/sun.png)
More words.
`,
};

/** Lays a world's files. */
export function layWorld(root: string): World {
	mkdirSync(root, { recursive: true });
	for (const [path, text] of Object.entries(texts))
		writeFileSync(join(root, path), text);
	return {
		root,
		documents: Object.entries(texts).map(([path, base]) => ({
			...{ base, path, isDeleted: false },
			typed: new Set(),
			saved: new Set(),
			foreign: new Set(),
		})),
		planted: new Map(),
		isSwept: false,
		story: [],
	};
}

/** The URI of a file of a world. */
export function uriOf({ root }: World, path: string): Uri {
	return Uri.file(join(root, path));
}

/** The open document, if it is open. */
export function openOf(
	world: World,
	{ path }: WorldDocument,
): TextDocument | undefined {
	const uri = uriOf(world, path).toString();
	return workspace.textDocuments.find(
		(document) => document.uri.toString() === uri,
	);
}

let markCount = 0;

/** A way in which a user or another program gets in between; false when it can't be done now. */
export type Act = (
	world: World,
	document: WorldDocument,
	random: Random,
) => Promise<boolean>;

/** What may happen while pictures are drawn. */
export const acts: Readonly<Record<string, Act>> = {
	"type a line": (world, document, random) =>
		typeLines(world, document, random, 1),
	"type without a pause": (world, document, random) =>
		typeLines(world, document, random, 8),
	async "type into the tag"(world, document) {
		if (document.isDeleted || !document.path.endsWith(".html")) return false;
		const mark = `u${++markCount}`;
		const editor = await window.showTextDocument(uriOf(world, document.path));
		const text = editor.document.getText();
		const at = text.indexOf(">", text.indexOf("<img"));
		const isTyped = await editor.edit((edit) =>
			edit.insert(editor.document.positionAt(at), ` data-${mark}=""`),
		);
		if (isTyped) document.typed.add(mark);
		return isTyped;
	},
	async save(world, document) {
		const open = openOf(world, document);
		if (open === undefined || document.isDeleted) return false;
		const marks = new Set(document.typed);
		const isSaved = await open.save();
		if (isSaved) document.saved = marks;
		return isSaved;
	},
	async "close without saving"(world, document) {
		if (openOf(world, document) === undefined || document.isDeleted)
			return false;
		await window.showTextDocument(uriOf(world, document.path));
		await commands.executeCommand(
			"workbench.action.revertAndCloseActiveEditor",
		);
		const text = readFileSync(join(world.root, document.path), "utf8");
		document.typed = new Set(
			[...document.typed].filter((mark) => hasMark(text, mark)),
		);
		return true;
	},
	async rename(world, document) {
		// The editor takes its own text along; what others wrote would be the user's loss, not Musa's.
		if (document.isDeleted || document.foreign.size > 0) return false;
		const path = document.path.replace(/^(\w+?)(-new)*\./, "$1-new.");
		if (existsSync(join(world.root, path))) return false;
		const edit = new WorkspaceEdit();
		edit.renameFile(uriOf(world, document.path), uriOf(world, path));
		const isRenamed = await workspace.applyEdit(edit);
		if (isRenamed) document.path = path;
		return isRenamed;
	},
	async "delete the document"(world, document) {
		if (document.isDeleted || document.foreign.size > 0) return false;
		await workspace.fs.delete(uriOf(world, document.path));
		document.isDeleted = true;
		return true;
	},
	async "another program writes into the document"(world, document) {
		if (document.isDeleted) return false;
		const mark = `u${++markCount}`;
		const path = join(world.root, document.path);
		writeFileSync(path, lineWith(mark, document), { flag: "a" });
		document.foreign.add(mark);
		return true;
	},
	async "the document becomes read-only"(world, document) {
		if (document.isDeleted) return false;
		chmodSync(join(world.root, document.path), 0o444);
		return true;
	},
	async "another program takes a picture's name"(world, _document, random) {
		const name = WANTED[Math.floor(random() * WANTED.length)] ?? "";
		const bytes = Buffer.from(`mine ${random()}`);
		try {
			mkdirSync(join(world.root, dirname(name)), { recursive: true });
			writeFileSync(join(world.root, name), bytes, { flag: "wx" });
		} catch {
			return false;
		}
		world.planted.set(name, bytes);
		return true;
	},
	async "a file stands where the folder would be"(world) {
		const bytes = Buffer.from("no folder");
		try {
			writeFileSync(join(world.root, "img"), bytes, { flag: "wx" });
		} catch {
			return false;
		}
		world.planted.set("img", bytes);
		return true;
	},
	async "the pictures' folder is thrown away"(world) {
		if (world.planted.size > 0 || !existsSync(join(world.root, "img")))
			return false;
		world.isSwept = true;
		rmSync(join(world.root, "img"), { recursive: true, force: true });
		return true;
	},
	async cancel() {
		await commands.executeCommand("musa.cancelAll");
		return true;
	},
};

async function typeLines(
	world: World,
	document: WorldDocument,
	random: Random,
	count: number,
): Promise<boolean> {
	if (document.isDeleted) return false;
	const editor = await window.showTextDocument(uriOf(world, document.path));
	for (let i = 0; i < count; i++) {
		const mark = `u${++markCount}`;
		const line = 1 + Math.floor(random() * (editor.document.lineCount - 1));
		const isTyped = await editor.edit((edit) =>
			edit.insert(new Position(line, 0), lineWith(mark, document)),
		);
		if (!isTyped) return false;
		document.typed.add(mark);
	}
	return true;
}

function lineWith(mark: string, { path }: WorldDocument): string {
	return path.endsWith(".css") ? `/* ${mark} */\n` : `<!-- ${mark} -->\n`;
}

/** Whether a text has a mark. */
export function hasMark(text: string, mark: string): boolean {
	return new RegExp(`\\b${mark}\\b`).test(text);
}

/** Every file below a folder, with forward slashes. */
export function listFiles(root: string): string[] {
	return readdirSync(root, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) =>
			join(entry.parentPath, entry.name)
				.slice(root.length + 1)
				.replaceAll("\\", "/"),
		)
		.sort();
}
