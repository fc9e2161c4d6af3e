// The look of VS Code: its theme's variables, its density.

/** Rules for a constructed style sheet. */
export const viewStyles = `
:root {
  --musa-bg: var(--vscode-sideBar-background, var(--vscode-editor-background)); --musa-field: var(--vscode-input-background);
  --musa-hover: var(--vscode-list-hoverBackground); --musa-selected: var(--vscode-inputOption-activeBackground, var(--vscode-list-inactiveSelectionBackground));
  --musa-text: var(--vscode-foreground); --musa-text-secondary: var(--vscode-descriptionForeground, var(--vscode-foreground));
  --musa-text-tertiary: var(--vscode-input-placeholderForeground); --musa-text-disabled: var(--vscode-disabledForeground);
  --musa-border: var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-input-border, #8884)));
  --musa-focus: var(--vscode-focusBorder); --musa-brand: var(--vscode-button-background); --musa-brand-hover: var(--vscode-button-hoverBackground);
  --musa-on-brand: var(--vscode-button-foreground); --musa-disabled: var(--vscode-button-secondaryBackground, var(--vscode-input-background));
  --musa-on-disabled: var(--vscode-disabledForeground); --musa-warning: var(--vscode-inputValidation-warningBackground);
  --musa-danger: var(--vscode-inputValidation-errorBackground); --musa-text-danger: var(--vscode-errorForeground);
  --musa-accent: var(--vscode-button-background);
}
.vscode-high-contrast { --musa-accent: var(--vscode-foreground); --musa-text-secondary: var(--vscode-foreground); --musa-border: var(--vscode-contrastBorder); }
html, body { height: 100%; }
body { margin: 0; padding: 0; color: var(--musa-text); font: var(--vscode-font-weight) var(--vscode-font-size)/1.4 var(--vscode-font-family); overflow: hidden; }
#view, .app { height: 100%; }
.app { display: flex; flex-direction: column; }
.musa-row { gap: 8px; padding: 0 12px; }
.musa-label { flex-basis: 60px; }
.musa-value { flex-basis: 44px; }
.musa-field, .musa-button { height: 26px; border-radius: 2px; }
.musa-field { border-color: var(--vscode-input-border, var(--vscode-contrastBorder, transparent)); color: var(--vscode-input-foreground); }
select.musa-field { background: var(--vscode-dropdown-background); color: var(--vscode-dropdown-foreground); border-color: var(--vscode-dropdown-border, transparent); }
textarea.musa-field { line-height: 1.4; min-height: 60px; }
.musa-button { padding: 0 10px; font-weight: inherit; cursor: pointer; }
.musa-button:disabled { cursor: default; }
.musa-primary { border-color: var(--vscode-button-border, var(--vscode-contrastBorder, transparent)); }
.musa-secondary { background: var(--vscode-button-secondaryBackground, transparent); color: var(--vscode-button-secondaryForeground, var(--musa-text)); border-color: var(--vscode-button-secondaryBorder, var(--vscode-contrastBorder, transparent)); }
.musa-secondary:hover:not(:disabled) { background: var(--vscode-button-secondaryHoverBackground, var(--musa-hover)); }
.musa-button:disabled { color: var(--musa-text-disabled); }
.musa-tabs { height: 35px; flex: none; padding: 0 4px; gap: 0; }
.musa-tab { height: 35px; padding: 0 8px; border-radius: 0; border-bottom: 1px solid transparent; margin-bottom: -1px; font-weight: inherit; cursor: pointer; }
.musa-tab[aria-selected=true] { background: none; color: var(--vscode-panelTitle-activeForeground, var(--musa-text)); border-bottom-color: var(--vscode-panelTitle-activeBorder, var(--musa-text)); }
.musa-slider::-webkit-slider-thumb { border-color: var(--musa-accent); }
.musa-progress-fill { background: var(--vscode-progressBar-background, var(--musa-brand)); }
.musa-chip { font-size: 0.92em; border-radius: 3px; }
.musa-thumb { cursor: pointer; max-height: 60px; }
.musa-thumb[aria-pressed=true] { border-color: var(--musa-focus); box-shadow: 0 0 0 1px var(--musa-focus); }
.musa-picture { border-radius: 2px; }
.musa-compare-name { font-size: 0.85em; }
.musa-notice { border: 1px solid var(--vscode-inputValidation-warningBorder, transparent); border-radius: 2px; line-height: 1.4; }
h2 { margin: 10px 0 0; padding: 10px 12px 4px; border-top: 1px solid var(--musa-border); font: inherit; font-weight: 600; }
.hint { margin: 0; padding: 2px 12px 8px; color: var(--musa-text-secondary); }
.indented { padding-left: 80px; }
.padded { padding: 0 12px 8px; }
.prompt { padding: 0 12px 10px; }
.side { flex: 1; }
.stage { display: flex; gap: 10px; padding: 0 12px 10px; }
.draft { flex: none; width: min(50%, 220px); aspect-ratio: 1; }
.thumb-small { width: 48px; height: 48px; flex: none; }
.list { list-style: none; margin: 0; padding: 0; }
.item { display: flex; gap: 10px; align-items: flex-start; padding: 8px 12px; }
.item:hover { background: var(--musa-hover); }
.item-text { flex: 1; min-width: 0; display: flex; flex-direction: column; gap: 1px; }
.item-text > strong, .item-text > .note, .row .note > div { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.item-text > strong { font-weight: 600; }
.filters { flex: none; padding-top: 6px; border-bottom: 1px solid var(--musa-border); }
.rows { flex: 1; min-height: 0; overflow-y: auto; }
.rows:focus-visible { outline: 1px solid var(--musa-focus); outline-offset: -1px; }
.row > input { margin: 3px 0 0; }
input[type=checkbox] { accent-color: var(--musa-accent); }
.row-head { display: flex; gap: 8px; align-items: baseline; }
.link { flex: 1; min-width: 0; padding: 0; border: 0; background: none; color: var(--musa-text); font: inherit; font-weight: 600; text-align: left; cursor: pointer; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.link:hover { color: var(--vscode-textLink-foreground); text-decoration: underline; }
.link:focus-visible { outline: 1px solid var(--musa-focus); }
.badge { flex: none; padding: 0 5px; border-radius: 3px; font-size: 0.85em; line-height: 1.5; background: var(--vscode-badge-background); color: var(--vscode-badge-foreground); border: 1px solid var(--vscode-contrastBorder, transparent); }
.item-text .musa-grow { margin-top: 4px; }
.row .musa-progress { flex: 1; min-width: 60px; height: 3px; }
.row .musa-chip { margin-top: 0; }
.row .buttons { align-items: center; gap: 6px; }
/* In the panel below the editor there is room for one line each. */
@container view (min-width: 640px) {
  .filters { display: flex; align-items: center; padding: 4px 0; }
  .filters > .musa-row { flex: 1; max-width: 360px; padding-right: 0; }
  .filters .musa-label { flex-basis: auto; }
  .row { align-items: center; padding: 3px 12px; }
  .row > input { margin: 0; }
  .row .item-text { display: grid; grid-template-columns: minmax(190px, 3fr) minmax(230px, 2fr) minmax(120px, 2fr) 300px; gap: 2px 16px; align-items: center; }
  .row .buttons { margin: 0; flex-wrap: nowrap; min-width: 0; }
  .row .musa-route { min-width: 0; }
  .row .musa-chip { white-space: nowrap; }
  .row .musa-grow { margin: 0; }
}
#view { container: view / inline-size; }
.centred { padding-top: 24px; text-align: center; }
.note { color: var(--musa-text-secondary); }
.problem { color: var(--musa-text-danger); }
.buttons { display: flex; flex-wrap: wrap; gap: 4px; margin-top: 4px; }
.offer { margin-top: 6px; color: var(--musa-text-secondary); }
.offer p { margin: 0 0 4px; }
.offer .musa-row { padding: 0; }
.offer .buttons { align-items: center; }
.footer { border-top: 1px solid var(--musa-border); }
.progress-place { height: 2px; }
.drafting { background: linear-gradient(90deg, transparent, var(--vscode-progressBar-background), transparent) 0 / 40% 100% no-repeat; animation: drafting 1.2s linear infinite; }
@keyframes drafting { from { background-position-x: -60%; } to { background-position-x: 160%; } }
.footer-row { display: flex; align-items: center; gap: 8px; min-height: 44px; padding: 0 12px; }
.status { flex: 1; min-width: 0; display: flex; align-items: center; gap: 4px; }
.status p { margin: 6px 0; max-height: 30vh; overflow-y: auto; overflow-wrap: anywhere; }
.vscode-high-contrast .musa-tab[aria-selected=true] { outline: 1px solid var(--vscode-contrastActiveBorder, currentColor); outline-offset: -6px; border-radius: 8px; }
.vscode-high-contrast .item:hover, .vscode-high-contrast .row:hover { outline: 1px dashed var(--vscode-contrastActiveBorder, currentColor); outline-offset: -1px; }
.vscode-reduce-motion .drafting { animation: none; background: var(--vscode-progressBar-background); }
@media (prefers-reduced-motion: reduce) { .drafting { animation: none; background: var(--vscode-progressBar-background); } }
`;
