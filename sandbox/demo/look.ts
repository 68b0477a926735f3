import type { NotionSandbox } from '../notion/index.ts';

type Value = ReturnType<NotionSandbox['page']>['properties'][string];

/** A property as a person reads it; empty is the empty text. */
function readable(value: Value | undefined): string {
  switch (value?.type) {
    case 'title':
      return value.title.map((piece) => piece.plain_text).join('');
    case 'rich_text':
      return value.rich_text.map((piece) => piece.plain_text).join('');
    case 'select':
      return value.select?.name ?? '';
    case 'number':
      return value.number === null ? '' : String(value.number);
    case 'date':
      return value.date?.start ?? '';
    case 'url':
      return value.url ?? '';
    case 'email':
      return value.email ?? '';
    default:
      return '';
  }
}

/** Reads a row of the sandbox's Notion by the names of its properties, as somebody looking at the page would. */
export function lookAtRow(notion: Pick<NotionSandbox, 'page'>, id: string): (property: string) => string {
  return (property) => readable(notion.page(id).properties[property]); // read anew: the row changes while one looks
}
