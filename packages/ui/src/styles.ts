// The look of the shared components. A host sets the --musa-* variables from its own theme.

/** Rules for a constructed style sheet: a frame's policy may forbid `<style>`. */
export const componentStyles = `
.musa-row { display: flex; align-items: center; gap: 8px; min-height: 32px; padding: 0 16px; }
.musa-bare { border: 0; margin: 4px 0; min-width: 0; min-height: 24px; }
.musa-grow { flex: 1; min-width: 0; }
.musa-label { flex: 0 0 72px; color: var(--musa-text-secondary); padding: 0; float: left; }
.musa-value { flex: 0 0 36px; text-align: right; color: var(--musa-text-secondary); font-variant-numeric: tabular-nums; }
.musa-visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.musa-field { flex: 1; width: 100%; min-width: 0; box-sizing: border-box; height: 24px; padding: 0 8px; border: 1px solid transparent; border-radius: 5px;
  background: var(--musa-field); color: var(--musa-text); font: inherit; letter-spacing: inherit; }
.musa-field:hover { border-color: var(--musa-border); }
.musa-field::placeholder { color: var(--musa-text-tertiary); opacity: 1; }
textarea.musa-field { display: block; height: auto; min-height: 56px; padding: 7px 8px; resize: none; line-height: 16px; }
select.musa-field { padding: 0 4px; }
.musa-button { height: 24px; padding: 0 8px; border: 1px solid transparent; border-radius: 5px; font: inherit; font-weight: 500; letter-spacing: inherit; cursor: default; white-space: nowrap; color: var(--musa-text); background: transparent; }
.musa-secondary { border-color: var(--musa-border); }
.musa-secondary:hover:not(:disabled), .musa-quiet:hover:not(:disabled) { background: var(--musa-hover); }
.musa-secondary[aria-pressed=true], .musa-quiet[aria-pressed=true] { background: var(--musa-selected); }
.musa-primary { background: var(--musa-brand); color: var(--musa-on-brand); }
.musa-primary:hover:not(:disabled) { background: var(--musa-brand-hover); }
.musa-button:disabled { color: var(--musa-text-disabled); }
.musa-primary:disabled { background: var(--musa-disabled); color: var(--musa-on-disabled); }
.musa-segments { display: flex; flex: 1; height: 24px; padding: 2px; box-sizing: border-box; border-radius: 5px; background: var(--musa-field); }
.musa-segment { flex: 1; position: relative; display: flex; }
.musa-segment input { position: absolute; opacity: 0; inset: 0; margin: 0; }
.musa-segment span { flex: 1; border-radius: 4px; text-align: center; line-height: 20px; color: var(--musa-text-secondary); }
.musa-segment input:checked + span { background: var(--musa-bg); color: var(--musa-text); box-shadow: 0 0 0 1px var(--musa-border); }
.musa-slider { flex: 1; min-width: 0; height: 16px; margin: 0; appearance: none; background: none; border-radius: 8px; }
.musa-slider::-webkit-slider-runnable-track { height: 4px; border-radius: 2px; background: var(--musa-border); }
.musa-slider::-moz-range-track { height: 4px; border-radius: 2px; background: var(--musa-border); }
.musa-slider::-webkit-slider-thumb { appearance: none; width: 12px; height: 12px; margin-top: -4px; border-radius: 50%; border: 2px solid var(--musa-brand); background: var(--musa-bg); box-sizing: border-box; }
.musa-slider::-moz-range-thumb { width: 8px; height: 8px; border-radius: 50%; border: 2px solid var(--musa-brand); background: var(--musa-bg); }
.musa-check input { margin: 0; accent-color: var(--musa-brand); }
.musa-picture { display: block; width: 100%; height: 100%; object-fit: contain; border-radius: 5px; background: repeating-conic-gradient(var(--musa-field) 0 25%, var(--musa-bg) 0 50%) 0 0 / 16px 16px; }
.musa-empty { background: var(--musa-field); }
.musa-progress { height: 2px; background: var(--musa-field); overflow: hidden; }
.musa-progress-fill { height: 100%; background: var(--musa-brand); transition: width 120ms linear; }
.musa-notice { padding: 8px; border-radius: 5px; background: var(--musa-field); line-height: 16px; }
.musa-warning { background: var(--musa-warning); color: var(--musa-text); }
.musa-danger { background: var(--musa-danger); color: var(--musa-text); }
.musa-tabs { display: flex; gap: 2px; height: 40px; align-items: center; padding: 0 8px; border-bottom: 1px solid var(--musa-border); }
.musa-tab { height: 24px; padding: 0 8px; border: 0; border-radius: 5px; background: transparent; color: var(--musa-text-secondary); font: inherit; font-weight: 500; letter-spacing: inherit; cursor: default; }
.musa-tab:hover { color: var(--musa-text); }
.musa-tab[aria-selected=true] { background: var(--musa-field); color: var(--musa-text); }
.musa-panel { flex: 1; min-height: 0; overflow-y: auto; padding: 8px 0; }
.musa-field:focus-visible, .musa-button:focus-visible, .musa-tab:focus-visible, .musa-panel:focus-visible,
.musa-slider:focus-visible, .musa-check input:focus-visible, .musa-segment input:focus-visible + span { outline: 2px solid var(--musa-focus); outline-offset: -1px; }
@media (prefers-reduced-motion: reduce) { .musa-progress-fill { transition: none; } }
@media (forced-colors: active) { .musa-segment input:checked + span { outline: 1px solid; } }
`;
