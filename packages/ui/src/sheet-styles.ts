// The look of the consent sheet; the same variables as the other components.

/** Rules for the constructed style sheet. */
export const sheetStyles = `
.musa-sheet { display: flex; flex-direction: column; gap: 8px; box-sizing: border-box; width: min(560px, 100vw - 16px); max-width: none;
  height: fit-content; max-height: calc(100vh - 16px); margin: auto; padding: 16px 0 0; border: 1px solid var(--musa-border); border-radius: 10px;
  background: var(--musa-bg); color: var(--musa-text); font: inherit; letter-spacing: inherit; user-select: text; overflow: hidden; }
.musa-sheet::backdrop { background: rgb(0 0 0 / 0.5); }
.musa-sheet h2 { margin: 0; padding: 0 16px; border: 0; font: inherit; font-size: 13px; line-height: 20px; font-weight: 600; overflow-wrap: anywhere; }
.musa-sheet h3 { margin: 0; font: inherit; font-weight: 600; overflow-wrap: anywhere; }
.musa-sheet p { margin: 0; }
.musa-sheet > p { padding: 0 16px; color: var(--musa-text-secondary); }
.musa-sheet > .musa-notice { margin: 0 16px; }
.musa-sheet-body { flex: 1 1 auto; min-height: 0; overflow-y: auto; display: flex; flex-direction: column; gap: 12px; padding: 4px 16px; }
.musa-sheet-reasons { margin: 0; padding: 0 0 0 16px; }
.musa-sheet-lack { color: var(--musa-text-secondary); }
.musa-sheet-facts { margin: 0; padding: 8px 0 0; border-top: 1px solid var(--musa-border); }
.musa-sheet-facts div { display: flex; gap: 8px; padding: 2px 0; }
.musa-sheet-facts dt { flex: 0 0 72px; color: var(--musa-text-secondary); }
.musa-sheet-facts dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.musa-sheet-buttons { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 8px; padding: 12px 16px; border-top: 1px solid var(--musa-border); }
.musa-sent { display: flex; flex-direction: column; gap: 6px; }
.musa-sent-pictures { list-style: none; display: flex; flex-wrap: wrap; gap: 12px; margin: 0; padding: 0; }
.musa-sent-pictures li { display: flex; gap: 8px; align-items: center; color: var(--musa-text-secondary); }
.musa-sent-picture { width: 72px; height: 72px; flex: none; }
.musa-sent-request summary { cursor: default; color: var(--musa-text-secondary); }
.musa-sent-request summary:hover { color: var(--musa-text); }
.musa-sent-request .musa-exact { margin-top: 6px; font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 10px; line-height: 14px; }
.musa-exact { margin: 0; padding: 8px; border-radius: 5px; background: var(--musa-field); white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; }
.musa-exact mark { padding: 0 3px; border-radius: 3px; background: var(--musa-warning); color: var(--musa-text); font-size: 9px; }
.musa-sheet-body:focus-visible, .musa-sent-request summary:focus-visible { outline: 2px solid var(--musa-focus); outline-offset: -2px; border-radius: 4px; }
`;
