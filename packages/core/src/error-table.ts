// The words for every failure: what happened, then what to do. A code without words cannot compile.

/** Facts for developers: JSON values only, no prompts, no keys. */
export type ErrorDetails = Readonly<
	Record<string, string | number | boolean | readonly string[] | undefined>
>;

/** Every code that Musa throws, `kind/what`; stable API. */
export type ErrorCode =
	| "request/invalid"
	| "request/prompt-empty"
	| "request/prompt-too-long"
	| "request/prompt-control-characters"
	| "request/size-invalid"
	| "request/seed-invalid"
	| "request/variation-invalid"
	| "request/steps-invalid"
	| "request/guidance-invalid"
	| "request/style-unknown"
	| "request/model-unknown"
	| "request/device-unknown"
	| "request/background-invalid"
	| "request/grid-unknown"
	| "request/init-invalid"
	| "request/init-unsupported"
	| "request/strength-invalid"
	| "request/threads-invalid"
	| "model/manifest-invalid"
	| "model/file-missing"
	| "model/file-truncated"
	| "model/file-invalid"
	| "model/hash-mismatch"
	| "model/blank-picture"
	| "device/unavailable"
	| "device/out-of-memory"
	| "device/session-failed"
	| "device/lost"
	| "device/not-a-number"
	| "provider/unauthorized"
	| "provider/rate-limited"
	| "provider/refused"
	| "provider/unavailable"
	| "provider/unreachable"
	| "provider/ambiguous"
	| "provider/reply-invalid"
	| "provider/reply-too-large"
	| "provider/job-unsupported"
	| "provider/endpoint-forbidden"
	| "provider/sending-forbidden"
	| "provider/consent-invalid"
	| "provider/cap-reached"
	| "provider/ledger-unwritable"
	| "provider/settings-invalid"
	| "host/nothing-selected"
	| "host/file-exists"
	| "host/file-unwritable"
	| "image/png-invalid"
	| "image/recipe-invalid"
	| "internal/shape-mismatch"
	| "internal/size-mismatch"
	| "internal/contract-broken"
	| "internal/unknown-message"
	| "internal/closed"
	| "internal/unexpected";

/** What the user can do next; a host shows it as a button. */
export type ErrorAction =
	| "change-request"
	| "retry"
	| "repair-model"
	| "use-smaller-model"
	| "use-wasm"
	| "add-key"
	| "use-cloud"
	| "select-frame"
	| "choose-file"
	| "report";

interface ErrorEntry {
	readonly message: (details: ErrorDetails) => string;
	readonly action: ErrorAction;
	readonly retryable: boolean;
}

const change = (message: ErrorEntry["message"]): ErrorEntry => ({
	message,
	action: "change-request",
	retryable: false,
});
const repair = (message: ErrorEntry["message"]): ErrorEntry => ({
	message,
	action: "repair-model",
	retryable: false,
});
const bug = (message: ErrorEntry["message"]): ErrorEntry => ({
	message,
	action: "report",
	retryable: false,
});

const list = (value: ErrorDetails[string]): string =>
	Array.isArray(value) ? value.join(", ") : String(value ?? "");
const got = (details: ErrorDetails): string =>
	details.got === undefined ? "" : ` (it was ${String(details.got)})`;
const file = (details: ErrorDetails): string =>
	details.file === undefined
		? "A file of the model"
		: `The model file ${String(details.file)}`;

