import { openNotion } from '../../connectors/notion/client.ts';
import { addComment } from '../../connectors/notion/comments.ts';
import type { PlainDate } from '../../src/billing/calendar.ts';
import type { Invoice } from '../../src/billing/facts.ts';
import type { NotionSandbox } from '../notion/index.ts';
import type { Biller } from './bill.ts';
import { followUpFields, pastFollowUps } from './follow-up.ts';
import { followedOf, stopsOf } from './followed.ts';
import type { SeedMilestone } from './milestone.ts';
import type { Billed } from './replay.ts';
import type { Known } from './rows.ts';
import { SEED_POLICY } from './shown.ts';

type Settling = { readonly biller: Biller; readonly known: Known; readonly today: PlainDate };

/** Notes in Stripe what was sent about invoices that are still open, and which stops there were; gives them as they stand then. */
export async function withRecords(
  open: readonly Billed[],
  { biller, known, today }: Settling,
): Promise<readonly { readonly milestone: SeedMilestone; readonly invoice: Invoice }[]> {
  const read: { readonly milestone: SeedMilestone; readonly invoice: Invoice }[] = [];
  for (const { milestone, invoiceId } of open) read.push({ milestone, invoice: await biller.read(invoiceId) });
  const remembered = read.map(({ milestone, invoice }) => ({
    followed: followedOf(milestone, invoice, known),
    stops: stopsOf(milestone, known),
  }));
  const records = pastFollowUps(remembered, SEED_POLICY, today);
  for (const [id, record] of records) await biller.note(id, followUpFields(record));
  return read.map(({ milestone, invoice }) => ({
    milestone,
    invoice: { ...invoice, followUps: records.get(invoice.id) ?? invoice.followUps },
  }));
}

/** Nobody counts what is said while the past is told. */
const UNLIMITED = { spend: async () => {}, holdFor: async () => {} };

/** Says something beside a row, as the hub does. */
export function commenter({ url, token }: Pick<NotionSandbox, 'url' | 'token'>) {
  const client = openNotion({ token, apiUrl: url, budget: UNLIMITED });
  return (pageId: string, words: string): Promise<void> => addComment(client, pageId, words);
}
