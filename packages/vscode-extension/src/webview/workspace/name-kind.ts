import { t } from "@musa/ui";
import type { RowKind } from "./state.js";

/** What is wrong with an image, in a word or two. */
export function nameKind(kind: RowKind | "all"): string {
	switch (kind) {
		case "all":
			return t("Everything");
		case "missing":
			return t("Missing");
		case "placeholder":
			return t("Placeholder");
		case "low-resolution":
			return t("Too small");
		case "oversize":
			return t("Too large");
	}
}
