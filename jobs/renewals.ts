import type { Notion } from '../connectors/notion/client.ts';
import { dateIn } from '../src/billing/calendar.ts';
import { failureKind } from '../src/billing/failure.ts';
import type { JobContext, Outcome, Work } from './ports.ts';

export type RenewalsDeps = JobContext & { readonly notion: Pick<Notion, 'milestonesDueBy'> };

const BY_DATE = ['Deposit', 'Retainer renewal'] as const;

/**
 * Brings dates to life: deposits and retainers whose day has come and that no invoice stands beside are looked at (Rule
 * 3.3). The clock does so by itself; this finds them when everything it knew was lost.
 */
export async function renewals({ notion, policy, clock, addWork }: RenewalsDeps): Promise<Outcome> {
  const today = dateIn(policy.timeZone, clock());
  const works: Work[] = [];
  for (const trigger of BY_DATE) {
    for (const item of await notion.milestonesDueBy(today, trigger)) {
      // One that cannot be read is looked at all the same: its own look says why.
      if ('problem' in item && failureKind(item.problem) === 'try again') throw item.problem;
      if ('row' in item && item.row.shown.billingStatus === 'Closed') continue;
      works.push({ name: 'milestone', id: item.id, origin: 'renewals' });
    }
  }
  await addWork(works);
  return { outcome: works.length > 0 ? 'done' : 'unchanged', milestones: works.length };
}
