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
export class MusaError extends Error {
	override readonly name: string = "MusaError";
	readonly code: ErrorCode;
	readonly details: ErrorDetails;

	constructor(code: ErrorCode, options: ErrorOptions = {}) {
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
export class RequestError extends MusaError {
	override readonly name = "RequestError";
	constructor(code: CodeOf<"request">, options?: ErrorOptions) {
		super(code, options);
	}
}

/** A manifest, a weights file or a network's answer is not as it should be. */
export class ModelError extends MusaError {
	override readonly name = "ModelError";
	constructor(code: CodeOf<"model">, options?: ErrorOptions) {
		super(code, options);
	}
}

/** The device or a session on it failed. */
export class DeviceError extends MusaError {
	override readonly name = "DeviceError";
	constructor(code: CodeOf<"device">, options?: ErrorOptions) {
		super(code, options);
	}
}

/** A provider outside this device failed. */
export class ProviderError extends MusaError {
	override readonly name = "ProviderError";
	constructor(code: CodeOf<"provider">, options?: ErrorOptions) {
		super(code, options);
	}
}

/** A host could not read or place a picture. */
export class HostError extends MusaError {
	override readonly name = "HostError";
	constructor(code: CodeOf<"host">, options?: ErrorOptions) {
		super(code, options);
	}
}

/** Bytes given as a picture cannot be read. */
export class ImageError extends MusaError {
	override readonly name = "ImageError";
	constructor(code: CodeOf<"image">, options?: ErrorOptions) {
		super(code, options);
	}
}

/** A bug of Musa itself. */
export class InternalError extends MusaError {
	override readonly name = "InternalError";
	constructor(code: CodeOf<"internal">, options?: ErrorOptions) {
		super(code, options);
	}
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
	return makeError(wire.code, { details: wire.details });
}

function makeError(code: ErrorCode, options: ErrorOptions): MusaError {
	const kind = code.slice(0, code.indexOf("/"));
	switch (kind) {
		case "request":
			return new RequestError(code as CodeOf<"request">, options);
		case "model":
			return new ModelError(code as CodeOf<"model">, options);
		case "device":
			return new DeviceError(code as CodeOf<"device">, options);
		case "provider":
			return new ProviderError(code as CodeOf<"provider">, options);
		case "host":
			return new HostError(code as CodeOf<"host">, options);
		case "image":
			return new ImageError(code as CodeOf<"image">, options);
		default:
			return new InternalError(code as CodeOf<"internal">, options);
	}
}

function describeUnknown(error: unknown): string {
	if (error instanceof Error) return `${error.name}: ${error.message}`;
	return String(error);
}
