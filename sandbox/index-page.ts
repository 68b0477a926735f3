import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { html, raw } from 'hono/html';

/** One page of the sandbox worth opening. */
export type IndexLink = { readonly name: string; readonly url: string; readonly about: string };

const CSS = `
  body { margin: 0; background: #f6f7f9; color: #202124; font: 16px/1.5 system-ui, sans-serif; }
  main { max-width: 640px; margin: 48px auto; padding: 0 16px; }
  h1 { font-size: 24px; margin: 0 0 4px; }
  ul { list-style: none; margin: 24px 0; padding: 0; }
  li { background: #fff; border: 1px solid #dadce0; border-radius: 8px; margin-bottom: 10px; }
  a { display: block; padding: 14px 18px; color: inherit; text-decoration: none; }
  a:hover, a:focus-visible { background: #eef3fe; }
  b { display: block; color: #1a56c4; }
  span { color: #5f6368; font-size: 14px; }
`;

/** The way into the sandbox: a link to each of its pages. */
export function indexPage(title: string, links: readonly IndexLink[]): Hono<{ Bindings: HttpBindings }> {
  const items = links.map(
    ({ name, url, about }) => html`<li><a href="${url}"><b>${name}</b><span>${about}</span></a></li>`,
  );
  return new Hono<{ Bindings: HttpBindings }>().get('/', (c) =>
    c.html(html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style>${raw(CSS)}</style></head>
<body><main><h1>${title}</h1><span>Everything here is local and made up.</span><ul>${items}</ul></main></body></html>`),
  );
}
