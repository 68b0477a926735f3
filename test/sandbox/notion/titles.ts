import type { PageObjectResponse } from '@notionhq/client';

/** The title of a page as plain text. */
export function titleOf(page: PageObjectResponse): string {
  const title = Object.values(page.properties).find(({ type }) => type === 'title');
  return title?.type === 'title' ? title.title.map((item) => item.plain_text).join('') : '';
}
