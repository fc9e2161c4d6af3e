// The one global, besides the language, that every host of the tools has.

interface AbortSignal {
	readonly aborted: boolean;
	throwIfAborted(): void;
}
