import type { Client } from '@notionhq/client';
import { z } from 'zod';
import { parseAnswer } from '../answer.ts';
import { calling } from './errors.ts';
import type { PageObject } from './page.ts';

const CutRelation = z.looseObject({
  id: z.string(),
  type: z.literal('relation'),
  relation: z.array(z.object({ id: z.string() })),
  has_more: z.literal(true),
});
const Items = z.looseObject({
  results: z.array(z.looseObject({ relation: z.object({ id: z.string() }) })),
  next_cursor: z.string().nullable(),
});

/** Page reads give 25 entries of a relation at most and say so; the rest is fetched, because half a relation looks like a whole one. */
export async function withWholeRelations(notion: Client, page: PageObject): Promise<PageObject> {
  const properties = { ...page.properties };
  for (const [name, value] of Object.entries(page.properties)) {
    const cut = CutRelation.safeParse(value);
    if (!cut.success) continue;
    properties[name] = { ...cut.data, relation: await allEntries(notion, page.id, cut.data.id), has_more: false };
  }
  return { ...page, properties };
}

async function allEntries(notion: Client, pageId: string, propertyId: string): Promise<{ id: string }[]> {
  const entries: { id: string }[] = [];
  let cursor: string | undefined;
  do {
    const answer = parseAnswer(
      Items,
      await calling('read a long relation', () =>
        notion.pages.properties.retrieve({
          page_id: pageId,
          property_id: propertyId,
          ...(cursor === undefined ? {} : { start_cursor: cursor }),
        }),
      ),
      'a list of relations',
    );
    entries.push(...answer.results.map((item) => ({ id: item.relation.id })));
    cursor = answer.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return entries;
}
