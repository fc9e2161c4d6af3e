// The look of what shows drafts: strip, chip, swatches, comparison, lists.

/** Rules beside those of the controls. */
export const studioStyles = `
.musa-chip { display: inline-block; margin-top: 6px; padding: 0 6px; border-radius: 5px; line-height: 18px; border: 1px solid var(--musa-border); color: var(--musa-text-secondary); }
.musa-chip-more { background: var(--musa-warning); color: var(--musa-text); cursor: default; }
.musa-route summary::marker { content: ""; }
.musa-route ul { margin: 6px 0 0; padding-left: 16px; color: var(--musa-text-secondary); }
.musa-route > p { margin: 4px 0 0; color: var(--musa-text-secondary); }
.musa-strip { flex: 1; display: grid; grid-template-columns: 1fr 1fr; gap: 6px; align-content: start; }
.musa-strip .musa-button { grid-column: 1 / -1; }
.musa-thumb { width: 100%; max-width: 72px; height: 52px; justify-self: center; padding: 2px; border: 1px solid transparent; border-radius: 6px; background: none; }
.musa-thumb[aria-pressed=true] { border-color: var(--musa-focus); }
.item-head { display: flex; align-items: center; }
.item-head strong { flex: 1; min-width: 0; }
.musa-swatch-list { display: flex; gap: 2px; }
.musa-swatch { width: 12px; height: 12px; border-radius: 3px; box-shadow: inset 0 0 0 1px #8884; }
.musa-compare-pictures { position: relative; width: 100%; height: 100%; overflow: hidden; border-radius: 5px; }
.musa-compare { height: 100%; }
.musa-compare-layer { position: absolute; inset: 0; }
.musa-compare-border { position: absolute; top: 0; bottom: 0; width: 2px; margin-left: -1px; background: var(--musa-brand); box-shadow: 0 0 0 1px var(--musa-bg); pointer-events: none; }
.musa-compare-name { position: absolute; left: 4px; bottom: 4px; padding: 0 4px; border-radius: 3px; background: var(--musa-bg); color: var(--musa-text); pointer-events: none; }
.musa-compare-after { left: auto; right: 4px; }
.musa-compare-slider { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: ew-resize; }
.musa-compare-pictures:focus-within { outline: 2px solid var(--musa-focus); outline-offset: 1px; }
.musa-chip:focus-visible, .musa-thumb:focus-visible { outline: 2px solid var(--musa-focus); outline-offset: 1px; }
@media (forced-colors: active) { .musa-thumb[aria-pressed=true] { outline: 2px solid Highlight; } }
`;
