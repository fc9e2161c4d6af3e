import type { JSX } from "preact";
import { ExactText } from "./exact-text.js";
import { Picture, type Pixels } from "./picture.js";
import { t } from "./words.js";

/** A picture that would be sent. */
export interface SentPicture {
	/** What it is, e.g. `Draft` or `Mask`. */
	readonly label: string;
	/** px, of the file that is sent. */
	readonly width: number;
	readonly height: number;
	/** For the thumbnail; may be smaller. */
	readonly image: Pixels | undefined;
}

/** One request. */
export interface SentPartProps {
	/** What it is for, e.g. the layer's name; shown when there are several. */
	readonly label: string;
	readonly isAlone: boolean;
	readonly prompt: string;
	readonly negativePrompt: string;
	readonly pictures: readonly SentPicture[];
	/** The request itself, line by line, for those who want to see it; the key is not part of it. */
	readonly requestText?: string | undefined;
}

/** Words and pictures of one request. */
export function SentPart(props: SentPartProps): JSX.Element {
	const { label, isAlone, prompt, negativePrompt, pictures } = props;
	return (
		<section class="musa-sent" aria-label={isAlone ? t("What is sent") : label}>
			{!isAlone && <h3>{label}</h3>}
			{prompt === "" ? (
				<p>{t("None of your words and pictures.")}</p>
			) : (
				<ExactText label={t("Text")} text={prompt} />
			)}
			{negativePrompt !== "" && (
				<ExactText
					label={t("Text for what to leave out")}
					text={negativePrompt}
				/>
			)}
			{pictures.length > 0 && (
				<ul class="musa-sent-pictures">
					{pictures.map((picture, i) => (
						<li key={`${i} ${picture.label}`}>
							<div class="musa-sent-picture">
								<Picture image={picture.image} label={picture.label} />
							</div>
							<span>
								{picture.label}
								<br />
								{picture.width} × {picture.height} px
								<br />
								{t(
									"{0} pixels",
									(picture.width * picture.height).toLocaleString(),
								)}
							</span>
						</li>
					))}
				</ul>
			)}
			{props.requestText !== undefined && (
				<details class="musa-sent-request">
					<summary>{t("The whole request")}</summary>
					<ExactText label={t("The whole request")} text={props.requestText} />
				</details>
			)}
		</section>
	);
}
