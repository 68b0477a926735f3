import type { Client, CreatePageParameters } from '@notionhq/client';
import { z } from 'zod';
import type { PageLine } from '../../src/billing/deals/proposal.ts';
import { parseAnswer } from '../answer.ts';
import { calling, NotReachable } from './errors.ts';

export type PageBlocks = NonNullable<CreatePageParameters['children']>;

const Texts = z.looseObject({ rich_text: z.array(z.looseObject({ plain_text: z.string() })) });
const Block = z.looseObject({
  id: z.string(),
  type: z.string(),
  created_by: z.looseObject({ id: z.string() }).optional(),
});
const Blocks = z.looseObject({ results: z.array(Block), next_cursor: z.string().nullable() });
type Block = z.infer<typeof Block>;

/** What a page says, and the pages that lie in it. */
export type PageText = {
  readonly lines: readonly PageLine[];
  readonly pages: readonly { readonly id: string; readonly createdBy: string | undefined }[];
};

/** Content of a page that is read at most; a page that goes on for longer is no proposal of ours. */
const PARTS_MAX = 10;

const styleOf = (type: string): PageLine['style'] =>
  type.startsWith('heading_') ? 'heading' : /list_item$|^to_do$/.test(type) ? 'item' : 'text';

/** Only what is text by itself; what is folded into it is left out. */
function lineOf(block: Block): readonly PageLine[] {
  const content = Texts.safeParse(block[block.type]).data;
  if (content === undefined) return [];
  return [{ style: styleOf(block.type), text: content.rich_text.map(({ plain_text }) => plain_text).join('') }];
}

/** @returns undefined when the page is gone or not shared with us */
export async function readPageText(notion: Client, pageId: string): Promise<PageText | undefined> {
  const blocks: Block[] = [];
  let cursor: string | undefined;
  try {
    for (let part = 0; part < PARTS_MAX; part += 1) {
      const from = { block_id: pageId, ...(cursor === undefined ? {} : { start_cursor: cursor }) };
      const answer = await calling('read the text of a page', () => notion.blocks.children.list(from));
      const { results, next_cursor } = parseAnswer(Blocks, answer, 'the text of a page');
      blocks.push(...results);
      if (next_cursor === null) break;
      cursor = next_cursor;
    }
  } catch (error) {
    if (error instanceof NotReachable) return undefined;
    throw error;
  }
  return {
    lines: blocks.flatMap(lineOf),
    pages: blocks
      .filter(({ type }) => type === 'child_page')
      .map(({ id, created_by }) => ({ id, createdBy: created_by?.id })),
  };
}

/** Notion's limit for one piece of text. */
const TEXT_MAX = 2000;
/** Notion's limit for the blocks of one request. */
const BLOCKS_MAX = 100;

/** Lines as Notion takes them. */
export const toBlocks = (lines: readonly PageLine[]): PageBlocks =>
  lines.slice(0, BLOCKS_MAX).map(({ style, text }) => {
    const content = text.slice(0, TEXT_MAX);
    const rich_text = content === '' ? [] : [{ text: { content } }];
    if (style === 'heading') return { heading_2: { rich_text } };
    return style === 'item' ? { bulleted_list_item: { rich_text } } : { paragraph: { rich_text } };
  });
