// Stands in for the C++ addon of @vscode/spdlog, which would need a compiler: without it every output channel stays empty.
const fs = require("node:fs");
const path = require("node:path");

const names = ["trace", "debug", "info", "warning", "error", "critical"];
let firstLevel = 2;

class Logger {
	constructor(_name, file, maxBytes = 0, fileCount = 1) {
		this.file = file;
		this.maxBytes = maxBytes;
		this.fileCount = fileCount;
		this.level = firstLevel;
		this.isRaw = false;
		this.waiting = "";
		fs.mkdirSync(path.dirname(file), { recursive: true });
		fs.appendFileSync(file, "");
	}
	put(level, message) {
		if (level < this.level) return;
		const time = new Date().toISOString().replace("T", " ").replace("Z", "");
		this.waiting += this.isRaw
			? message
			: `${time} [${names[level]}] ${message}\n`;
		this.timer ??= setTimeout(() => this.flush(), 20);
		this.timer.unref();
	}
	trace(message) {
		this.put(0, message);
	}
	debug(message) {
		this.put(1, message);
	}
	info(message) {
		this.put(2, message);
	}
	warn(message) {
		this.put(3, message);
	}
	error(message) {
		this.put(4, message);
	}
	critical(message) {
		this.put(5, message);
	}
	getLevel() {
		return this.level;
	}
	setLevel(level) {
		this.level = level;
	}
	setPattern() {
		this.isRaw = false;
	}
	clearFormatters() {
		this.isRaw = true;
	}
	flush() {
		clearTimeout(this.timer);
		this.timer = undefined;
		const text = this.waiting;
		this.waiting = "";
		if (text === "") return;
		try {
			if (
				this.maxBytes > 0 &&
				fs.statSync(this.file).size + text.length > this.maxBytes
			)
				this.rotate();
			fs.appendFileSync(this.file, text);
		} catch {
			// A log must never break its host.
		}
	}
	rotate() {
		const nth = (i) =>
			i === 0 ? this.file : this.file.replace(/(\.[^.]*)?$/, `.${i}$1`);
		for (let i = this.fileCount - 1; i > 0; i--)
			if (fs.existsSync(nth(i - 1))) fs.renameSync(nth(i - 1), nth(i));
	}
	drop() {
		this.flush();
	}
}

const create = async (name, file, maxBytes, fileCount) =>
	new Logger(name, file, maxBytes, fileCount);

// Named one by one, or importers of the other kind of module would not see the names.
exports.version = 0;
exports.setLevel = (level) => {
	firstLevel = level;
};
exports.setFlushOn = () => {};
// The addon's own constructor names the kind of log first.
exports.Logger = class extends Logger {
	constructor(_kind, ...given) {
		super(...given);
	}
};
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
