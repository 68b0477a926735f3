import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const CSS = `
  :root { color-scheme: light dark; font: 13px/1.4 Arial, "Helvetica Neue", sans-serif; color: var(--ink);
    --ink: light-dark(#202124, #e8eaed); --faint: light-dark(#5f6368, #9aa0a6); --paper: light-dark(#fff, #212121);
    --bar: light-dark(#f8f9fa, #2b2c2f); --strip: light-dark(#f1f3f4, #303134); --line: light-dark(#dadce0, #4a4c50);
    --grid: light-dark(#e8eaed, #3a3b3e); --frost: light-dark(#bdc1c6, #6f7277); --green: light-dark(#188038, #81c995);
    --link: light-dark(#1155cc, #8ab4f8); }
  body { margin: 0; background: var(--bar); height: 100vh; height: 100dvh; display: flex; flex-direction: column; }
  header { padding: 12px 18px; background: var(--paper); border-bottom: 1px solid var(--line); display: flex; flex-wrap: wrap;
    gap: 4px 14px; align-items: center; }
  .mark { display: block; width: 18px; height: 24px; border-radius: 3px; background: #0f9d58; }
  h1 { font-size: 17px; font-weight: 500; margin: 0; }
  small { color: var(--faint); }
  header a { color: inherit; text-decoration: none; }
  .hints { display: flex; gap: 6px 14px; margin: 0; padding: 6px 18px; list-style: none; white-space: nowrap; overflow-x: auto;
    background: var(--paper); border-bottom: 1px solid var(--line); color: var(--faint); font-size: 12px; flex: none; }
  .hints .view a { color: var(--green); text-decoration: none; border: 1px solid var(--line); border-radius: 10px; padding: 1px 9px; }
  .hints .view a[aria-current] { background: var(--green); color: var(--paper); border-color: var(--green); }
  .grid { flex: 1; min-height: 0; overflow: auto; background: var(--paper); overscroll-behavior: contain; }
  table.sheet { border-collapse: separate; border-spacing: 0; table-layout: fixed; }
  .sheet th { background: var(--bar); color: var(--faint); font-weight: 400; font-size: 11px; height: 23px; padding: 0;
    border-inline-end: 1px solid var(--line); border-bottom: 1px solid var(--line); box-sizing: border-box; }
  .sheet thead { position: sticky; top: 0; z-index: 5; }
  .sheet tbody th, .sheet thead th:first-child { position: sticky; inset-inline-start: 0; z-index: 4; }
  .sheet thead tr:first-child th.after-gap { border-inline-start: 3px double var(--frost); }
  .sheet tbody th.after-gap { border-top: 3px double var(--frost); }
  .sheet td { height: 23px; padding: 2px 4px; box-sizing: border-box; vertical-align: bottom; background: var(--paper);
    font-size: 10pt; border-inline-end: 1px solid var(--grid); border-bottom: 1px solid var(--grid); }
  .sheet.plain td { border-color: transparent; }
  .sheet td.frozen-column { position: sticky; z-index: 2; }
  .sheet td.frozen-column.runs-over { z-index: 3; }
  .sheet td.last-frozen-row { border-bottom: 2px solid var(--frost); }
  .sheet td.last-frozen-column { border-inline-end: 2px solid var(--frost); }
  .sheet td.noted, .sheet td.with-chart { position: relative; }
  .sheet td.with-chart { z-index: 1; }
  .text { overflow: hidden; white-space: pre; unicode-bidi: plaintext; }
  [style*="pre-wrap"] > .text { white-space: pre-wrap; overflow-wrap: anywhere; }
  .text.running { width: max-content; background: inherit; }
  .sheet td a { color: var(--link); }
  .filter, .pick { float: inline-end; color: var(--faint); padding-inline-start: 4px; font-size: 11px; }
  .filter.active { color: var(--green); }
  .note { position: absolute; top: 0; inset-inline-end: 0; border: 4px solid; border-color: #f9ab00 #f9ab00 transparent transparent; }
  .chart { position: absolute; z-index: 1; margin: 0; background: var(--paper); border: 1px solid var(--line); box-sizing: border-box;
    text-align: start; white-space: normal; }
  .chart svg { display: block; font-family: inherit; fill: var(--ink); }
  .chart .rule { stroke: var(--grid); }
  .chart .axis { stroke: var(--frost); }
  .chart .faint { fill: var(--faint); }
  nav { display: flex; gap: 2px; padding: 0 12px; background: var(--strip); border-top: 1px solid var(--line); overflow-x: auto; flex: none; }
  nav a { padding: 9px 14px; color: var(--faint); text-decoration: none; white-space: nowrap; border-bottom: 3px solid transparent; }
  nav a[aria-current] { background: var(--paper); color: var(--green); font-weight: 600; border-bottom-color: var(--green); }
  nav a.hidden-tab { font-style: italic; opacity: .6; }
  main { max-width: 720px; margin: 28px auto; padding: 0 16px; width: 100%; box-sizing: border-box; }
  ul.files { list-style: none; padding: 0; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; }
  ul.files li + li { border-top: 1px solid var(--line); }
  ul.files a { display: block; padding: 14px 18px; color: inherit; text-decoration: none; }
  ul.files a:hover { background: var(--strip); }
  ul.files small { display: block; }
`;

/** A page of the sandbox's Sheets. */
export const pageDocument = (title: string, body: Html): Html => html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><title>${title}</title><style>${raw(CSS)}</style></head>
<body>${body}</body>
</html>`;
