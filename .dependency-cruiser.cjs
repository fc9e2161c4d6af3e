// Which part may import which. Data goes down the list of layers, imports go up it; hosts sit at both ends and
// core never sees them. ARCHITECTURE.md tells the same in words.

const core = "^packages/core/src/";
const testCode = "(\\.test\\.ts|\\.conformance\\.ts|/testing/)";

/**
 * Core's layers in flow order: `values` may be imported with their code, `types` as types only.
 * Every layer may use the errors.
 */
const layers = [
	{
		layer: "errors",
		path: "error(s|-table)\\.ts$",
		values: ["error(s|-table)\\.ts$"],
	},
	{ layer: "progress", path: "progress\\.ts$" },
	{ layer: "rpc", path: "rpc\\.ts$" },
	{ layer: "turns", path: "turns\\.ts$" },
	{ layer: "tensor", path: "tensor/" },
	{ layer: "image", path: "image/" },
	{ layer: "palette", path: "palette/", values: ["image/"] },
	{ layer: "records", path: "records\\.ts$", types: ["image/"] },
	{ layer: "models", path: "models/", values: ["turns\\.ts$"] },
	{
		layer: "recipe",
		path: "recipe\\.ts$",
		values: ["image/"],
		types: ["records\\.ts$"],
	},
	{
		layer: "final-record",
		path: "final-record\\.ts$",
		values: ["image/", "recipe\\.ts$"],
	},
	{ layer: "schedulers", path: "schedulers/", values: ["tensor/"] },
	{
		layer: "tokenizers",
		path: "tokenizers/",
		values: ["tensor/"],
		types: ["models/"],
	},
	{
		layer: "runtime",
		path: "runtime/",
		values: ["tensor/", "models/", "turns\\.ts$"],
		types: ["records\\.ts$"],
	},
	{
		layer: "finish",
		path: "finish/",
		values: ["tensor/", "image/", "palette/"],
		types: ["records\\.ts$"],
	},
	{
		layer: "stages",
		path: "stages/",
		values: [
			"runtime/",
			"schedulers/",
			"tokenizers/",
			"tensor/",
			"image/",
			"finish/",
			"progress\\.ts$",
		],
		types: ["records\\.ts$", "models/"],
	},
	{
		layer: "pipelines",
		path: "pipelines/",
		values: [
			"stages/",
			"finish/",
			"runtime/",
			"schedulers/",
			"tokenizers/",
			"tensor/",
			"image/",
			"progress\\.ts$",
		],
		types: ["records\\.ts$", "models/"],
	},
	{
		layer: "worker",
		path: "worker/",
		values: [
			"pipelines/",
			"runtime/",
			"models/",
			"rpc\\.ts$",
			"progress\\.ts$",
		],
		types: ["records\\.ts$"],
	},
	{
		layer: "providers",
		path: "providers/",
		values: [
			"worker/client\\.ts$",
			"models/",
			"image/",
			"rpc\\.ts$",
			"progress\\.ts$",
		],
		types: ["records\\.ts$", "worker/protocol\\.ts$", "runtime/"],
	},
	{
		layer: "router",
		path: "router/",
		values: ["palette/", "models/", "tokenizers/"],
		types: ["records\\.ts$", "runtime/device\\.ts$"],
	},
];

const layerRules = layers.flatMap(
	({ layer, path, values = [], types = [] }) => {
		const always = [path, "error(s|-table)\\.ts$"];
		const anyUse = [...always, ...values].map((part) => core + part);
		const typeUse = types.map((part) => core + part);
		const from = { path: core + path, pathNot: testCode };
		const allowed = [
			...values,
			...types.map((part) => `${part} (types only)`),
		].join(", ");
		const comment = `Core's ${layer} may import only the errors and: ${allowed || "nothing else"}. Hand what you need in as a parameter, or move the code down the flow.`;
		return [
			{
				name: `core-${layer}`,
				comment,
				severity: "error",
				from,
				to: { path: core, pathNot: [...anyUse, ...typeUse] },
			},
			...(typeUse.length === 0
				? []
				: [
						{
							name: `core-${layer}-types-only`,
							comment,
							severity: "error",
							from,
							to: {
								path: typeUse,
								pathNot: anyUse,
								dependencyTypesNot: ["type-only"],
							},
						},
					]),
		];
	},
);

