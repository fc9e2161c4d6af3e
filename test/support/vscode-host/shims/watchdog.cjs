// Stands in for the C++ addon of @vscode/native-watchdog: ends this process with its parent.
exports.start = (parentId) => {
	setInterval(() => {
		try {
			process.kill(parentId, 0);
		} catch {
			process.exit(87);
		}
	}, 3000).unref();
};
exports.exit = (code) => process.exit(code);
