import type { RgbaImage } from "@musa/core";
import { Picture } from "@musa/ui";
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { PanelProps } from "./panel-props.js";

/** A picture that was made before, read from the file when it scrolls into view; an empty place if it has gone. */
export function HistoryThumbnail({
	imageHash,
	controller,
}: PanelProps & { readonly imageHash: string | undefined }): JSX.Element {
	const place = useRef<HTMLDivElement>(null);
	const [image, setImage] = useState<RgbaImage>();
	useEffect(() => {
		if (imageHash === undefined || !place.current) return;
		let isGone = false;
		const observer = new IntersectionObserver(async (seen) => {
			if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
			observer.disconnect();
			const found = await controller.readThumbnail(imageHash);
			if (!isGone) setImage(found);
		});
		observer.observe(place.current);
		return () => {
			isGone = true;
			observer.disconnect();
		};
	}, [imageHash]);
	return (
		<div ref={place} class="fill">
			<Picture image={image} label="" />
		</div>
	);
}