const forbidden = [
	...layerRules,
	{
		name: "one-stage-per-file",
		comment:
			"A stage never imports another stage: let the pipeline hand one's result to the next.",
		severity: "error",
		from: { path: `${core}stages/([^/]+)\\.ts$`, pathNot: testCode },
		to: {
			path: `${core}stages/`,
			pathNot: [`${core}stages/$1\\.ts$`, `${core}stages/(stage|tiles)\\.ts$`],
		},
	},
	{
		name: "one-pipeline-per-file",
		comment: "A pipeline never imports another pipeline: share stages instead.",
		severity: "error",
		from: { path: `${core}pipelines/([^/]+)\\.ts$`, pathNot: testCode },
		to: { path: `${core}pipelines/`, pathNot: `${core}pipelines/$1\\.ts$` },
	},
	{
		name: "client-without-pipelines",
		comment:
			"The worker's client only sends messages: what runs belongs behind worker/serve.ts.",
		severity: "error",
		from: { path: `${core}worker/client\\.ts$` },
		to: {
			path: `${core}(pipelines|stages|runtime)/`,
			dependencyTypesNot: ["type-only"],
		},
	},
	{
		name: "runtime-behind-session",
		comment:
			"Only runtime/session.ts knows onnxruntime: open a session there and pass it on.",
		severity: "error",
		from: {
			pathNot: [
				"^packages/core/src/runtime/",
				"^packages/core/build\\.ts$",
				"^bench/",
				testCode,
			],
		},
		to: { path: "onnxruntime", dependencyTypesNot: ["type-only"] },
	},
	{
		name: "core-without-hosts",
		comment:
			"Core runs in every host: take what the host has through the context.",
		severity: "error",
		from: { path: "^packages/core/", pathNot: testCode },
		to: {
			path: "(^packages/(?!core/)|^models/|node_modules/(preact|@figma|vscode))",
		},
	},
	{
		name: "core-without-node",
		comment:
			"Only src/node.ts, src/node/ and node*.ts use Node: hand files and threads in through a port or a store.",
		severity: "error",
		from: {
			path: core,
			pathNot: [
				testCode,
				`${core}node\\.ts$`,
				`${core}node/`,
				"/node[^/]*\\.ts$",
			],
		},
		to: { dependencyTypes: ["core"] },
	},
	{
		name: "finder-alone",
		comment:
			"The finder knows its parsers and nothing else of Musa: hand what it needs in through a port.",
		severity: "error",
		from: { path: "^packages/finder/", pathNot: testCode },
		to: {
			path: "(^packages/(?!finder/)|^models/|node_modules/(preact|@figma|vscode))",
		},
	},
	{
		name: "finder-without-node",
		comment:
			"Only src/node.ts uses Node: read files through the FileSystem port.",
		severity: "error",
		from: {
			path: "^packages/finder/src/",
			pathNot: [testCode, "^packages/finder/src/node\\.ts$"],
		},
		to: { dependencyTypes: ["core"] },
	},
	{
		name: "finder-in-order",
		comment:
			"In the finder, languages read text, site resolves paths, describe words the result: languages know neither of the others, and describe knows no site.",
		severity: "error",
		from: { path: "^packages/finder/src/languages/", pathNot: testCode },
		to: { path: "^packages/finder/src/(site|describe)/" },
	},
	{
		name: "finder-entry-only",
		comment:
			"Import from @musa/finder, @musa/finder/names or @musa/finder/node: add what is missing to the finder's index.ts.",
		severity: "error",
		from: { path: "^packages/(?!finder/)" },
		to: {
			path: "^packages/finder/src/",
			pathNot: ["^packages/finder/src/(index|names|node)\\.ts$"],
		},
	},
	{
		name: "agent-tools-alone",
		comment:
			"The agents' tools know the finder's public entry and no host, engine or protocol: hand what they need in through AgentHost.",
		severity: "error",
		from: { path: "^packages/agent-tools/", pathNot: testCode },
		to: {
			path: "(^packages/(?!agent-tools/|finder/src/(index|names)\\.ts$)|^models/|node_modules/(preact|@figma|vscode|@modelcontextprotocol))",
		},
	},
	{
		name: "agents-cannot-send",
		comment:
			"What agents ask for is drawn on this device: their tools and the MCP server reach nothing that can send.",
		severity: "error",
		from: {
			path: "^packages/(agent-tools/src/|cli/src/(mcp|agent-host|draw-into-folder|draw-pictures)\\.ts$)",
		},
		to: {
			path: `${core}providers/(?!(local|provider)\\.ts$)`,
			dependencyTypesNot: ["type-only"],
		},
	},
	{
		name: "network-in-providers",
		comment:
			"Network code lives in core's providers only, so that a bundle without them can send nothing: hand the result in.",
		severity: "error",
		from: {
			path: "^(packages|models)/",
			pathNot: [testCode, `${core}providers/node-[^/]+\\.ts$`],
		},
		to: {
			path: "^(node:)?(https?|http2|net|tls|dgram|dns|dns/promises|inspector)$",
		},
	},
	{
		name: "providers-by-choice",
		comment:
			"The engine's own entry contains nothing that can send: import @musa/core/providers in the edition that offers it.",
		severity: "error",
		from: { path: core, pathNot: [testCode, `${core}providers/`] },
		to: { path: `${core}providers/(?!(local|provider)\\.ts$)` },
	},
	{
		name: "local-editions-cannot-send",
		comment:
			"The local editions of the hosts contain nothing that can send: an edition that offers more has its own folder routed/ or entry routed*.ts.",
		severity: "error",
		from: {
			path: "^packages/(figma-plugin|vscode-extension)/",
			pathNot: ["/routed(/|[^/]*\\.tsx?$)", testCode],
		},
		to: { path: `${core}providers/(?!(local|provider)\\.ts$)` },
	},
	{
		name: "routed-by-choice",
		comment:
			"What the local edition consists of knows nothing of the routed one: let the routed entry hand it in.",
		severity: "error",
		from: {
			path: "^packages/(figma-plugin|vscode-extension)/src/",
			pathNot: ["/routed/", testCode],
		},
		to: {
			path: [
				"^packages/figma-plugin/src/(main|ui)/routed/",
				"^packages/vscode-extension/src/(webview/)?routed/",
			],
		},
	},
	{
		name: "one-vendor-per-file",
		comment:
			"A provider never imports another: share what the interface has in common.",
		severity: "error",
		from: {
			path: `${core}providers/(openai|openai-compatible|gemini|open-inference|local)\\.ts$`,
		},
		to: {
			path: `${core}providers/(openai|openai-compatible|gemini|open-inference|local)\\.ts$`,
		},
	},
	{
		name: "models-are-data",
		comment: "models/ holds data: import core's types, never its code.",
		severity: "error",
		from: { path: "^models/" },
		to: { path: "^packages/", dependencyTypesNot: ["type-only"] },
	},
	{
		name: "public-entries-only",
		comment:
			"Import from @musa/core, @musa/core/node or @musa/core/browser: add what is missing to core's index.ts.",
		severity: "error",
		from: {
			path: "^(packages/(cli|studio|figma-plugin|vscode-extension)|models|bench)/",
		},
		to: {
			path: core,
			pathNot: [
				"^packages/core/src/(index|node|worker/browser-spawn)\\.ts$",
				"^packages/core/src/providers/(index|(node|browser)-[^/]+)\\.ts$",
			],
		},
	},
	{
		name: "studio-on-core",
		comment:
			"What hosts share about drafts knows core and nothing else: no page, no host, no Node.",
		severity: "error",
		from: { path: "^packages/studio/", pathNot: testCode },
		to: {
			path: "(^packages/(?!studio/|core/)|^models/|node_modules/(preact|@figma|vscode))",
		},
	},
	{
		name: "ui-without-hosts",
		comment:
			"Shared components know no host and no engine: take what to show as properties, colours as CSS variables.",
		severity: "error",
		from: { path: "^packages/ui/" },
		to: { path: "(^packages/(?!ui/)|^models/|node_modules/(@figma|vscode))" },
	},
	{
		name: "figma-main-without-ui",
		comment:
			"The two sides of the plugin share src/messages.ts and nothing else: send a message.",
		severity: "error",
		from: { path: "^packages/figma-plugin/src/main/" },
		to: {
			path: "(^packages/figma-plugin/src/ui/|node_modules/preact|^packages/(core|ui)/src/)",
		},
	},
	{
		name: "figma-ui-without-main",
		comment:
			"The two sides of the plugin share src/messages.ts and nothing else: send a message.",
		severity: "error",
		from: { path: "^packages/figma-plugin/src/ui/" },
		to: { path: "^packages/figma-plugin/src/main/" },
	},
	{
		name: "vscode-extension-without-webview",
		comment:
			"The extension and its webview share src/messages.ts and src/records.ts and nothing else: send a message.",
		severity: "error",
		from: { path: "^packages/vscode-extension/src/(?!webview/)" },
		to: {
			path: "(^packages/vscode-extension/src/webview/|node_modules/preact)",
		},
	},
	{
		name: "vscode-webview-without-extension",
		comment:
			"The extension and its webview share src/messages.ts and src/records.ts and nothing else: send a message.",
		severity: "error",
		from: { path: "^packages/vscode-extension/src/webview/" },
		to: {
			path: "(^packages/vscode-extension/src/(?!webview/|(?:messages|records)\\.ts$)|^vscode$)",
		},
	},
	{
		name: "vscode-starts-light",
		comment:
			"The finder's parsers load when a scan begins: import names and sizes from @musa/finder/names, the rest as types or in a thread.",
		severity: "error",
		from: {
			path: "^packages/vscode-extension/src/",
			pathNot: [
				testCode,
				"^packages/vscode-extension/src/finder/scan-folder\\.ts$",
			],
		},
		to: {
			path: "^packages/finder/src/index\\.ts$",
			dependencyTypesNot: ["type-only"],
		},
	},
	{
		name: "assets-without-hosts",
		comment:
			"Pictures as files know core and no host: take what the host has as a parameter. Only what src/node.ts hands out uses Node.",
		severity: "error",
		from: { path: "^packages/assets/", pathNot: testCode },
		to: {
			path: "(^packages/(?!assets/|core/)|^models/|node_modules/(preact|@figma|vscode))",
		},
	},
	{
		name: "nothing-imports-tests",
		comment:
			"Tests, benchmarks and scripts stand at the end: move what you need into a package.",
		severity: "error",
		from: { path: "^(packages|models)/", pathNot: testCode },
		to: { path: ["^(test|bench|scripts)/", testCode] },
	},
	{
		name: "no-cycles",
		comment:
			"Two files that need each other are one file, or lack a third that both may import.",
		severity: "error",
		from: {},
		to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
	},
	{
		name: "declared-dependencies",
		comment:
			"Declare what you import in the package.json of the same workspace.",
		severity: "error",
		from: { pathNot: ["^(test|bench|scripts)/", testCode, "build\\.ts$"] },
		to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"], pathNot: "^vscode$" },
	},
	{
		name: "resolvable",
		comment:
			"This import leads nowhere: correct the path or install the package.",
		severity: "error",
		from: {},
		to: { couldNotResolve: true, pathNot: "^(vscode|onnxruntime-node)$" },
	},
];

module.exports = {
	forbidden,
	options: {
		doNotFollow: { path: "node_modules" },
		// The recipe is Python with a few scripts of its own package.
		exclude: { path: "((^|/)dist/|^models/recipe/)" },
		tsPreCompilationDeps: true,
		// Tools such as esbuild and tsx are declared once, at the root.
		combinedDependencies: true,
		enhancedResolveOptions: {
			exportsFields: ["exports"],
			conditionNames: ["import", "require", "node", "default", "types"],
			extensions: [".ts", ".tsx", ".js", ".mjs", ".cjs", ".json", ".d.ts"],
		},
	},
};
