import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** RGBA8 pixels with straight alpha, rows from the top. */
export interface Pixels {
	readonly width: number;
	readonly height: number;
	readonly pixels: Uint8Array | Uint8ClampedArray;
}

/** What is shown and how it is called. */
export interface PictureProps {
	readonly image: Pixels | undefined;
	/** What a screen reader says; nothing when what is around it says it. */
	readonly label: string;
}

/** A picture on a chequered ground; a canvas, because a frame's policy may forbid images by address. */
export function Picture({ image, label }: PictureProps): JSX.Element {
	const canvas = useRef<HTMLCanvasElement>(null);
	useEffect(() => {
		const context = canvas.current?.getContext("2d");
		if (!canvas.current || !context) return;
		canvas.current.width = image?.width ?? 1;
		canvas.current.height = image?.height ?? 1;
		if (!image) return;
		const data = new ImageData(image.width, image.height);
		data.data.set(image.pixels);
		context.putImageData(data, 0, 0);
	}, [image]);
	return (
		<canvas
			ref={canvas}
			class={`musa-picture ${image ? "" : "musa-empty"}`}
			{...(label === ""
				? { "aria-hidden": true }
				: { role: "img", "aria-label": label })}
		/>
	);
}
