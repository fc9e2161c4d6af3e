// The part of WebAssembly that the encoders need; Node's types lack it and the DOM's would bring a browser along.
declare namespace WebAssembly {
	interface Module {
		readonly brand: unique symbol;
	}
	function compile(bytes: Uint8Array): Promise<Module>;
}
