// Everything that the workspace view shows.
import { computed, signal } from "@preact/signals";
import type { Finding, ImageProblem, JobRow } from "../../records.js";

/** What is wrong with an image. */
export type RowKind = "missing" | ImageProblem["kind"];

/** One image of the list. */
export interface Row {
	/** The first finding's. */
	readonly id: string;
	readonly kind: RowKind;
	readonly finding: Finding;
	/** What is wrong, in plain words. */
	readonly problem: string;
	/** How often it is referred to. */
	readonly count: number;
	/** Whether the file is there already. */
	readonly isOnDisk: boolean;
	/** Whether a batch may draw it. */
	readonly canFill: boolean;
}

/** What the status line says. */
export interface Status {
	readonly tone: "plain" | "danger";
	readonly sentence: string;
}

/** Makes the state of a new view. */
export function makeWorkspaceState() {
	const findings = signal<readonly Finding[]>([]);
	const problems = signal<readonly ImageProblem[]>([]);
	const words = signal("");
	const kind = signal<RowKind | "all">("all");
	const rows = computed(() => toRows(findings.value, problems.value));
	return {
		isOpen: signal(false),
		isScanning: signal(false),
		canWrite: signal(false),
		/** What can be done about words that need more than this device. */
		advice: signal(""),
		findings,
		problems,
		words,
		kind,
		rows,
		shown: computed(() => {
			const wanted = words.value.toLowerCase();
			return rows.value.filter(
				(row) =>
					(kind.value === "all" || row.kind === kind.value) &&
					`${row.finding.target} ${row.finding.file} ${row.finding.prompt}`
						.toLowerCase()
						.includes(wanted),
			);
		}),
		/** Ids that the batch leaves out. */
		unchosen: signal<ReadonlySet<string>>(new Set()),
		/** Words of the user, by id. */
		prompts: signal<Readonly<Record<string, string>>>({}),
		/** The latest job, by id of the finding. */
		jobs: signal<ReadonlyMap<string, JobRow>>(new Map()),
		/** Why words need more than this device, by the words. */
		routes: signal<ReadonlyMap<string, readonly string[]>>(new Map()),
		status: signal<Status>({ tone: "plain", sentence: "" }),
	};
}

/** The state of a workspace view. */
export type WorkspaceState = ReturnType<typeof makeWorkspaceState>;

/** Whether something is still to come of a job. */
export function isOpenJob(job: JobRow | undefined): boolean {
	return (
		job !== undefined && ["waiting", "drawing", "writing"].includes(job.state)
	);
}

function toRows(
	findings: readonly Finding[],
	problems: readonly ImageProblem[],
): readonly Row[] {
	const rows = new Map<string, Row>();
	const add = (row: Row): void => {
		const { folder, target } = row.finding;
		const key = `${folder}\n${target}\n${row.kind}`;
		const before = rows.get(key);
		rows.set(key, before ? { ...before, count: before.count + 1 } : row);
	};
	for (const finding of findings)
		add({
			id: finding.id,
			kind: "missing",
			finding,
			problem: finding.refusal ?? describeCase(finding) ?? "",
			count: 1,
			isOnDisk: false,
			canFill: finding.refusal === undefined && finding.existing === undefined,
		});
	for (const each of problems)
		add({
			id: each.id,
			kind: each.kind,
			finding: each,
			problem: each.refusal ?? each.problem,
			count: 1,
			isOnDisk: each.isOnDisk,
			// Only what is nobody's picture is replaced in a batch.
			canFill: each.kind === "placeholder" && each.refusal === undefined,
		});
	return [...rows.values()];
}

function describeCase({ existing }: Finding): string | undefined {
	return existing === undefined
		? undefined
		: `${existing} differs in upper and lower case only.`;
}
