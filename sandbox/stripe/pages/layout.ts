import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const style = html`
  <style>
    :root { --ink: #1a1f36; --soft: #697386; --line: #e3e8ee; --accent: #4b45c6; --ground: #f6f8fa; }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
    main { max-width: 46rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
    main.wide { max-width: 72rem; }
    header { display: flex; align-items: center; gap: .75rem; margin-bottom: 1.5rem; }
    header strong { font-size: 1.1rem; }
    .badge { border-radius: 999px; padding: .1rem .6rem; background: #e9e7ff; color: var(--accent); font-size: .8rem; font-weight: 600; }
    .badge.paid { background: #d7f7e1; color: #0b6b34; } .badge.open { background: #fff1d6; color: #8a4b00; }
    .badge.void, .badge.uncollectible { background: #eceff3; color: #4a5464; }
    .sandbox { background: #ffe4c4; color: #7a3e00; }
    section { background: #fff; border: 1px solid var(--line); border-radius: .75rem; padding: 1.5rem; margin-bottom: 1rem; overflow-x: auto; }
    h1 { margin: 0 0 .25rem; font-size: 2.2rem; } h2 { margin: 0 0 .75rem; font-size: 1.1rem; }
    p { margin: .25rem 0; } .soft { color: var(--soft); }
    table { width: 100%; border-collapse: collapse; } td, th { padding: .45rem .5rem .45rem 0; border-bottom: 1px solid var(--line); text-align: left; font-size: .93rem; }
    th { color: var(--soft); font-weight: 500; } .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 1rem 0 0; } dt { color: var(--soft); } dd { margin: 0; }
    form { display: inline-flex; gap: .5rem; margin: .35rem .5rem .35rem 0; flex-wrap: wrap; align-items: center; }
    button { font: inherit; font-weight: 600; border: 1px solid var(--line); border-radius: .5rem; padding: .5rem 1rem; background: #fff; color: var(--ink); cursor: pointer; }
    button.primary { background: var(--accent); border-color: var(--accent); color: #fff; }
    button:focus-visible, input:focus-visible, a:focus-visible { outline: 3px solid #b8b3ff; outline-offset: 2px; }
    input { font: inherit; width: 9rem; padding: .45rem .6rem; border: 1px solid #c3cad4; border-radius: .5rem; }
    a { color: var(--accent); } .notice { border-color: #f3c6a5; background: #fff7f0; }
  </style>
`;

/** The frame of every page. Values that are put in are escaped. */
export const page = (
  { title, accountName, wide = false }: { title: string; accountName: string; wide?: boolean },
  content: Html,
): Html => html`<!doctype html>
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${title}</title>
      ${style}
    </head>
    <body>
      <main class="${wide ? 'wide' : ''}">
        <header><strong>${accountName}</strong><span class="badge sandbox">Sandbox</span></header>
        ${content}
      </main>
    </body>
  </html>`;

/** A button that posts. */
export const button = (action: string, label: string): Html =>
  html`<form method="post" action="${action}"><button type="submit">${label}</button></form>`;

/** A button with a sum in major units beside it. */
export const amountForm = (
  action: string,
  label: string,
  step: string,
  need: 'optional' | 'required' = 'required',
): Html => html`<form method="post" action="${action}">
  <input name="amount" type="number" min="${step}" step="${step}" aria-label="Amount" ${need === 'required' ? 'required' : ''} />
  <button type="submit">${label}</button>
</form>`;

/** `1795348800` → `21 Nov 2026`. */
export const formatDay = (seconds: number | null): string =>
  seconds === null
    ? '–'
    : new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(seconds * 1000);

export const formatInstant = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace('T', ' ').slice(0, 19);
