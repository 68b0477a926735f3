import { z } from 'zod';
import { refuse } from './addresses.ts';

/** Id of a Notion database, data source or page, from the id itself or from a copied link; dashed and in lower case. */
export const notionId = z.string().transform((text, context) => {
  // A link to a view carries the view's id as `?v=…`; the database's own is at the end of the path.
  const [place = ''] = text.trim().split(/[?#]/);
  const compact = place.replaceAll('-', '');
  const hex = /([0-9a-f]{32})\/?$/i.exec(compact)?.[1]?.toLowerCase();
  if (hex === undefined) return refuse(context, 'holds no Notion id (32 digits and letters a-f)');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
});

/** Id of a spreadsheet, from the id itself or from a copied link. */
export const sheetId = z.string().transform((text, context) => {
  const id = /\/spreadsheets\/d\/([\w-]+)/.exec(text)?.[1] ?? /^[\w-]+$/.exec(text.trim())?.[0];
  return id ?? refuse(context, 'is neither the id nor the address of a spreadsheet');
});
