import type { RichTextItemResponse } from '@notionhq/client';
import { z } from 'zod';
import { invalid } from '../api-error.ts';
import type { World } from '../model.ts';
import { idSchema } from '../validation.ts';

const annotations = z.strictObject({
  bold: z.boolean().optional(),
  italic: z.boolean().optional(),
  strikethrough: z.boolean().optional(),
  underline: z.boolean().optional(),
  code: z.boolean().optional(),
  color: z.literal('default').optional(),
});

/** What a text may be written from. Read-only keys of a read item may come back; they are ignored. */
const common = {
  annotations: annotations.optional(),
  plain_text: z.string().optional(),
  href: z.string().nullable().optional(),
};
const textItem = z.strictObject({
  ...common,
  type: z.literal('text').optional(),
  text: z.strictObject({
    content: z.string().max(2000),
    link: z.strictObject({ url: z.string().max(2000) }).nullish(),
  }),
});
const mentionItem = z.strictObject({
  ...common,
  type: z.literal('mention').optional(),
  mention: z.union([
    z.strictObject({ type: z.literal('user').optional(), user: z.object({ id: idSchema }) }),
    z.strictObject({ type: z.literal('page').optional(), page: z.strictObject({ id: idSchema }) }),
  ]),
});

export const richTextSchema = z.array(z.union([textItem, mentionItem])).max(100);
export type RichTextRequest = z.infer<typeof richTextSchema>;

const plain = {
  bold: false,
  italic: false,
  strikethrough: false,
  underline: false,
  code: false,
  color: 'default',
} as const;

function mentionOf(
  world: World,
  mention: z.infer<typeof mentionItem>['mention'],
): Pick<RichTextItemResponse & { type: 'mention' }, 'mention' | 'plain_text' | 'href'> {
  if ('page' in mention) return { mention: { type: 'page', page: mention.page }, plain_text: 'Untitled', href: null };
  const { id } = mention.user;
  const person = world.people.get(id);
  if (!person && id !== world.bot.id) throw invalid(`Could not find user with ID: ${id}.`);
  return {
    mention: { type: 'user', user: { object: 'user', id } },
    plain_text: `@${person?.name ?? world.bot.name}`,
    href: null,
  };
}

/** Turns written text items into the items that reads return. */
export function richText(world: World, items: RichTextRequest): RichTextItemResponse[] {
  return items.map((item) => {
    const style = {
      bold: item.annotations?.bold ?? plain.bold,
      italic: item.annotations?.italic ?? plain.italic,
      strikethrough: item.annotations?.strikethrough ?? plain.strikethrough,
      underline: item.annotations?.underline ?? plain.underline,
      code: item.annotations?.code ?? plain.code,
      color: plain.color,
    };
    if ('mention' in item) return { type: 'mention', ...mentionOf(world, item.mention), annotations: style };
    const link = item.text.link ?? null;
    const text = { content: item.text.content, link };
    return { type: 'text', text, annotations: style, plain_text: text.content, href: link?.url ?? null };
  });
}

export const textItems = (content: string): RichTextItemResponse[] =>
  content === ''
    ? []
    : [{ type: 'text', text: { content, link: null }, annotations: plain, plain_text: content, href: null }];

export const plainText = (items: readonly RichTextItemResponse[]): string =>
  items.map((item) => item.plain_text).join('');
