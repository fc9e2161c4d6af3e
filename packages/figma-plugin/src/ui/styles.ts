// The look of Figma: its theme's variables where it gives them, its own light and dark values elsewhere.

/** Rules for a constructed style sheet. */
export const panelStyles = `
:root {
  --musa-bg: var(--figma-color-bg, #fff); --musa-field: var(--figma-color-bg-secondary, #f5f5f5);
  --musa-hover: var(--figma-color-bg-hover, #f5f5f5); --musa-selected: var(--figma-color-bg-selected, #e5f4ff);
  --musa-text: var(--figma-color-text, #000000e5); --musa-text-secondary: color-mix(in srgb, var(--musa-text) 68%, transparent);
  --musa-text-tertiary: var(--musa-text-secondary); --musa-text-disabled: var(--figma-color-text-disabled, #0000004d);
  --musa-border: var(--figma-color-border, #e6e6e6); --musa-focus: var(--figma-color-border-selected, #0d99ff);
  /* White on Figma's own blue is 3:1; a little darker is 4.5:1. */
  --musa-brand: color-mix(in srgb, var(--figma-color-bg-brand, #0d99ff) 76%, black); --musa-brand-hover: color-mix(in srgb, var(--figma-color-bg-brand, #0d99ff) 68%, black);
  --musa-on-brand: var(--figma-color-text-onbrand, #fff); --musa-disabled: var(--figma-color-bg-disabled, #d9d9d9);
  --musa-on-disabled: var(--figma-color-text-ondisabled, #fff); --musa-warning: var(--figma-color-bg-warning-tertiary, #fff1c2);
  --musa-danger: var(--figma-color-bg-danger-tertiary, #ffe2e0); --musa-text-danger: var(--figma-color-text-danger, #bd2915);
  --musa-text-brand: var(--figma-color-text-brand, #007be5); color-scheme: light;
}
.figma-dark {
  --musa-bg: var(--figma-color-bg, #2c2c2c); --musa-field: var(--figma-color-bg-secondary, #383838);
  --musa-hover: var(--figma-color-bg-hover, #383838); --musa-selected: var(--figma-color-bg-selected, #4a5878);
  --musa-text: var(--figma-color-text, #fff); --musa-text-disabled: var(--figma-color-text-disabled, #ffffff66);
  --musa-border: var(--figma-color-border, #444); 
  --musa-disabled: var(--figma-color-bg-disabled, #757575); --musa-warning: var(--figma-color-bg-warning-tertiary, #4b3c15);
  --musa-danger: var(--figma-color-bg-danger-tertiary, #55302e); --musa-text-danger: var(--figma-color-text-danger, #fca397);
  --musa-text-brand: var(--figma-color-text-brand, #7cc4f8); color-scheme: dark;
}
html, body { height: 100%; margin: 0; }
body { background: var(--musa-bg); color: var(--musa-text); font: 11px/16px Inter, system-ui, sans-serif; letter-spacing: 0.005em; user-select: none; overflow: hidden; }
input, textarea { user-select: text; }
.app { display: flex; flex-direction: column; height: 100vh; }
h2 { margin: 8px 0 0; padding: 8px 16px 4px; border-top: 1px solid var(--musa-border); font: inherit; font-weight: 600; }
.musa-panel > h2:first-child { margin: 0; padding-top: 0; border: 0; }
.hint { margin: 0; padding: 4px 16px 8px; color: var(--musa-text-secondary); }
.prompt { padding: 0 16px 8px; }
.offer { display: flex; flex-direction: column; gap: 4px; margin-top: 6px; padding: 8px; border-radius: 5px; background: var(--musa-field); }
.offer p { margin: 0; }
.offer .musa-row { padding: 0; min-height: 24px; }
.offer .buttons { align-items: center; gap: 8px; }
.offer .musa-field { background: var(--musa-bg); }
.final { display: flex; gap: 8px; padding-top: 8px; border-top: 1px solid var(--musa-border); }
.stage { display: flex; gap: 8px; padding: 0 16px 8px; }
.draft { width: 136px; height: 136px; flex: none; }
.fill { height: 100%; }
.thumb-small { width: 48px; height: 48px; flex: none; }
.list { list-style: none; margin: 0; padding: 0; }
.item { display: flex; gap: 8px; align-items: flex-start; padding: 6px 16px; min-height: 20px; }
.item:hover { background: var(--musa-hover); }
.item > input[type=checkbox] { margin: 2px 0 0; accent-color: var(--musa-brand); }
.item-text { flex: 1; min-width: 0; display: flex; flex-direction: column; gap: 2px; }
.item-text strong, .link { font-weight: 500; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.link { padding: 0; border: 0; background: none; color: var(--musa-text); font: inherit; font-weight: 500; text-align: left; cursor: default; }
.link:hover { color: var(--musa-text-brand); }
.note { color: var(--musa-text-secondary); }
.slot-route .musa-chip { margin-top: 2px; }
.problem { color: var(--musa-text-danger); }
.buttons { display: flex; flex-wrap: wrap; gap: 4px; margin-top: 2px; }
.padded { padding: 4px 16px 8px; margin: 0; }
.facts { margin: 0; padding: 0 16px 4px; }
.facts div { display: flex; gap: 8px; padding: 4px 0; }
.facts dt { flex: 0 0 72px; color: var(--musa-text-secondary); }
.facts dd { margin: 0; }
.resize { position: fixed; right: 0; bottom: 0; width: 16px; height: 16px; padding: 0; border: 0; background: none; color: var(--musa-text-tertiary); cursor: nwse-resize; touch-action: none; line-height: 0; }
.resize:focus-visible { outline: 2px solid var(--musa-focus); outline-offset: -2px; border-radius: 3px; }
.footer { border-top: 1px solid var(--musa-border); }
.progress-place { height: 2px; }
.footer-row { display: flex; align-items: center; gap: 8px; min-height: 44px; padding: 0 20px 0 16px; }
.status { flex: 1; margin: 0; max-height: 48px; overflow-y: auto; user-select: text; }
`;