/** Code → words, next act and whether trying again can help. */
export const errorTable: Readonly<Record<ErrorCode, ErrorEntry>> = {
	"request/invalid": change(
		(d) =>
			`The request is not valid: ${String(d.reason ?? "it is not an object")}.`,
	),
	"request/prompt-empty": change(
		() => "The prompt is empty. Write in a few words what the picture shows.",
	),
	"request/prompt-too-long": change(
		(d) =>
			`The prompt has ${String(d.length)} characters and the limit is ${String(d.limit)}. Shorten it.`,
	),
	"request/prompt-control-characters": change(
		() => "The prompt holds control characters. Write it as plain text.",
	),
	"request/size-invalid": change(
		(d) =>
			`The size must be whole numbers of pixels from 1 to ${String(d.limit ?? 4096)} per side${got(d)}.`,
	),
	"request/seed-invalid": change(
		(d) => `The seed must be a whole number from 0 to 4294967295${got(d)}.`,
	),
	"request/variation-invalid": change(
		(d) => `A variation needs a seed and a strength from 0 to 1${got(d)}.`,
	),
	"request/steps-invalid": change(
		(d) =>
			`The number of steps must be a whole number from 1 to ${String(d.limit)}${got(d)}.`,
	),
	"request/guidance-invalid": change(
		(d) => `The guidance scale must be a number from 1 to 10${got(d)}.`,
	),
	"request/style-unknown": change(
		(d) =>
			`There is no style called ${String(d.style)}. Choose one of: ${list(d.known)}.`,
	),
	"request/model-unknown": change(
		(d) =>
			`There is no model called ${String(d.model)}. Choose one of: ${list(d.known)}.`,
	),
	"request/device-unknown": change(
		(d) =>
			`There is no device called ${String(d.device)}. Choose one of: ${list(d.known)}.`,
	),
	"request/background-invalid": change(
		(d) =>
			`The background must be "transparent" or a colour such as #ff8800${got(d)}.`,
	),
	"request/grid-unknown": change(
		(d) =>
			`The model does not draw on that grid${got(d)}. Choose one of: ${list(d.known)}.`,
	),
	"request/init-invalid": change(
		(d) =>
			`The picture to start from cannot be used: ${String(d.reason)}. Choose another picture.`,
	),
	"request/init-unsupported": change(
		(d) =>
			`The model ${String(d.model)} cannot start from a picture. Leave the picture away, or choose another model.`,
	),
	"request/strength-invalid": change(
		(d) =>
			`The strength must be a number from 0 to 1, beside a picture to start from${got(d)}.`,
	),
	"request/threads-invalid": change(
		(d) =>
			`The number of threads must be a whole number from 1 to 16${got(d)}.`,
	),

	"model/manifest-invalid": repair(
		(d) =>
			`The model's manifest is not valid${d.field === undefined ? "" : ` at ${String(d.field)}`}${d.reason === undefined ? "" : `: ${String(d.reason)}`}. Install the model again.`,
	),
	"model/file-missing": repair(
		(d) => `${file(d)} is missing. Install the model again.`,
	),
	"model/file-truncated": repair(
		(d) => `${file(d)} is incomplete. Install the model again.`,
	),
	"model/file-invalid": repair(
		(d) => `${file(d)} is damaged. Install the model again.`,
	),
	"model/hash-mismatch": repair(
		(d) =>
			`${file(d)} is not the one that was published. Install the model again.`,
	),
	"model/blank-picture": {
		message: () =>
			"The model drew nothing for this prompt. Try another seed or other words.",
		action: "change-request",
		retryable: true,
	},

	"device/unavailable": {
		message: (d) =>
			`The device ${String(d.device ?? "that was asked for")} is not available here. Choose the device wasm, which works everywhere.`,
		action: "use-wasm",
		retryable: false,
	},
	"device/out-of-memory": {
		message: () =>
			"There is not enough memory for this picture. Close other programs or ask for a smaller size.",
		action: "use-smaller-model",
		retryable: true,
	},
	"device/session-failed": {
		message: () =>
			"The model could not run on this device. Try again, or choose the device wasm.",
		action: "retry",
		retryable: true,
	},
	"device/lost": {
		message: () => "The device stopped answering. Try again.",
		action: "retry",
		retryable: true,
	},
	"device/not-a-number": {
		message: () =>
			"The device computed numbers that are no picture. Choose the device wasm.",
		action: "use-wasm",
		retryable: true,
	},

	"provider/unauthorized": {
		message: () => "The service did not accept the key. Check the key.",
		action: "add-key",
		retryable: false,
	},
	"provider/rate-limited": {
		message: () => "The service asks to wait. Try again in a while.",
		action: "retry",
		retryable: true,
	},
	"provider/refused": change(
		() => "The service refused this prompt. Use other words.",
	),
	"provider/unreachable": {
		message: (d) =>
			`Nothing was sent: ${String(d.host)} can't be reached${d.reason === undefined ? "" : ` (${String(d.reason)})`}. Check its address and your network.`,
		action: "retry",
		retryable: true,
	},
	"provider/unavailable": {
		message: () => "The service does not answer. Try again in a while.",
		action: "retry",
		retryable: true,
	},

	"provider/ambiguous": {
		message: () =>
			"The service may have done the job, but its answer was lost. Look at your account there before you send it again.",
		action: "report",
		retryable: false,
	},
	"provider/reply-invalid": {
		message: (d) =>
			`The service sent no usable picture${d.reason === undefined ? "" : `: ${String(d.reason)}`}. Check its address, or choose another service.`,
		action: "change-request",
		retryable: false,
	},
	"provider/reply-too-large": {
		message: (d) =>
			`The service sent more than ${String(d.limit)} bytes. Choose another service.`,
		action: "change-request",
		retryable: false,
	},
	"provider/job-unsupported": change(
		(d) =>
			`The service cannot do this job: ${String(d.reason)}. Choose another service or change the job.`,
	),
	"provider/endpoint-forbidden": {
		message: (d) =>
			`Nothing is sent to ${String(d.host)}: ${String(d.reason)}. Correct the address in your settings.`,
		action: "change-request",
		retryable: false,
	},
	"provider/sending-forbidden": {
		message: () =>
			"Nothing may leave this device. Draw locally, or change that in your own settings.",
		action: "change-request",
		retryable: false,
	},
	"provider/consent-invalid": {
		message: (d) =>
			`Nothing was sent, because your consent does not cover it: ${String(d.reason)}. Look at what would be sent and agree again.`,
		action: "change-request",
		retryable: false,
	},
	"provider/cap-reached": {
		message: (d) =>
			`Nothing was sent, because it could cost more than your cap per ${String(d.period)} allows. Raise the cap in your settings, or draw locally.`,
		action: "change-request",
		retryable: false,
	},
	"provider/ledger-unwritable": {
		message: () =>
			"Nothing was sent, because the ledger of what is sent cannot be written. Check the settings folder.",
		action: "report",
		retryable: false,
	},
	"provider/settings-invalid": {
		message: ({ file, field }) =>
			`The file ${file} is not right at "${field}"; correct it.`,
		action: "report",
		retryable: false,
	},

	"host/nothing-selected": {
		message: () => "Nothing is selected. Select the layers to fill.",
		action: "select-frame",
		retryable: false,
	},
	"host/file-exists": {
		message: (d) =>
			`${String(d.path ?? "The file")} exists already. Choose another name or allow overwriting.`,
		action: "choose-file",
		retryable: false,
	},
	"host/file-unwritable": {
		message: (d) =>
			`${String(d.path ?? "The file")} cannot be written. Choose another place.`,
		action: "choose-file",
		retryable: false,
	},

	"image/png-invalid": {
		message: (d) =>
			`The PNG file cannot be read${d.reason === undefined ? "" : `: ${String(d.reason)}`}. Choose another file.`,
		action: "choose-file",
		retryable: false,
	},
	"image/recipe-invalid": {
		message: (d) =>
			`The recipe in the file cannot be used${d.reason === undefined ? "" : `: ${String(d.reason)}`}. Choose another file.`,
		action: "choose-file",
		retryable: false,
	},

	"internal/shape-mismatch": bug(
		(d) =>
			`Tensor shapes do not fit: expected ${String(d.expected)}, got ${String(d.got)}.`,
	),
	"internal/size-mismatch": bug(
		(d) =>
			`Sizes do not fit: expected ${String(d.expected)}, got ${String(d.got)}.`,
	),
	"internal/contract-broken": bug(
		(d) =>
			`The finished picture is not what was planned: expected ${String(d.expected)}, got ${String(d.got)}. Please report this.`,
	),
	"internal/unknown-message": bug(
		(d) => `A message of unknown kind arrived: ${String(d.message ?? "")}.`,
	),
	"internal/closed": bug(() => "The engine is closed. Open it again."),
	"internal/unexpected": bug(
		(d) =>
			`Something unexpected went wrong: ${String(d.reason ?? "no details")}.`,
	),
};
