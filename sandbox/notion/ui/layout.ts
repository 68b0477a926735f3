import { html, raw } from 'hono/html';
import type { Html } from './cells.ts';
import { STYLE } from './style.ts';

/** The frame of every page. */
export const layout = (title: string, crumbs: Html, content: Html): Html => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>${title} · sandbox Notion</title>
    <style>
      ${raw(STYLE)}
    </style>
  </head>
  <body>
    <main>
      <nav><a href="/">Sandbox Notion</a>${crumbs}</nav>
      <h1>${title}</h1>
      ${content}
    </main>
  </body>
</html>`;
