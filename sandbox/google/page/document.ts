import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const CSS = `
  :root { color-scheme: light; font: 13px/1.4 Arial, "Helvetica Neue", sans-serif; color: #202124; }
  body { margin: 0; background: #f8f9fa; min-height: 100vh; display: flex; flex-direction: column; }
  header { padding: 12px 18px; background: #fff; border-bottom: 1px solid #dadce0; display: flex; gap: 14px; align-items: center; }
  header .mark { width: 18px; height: 24px; border-radius: 3px; background: #0f9d58; }
  h1 { font-size: 17px; font-weight: 500; margin: 0; }
  header small { color: #5f6368; }
  header a { color: inherit; text-decoration: none; }
  .grid { flex: 1; overflow: auto; background: #fff; max-height: calc(100vh - 96px); }
  table.sheet { border-collapse: separate; border-spacing: 0; table-layout: fixed; }
  .sheet th { background: #f8f9fa; color: #5f6368; font-weight: 400; font-size: 11px; height: 23px; padding: 0;
    border-right: 1px solid #dadce0; border-bottom: 1px solid #dadce0; box-sizing: border-box; }
  .sheet thead th { position: sticky; top: 0; z-index: 4; }
  .sheet tbody th, .sheet thead th.corner { position: sticky; left: 0; z-index: 3; }
  .sheet thead th.corner { z-index: 5; }
  .sheet td { height: 23px; padding: 2px 4px; box-sizing: border-box; overflow: hidden; white-space: nowrap;
    text-overflow: ellipsis; vertical-align: bottom; background: #fff; font-size: 10pt; position: relative;
    border-right: 1px solid #e8eaed; border-bottom: 1px solid #e8eaed; }
  .sheet.plain td { border-color: transparent; }
  .sheet td.frozen-row { position: sticky; z-index: 2; }
  .sheet td.frozen-column { position: sticky; z-index: 2; }
  .sheet td.frozen-row.frozen-column { z-index: 3; }
  .sheet td.last-frozen { border-bottom: 2px solid #bdc1c6; }
  .sheet td a { color: #1155cc; }
  .filter { float: right; color: #5f6368; padding-left: 4px; }
  .note { position: absolute; top: 0; right: 0; border: 4px solid; border-color: #f9ab00 #f9ab00 transparent transparent; }
  nav { display: flex; gap: 2px; padding: 0 12px; background: #f1f3f4; border-top: 1px solid #dadce0; overflow-x: auto; }
  nav a { padding: 9px 14px; color: #5f6368; text-decoration: none; white-space: nowrap; border-bottom: 3px solid transparent; }
  nav a[aria-current] { background: #fff; color: #188038; font-weight: 600; border-bottom-color: #188038; }
  nav a.hidden-tab { font-style: italic; opacity: .6; }
  main { max-width: 720px; margin: 28px auto; width: 100%; }
  ul.files { list-style: none; padding: 0; background: #fff; border: 1px solid #dadce0; border-radius: 8px; }
  ul.files li + li { border-top: 1px solid #e8eaed; }
  ul.files a { display: block; padding: 14px 18px; color: inherit; text-decoration: none; }
  ul.files a:hover { background: #f1f8f4; }
  ul.files small { display: block; color: #5f6368; }
`;

/** A page of the sandbox's Sheets. */
export const pageDocument = (title: string, body: Html): Html => html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${raw(CSS)}</style></head>
<body>${body}</body>
</html>`;
