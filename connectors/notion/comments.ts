import type { Client } from '@notionhq/client';
import { z } from 'zod';
import { NeedsPerson } from '../../src/billing/failure.ts';
import { parseAnswer } from '../answer.ts';
import { calling } from './errors.ts';

const Comments = z.looseObject({
  results: z.array(z.looseObject({ rich_text: z.array(z.looseObject({ plain_text: z.string() })) })),
  next_cursor: z.string().nullable(),
});
/** Without the right to read comments Notion answers with the id alone. */
const Written = z.looseObject({ object: z.literal('comment'), id: z.string() });

const Above = z.looseObject({ database_parent: z.looseObject({ page_id: z.string().optional() }).optional() });

const TEXT_MAX = 2000;

/** Whether an open comment on a page begins so. Resolved ones are never listed. */
export async function hasComment(notion: Client, pageId: string, beginning: string): Promise<boolean> {
  let cursor: string | undefined;
  do {
    const page = { block_id: pageId, ...(cursor === undefined ? {} : { start_cursor: cursor }) };
    const answer = parseAnswer(
      Comments,
      await calling('read comments', () => notion.comments.list(page)),
      'a list of comments',
    );
    const texts = answer.results.map(({ rich_text }) => rich_text.map(({ plain_text }) => plain_text).join(''));
    if (texts.some((text) => text.startsWith(beginning))) return true;
    cursor = answer.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return false;
}

/** Somebody whom a text names, by the id that Notion has for them. */
export type Mentioned = { readonly name: string; readonly id: string };

const plain = (text: string) => ({ text: { content: text.slice(0, TEXT_MAX) } });

/** The first naming of somebody becomes a mention, so that Notion can tell them. */
function withMention(text: string, { name, id }: Mentioned) {
  const at = text.indexOf(name);
  if (name === '' || at < 0) return [plain(text)];
  const around = [text.slice(0, at), text.slice(at + name.length)].map((part) => (part === '' ? [] : [plain(part)]));
  return [...(around[0] ?? []), { mention: { user: { id } } }, ...(around[1] ?? [])];
}

/**
 * Writes a comment on a page. Notion makes two of two requests: whoever is in doubt looks first.
 * @param mentioned written as a name alone where Notion does not let us mention them
 */
export async function addComment(notion: Client, pageId: string, text: string, mentioned?: Mentioned): Promise<void> {
  const write = async (rich_text: ReturnType<typeof withMention>) => {
    const answer = await calling('write a comment', () =>
      notion.comments.create({ parent: { page_id: pageId }, rich_text }),
    );
    parseAnswer(Written, answer, 'a Notion comment');
  };
  if (mentioned === undefined) return await write([plain(text)]);
  try {
    await write(withMention(text, mentioned));
  } catch (error) {
    if (!(error instanceof NeedsPerson)) throw error;
    await write([plain(text)]);
  }
}

/** The page that holds a database; undefined where it lies in the workspace itself, or within a text. */
export async function pageAbove(notion: Client, dataSourceId: string): Promise<string | undefined> {
  const answer = await calling('read the page above the milestones', () =>
    notion.dataSources.retrieve({ data_source_id: dataSourceId }),
  );
  return parseAnswer(Above, answer, 'a Notion data source').database_parent?.page_id;
}
