// Every message between the plugin's frame and Figma's sandbox; types only.
// Figma carries only Uint8Array among binary types, so nothing else may appear here.

/** Frame → sandbox. */
export type UiMessage = { readonly type: "close-plugin" };
