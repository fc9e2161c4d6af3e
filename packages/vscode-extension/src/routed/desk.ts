import { type ConsentDesk, openConsentDesk } from "@musa/core/providers";

/** The one desk of this extension host that mints tokens. */
export const desk: ConsentDesk = openConsentDesk(Date.now);
