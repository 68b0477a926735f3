import { z } from 'zod';
import { parseAnswer } from '../answer.ts';
import { calling } from './errors.ts';

const ListObject = z.looseObject({ data: z.array(z.looseObject({ id: z.string() })), has_more: z.boolean() });

const PAGE_SIZE = 100;

type Page = { readonly limit: number; readonly starting_after?: string };

/** Everything in a list, page by page. The SDK's own paging takes an answer of the wrong shape for a bug of ours. */
export async function* listed(doing: string, list: (page: Page) => Promise<unknown>) {
  let after: string | undefined;
  for (;;) {
    const page = { limit: PAGE_SIZE, ...(after === undefined ? {} : { starting_after: after }) };
    const answer = parseAnswer(ListObject, await calling(doing, () => list(page)), 'a Stripe list');
    yield* answer.data;
    after = answer.data.at(-1)?.id;
    if (!answer.has_more || after === undefined) return;
  }
}
