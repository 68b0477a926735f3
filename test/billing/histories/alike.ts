import type { Milestone } from '../../../src/billing/facts.ts';
import { withoutNote } from '../../../src/billing/put-back.ts';
import { ownRows } from './settle.ts';
import { billsOf, the, type World } from './world.ts';

/** What one world says about a milestone, as far as another one that went the same way must say it too. */
function saying(world: World, id: string, ofShown: (shown: Milestone['shown']) => unknown): string {
  const row = world.milestones.get(id);
  if (row === undefined) return 'no such row';
  const bills = billsOf(world, id)
    .filter(({ status }) => status !== 'draft')
    .map(({ order, status, total }) => ({ key: order.key, status, total }));
  return JSON.stringify({ shown: ofShown(row.shown), bills });
}

const everything = (shown: Milestone['shown']): unknown => ({
  ...shown,
  billingDetail: withoutNote(shown.billingDetail),
});

/** What nobody may forget: all but the reasons. */
const figures = ({ billingDetail: _why, missingForBilling: _what, ...rest }: Milestone['shown']): unknown => rest;

const compare =
  (ofShown: (shown: Milestone['shown']) => unknown) =>
  (words: string, one: World, other: World, ids: readonly string[] = ownRows(one)): string[] =>
    ids.flatMap((id) => {
      const [here, there] = [saying(one, id, ofShown), saying(other, id, ofShown)];
      return here === there ? [] : [`${words}: ${the(one.milestones, id).name} says ${here}, but ${there}`];
    });

/** @returns what differs between two worlds */
export const differences = compare(everything);
export const differencesInFigures = compare(figures);
