import { html, raw } from 'hono/html';

/** The attributes of a tag, without those that say nothing: most cells of a sheet are empty. */
export const attributes = (given: Readonly<Record<string, string | number>>) =>
  html`${Object.entries(given)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => html` ${raw(name)}="${value}"`)}`;
