// Findings as SARIF 2.1.0, which code hosts show beside the lines they are about.
import { checkRules, type ImageFinding } from "./image-findings.js";
import { version } from "./version.js";

const SCHEMA =
	"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** One SARIF log with one run. */
export function makeSarif(findings: readonly ImageFinding[]): object {
	const ids = Object.keys(checkRules);
	return {
		$schema: SCHEMA,
		version: "2.1.0",
		runs: [
			{
				tool: {
					driver: {
						name: "musa check",
						version,
						rules: Object.entries(checkRules).map(([id, text]) => ({
							id,
							shortDescription: { text },
						})),
					},
				},
				columnKind: "utf16CodeUnits",
				results: findings.map(
					({ rule, level, message, file, line, column }) => ({
						ruleId: rule,
						ruleIndex: ids.indexOf(rule),
						level,
						message: { text: message },
						locations: [
							{
								physicalLocation: {
									artifactLocation: {
										uri: file.split("/").map(encodeURIComponent).join("/"),
										uriBaseId: "%SRCROOT%",
									},
									...(line === undefined
										? {}
										: {
												region: { startLine: line, startColumn: column ?? 1 },
											}),
								},
							},
						],
					}),
				),
			},
		],
	};
}
