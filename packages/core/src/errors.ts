// One error tree, cut by where in the flow something failed. The words for each code are in error-table.ts.
import {
	type ErrorAction,
	type ErrorCode,
	type ErrorDetails,
	errorTable,
} from "./error-table.js";

export type { ErrorAction, ErrorCode, ErrorDetails };

/** What an error carries besides its code. */
export interface ErrorOptions {
	readonly details?: ErrorDetails | undefined;
	readonly cause?: unknown;
}

/** An error as it crosses threads. */
export interface WireError {
	readonly code: ErrorCode;
	readonly message: string;
	readonly details: ErrorDetails;
}

type CodeOf<Kind extends string> = Extract<ErrorCode, `${Kind}/${string}`>;

/** Any failure that Musa can name; `message` is meant for users, `details` and `cause` for developers. */
export class MusaError<Code extends ErrorCode = ErrorCode> extends Error {
	override readonly name: string = "MusaError";
	readonly code: Code;
	readonly details: ErrorDetails;

	constructor(code: Code, options: ErrorOptions = {}) {
		const details = options.details ?? {};
		super(
			errorTable[code].message(details),
			options.cause === undefined ? undefined : { cause: options.cause },
		);
		this.code = code;
		this.details = details;
	}

	/** What the user can do next, as a verb for a button. */
	get action(): ErrorAction {
		return errorTable[this.code].action;
	}

	/** Whether the same request may succeed later. */
	get retryable(): boolean {
		return errorTable[this.code].retryable;
	}

	/** Recognises by name and code, because errors from another realm fail `instanceof`. */
	static is(error: unknown, code?: ErrorCode): error is MusaError {
		if (typeof error !== "object" || error === null) return false;
		const found = (error as { code?: unknown }).code;
		if (typeof found !== "string" || !isErrorCode(found)) return false;
		return code === undefined || found === code;
	}
}

/** The request can be changed so that it works. */
export class RequestError extends MusaError<CodeOf<"request">> {
	override readonly name = "RequestError";
}

/** A manifest, a weights file or a network's answer is not as it should be. */
export class ModelError extends MusaError<CodeOf<"model">> {
	override readonly name = "ModelError";
}

/** The device or a session on it failed. */
export class DeviceError extends MusaError<CodeOf<"device">> {
	override readonly name = "DeviceError";
}

/** A provider outside this device failed. */
export class ProviderError extends MusaError<CodeOf<"provider">> {
	override readonly name = "ProviderError";
}

/** A host could not read or place a picture. */
export class HostError extends MusaError<CodeOf<"host">> {
	override readonly name = "HostError";
}

/** Bytes given as a picture cannot be read. */
export class ImageError extends MusaError<CodeOf<"image">> {
	override readonly name = "ImageError";
}

/** A bug of Musa itself. */
export class InternalError extends MusaError<CodeOf<"internal">> {
	override readonly name = "InternalError";
}

/** Whether `code` is one of the codes of the table. */
export function isErrorCode(code: string): code is ErrorCode {
	return Object.hasOwn(errorTable, code);
}

/** Whether an error is the standard sign of cancelling, which is no failure. */
export function isAbortError(error: unknown): boolean {
	return (
		typeof error === "object" &&
		error !== null &&
		(error as { name?: unknown }).name === "AbortError"
	);
}

/** Makes the standard `AbortError`. */
export function makeAbortError(): Error {
	return new DOMException("This operation was aborted", "AbortError");
}

/** Packs any thrown value for another thread; unknown values become `internal/unexpected`. */
export function toWireError(error: unknown): WireError {
	const known = MusaError.is(error)
		? error
		: new InternalError("internal/unexpected", {
				details: { reason: describeUnknown(error) },
			});
	return { code: known.code, message: known.message, details: known.details };
}

/** Rebuilds an error of the right class on the receiving side. */
export function fromWireError(wire: WireError): MusaError {
	if (!isErrorCode(wire.code)) {
		return new InternalError("internal/unexpected", {
			details: { reason: wire.message },
		});
	}
	const kind = wire.code.slice(0, wire.code.indexOf("/"));
	return new classes[kind](wire.code as never, { details: wire.details });
}

const classes: Readonly<
	Record<string, new (code: never, options: ErrorOptions) => MusaError>
> = {
	request: RequestError,
	model: ModelError,
	device: DeviceError,
	provider: ProviderError,
	host: HostError,
	image: ImageError,
	internal: InternalError,
};

function describeUnknown(error: unknown): string {
	if (error instanceof Error) return `${error.name}: ${error.message}`;
	return String(error);
}
