import { expect, test } from 'vitest';
import type { Policy } from '../../src/billing/facts.ts';
import { choice } from '../support/example.ts';
import { startPipeline } from '../support/pipeline.ts';

const STARTS = '2026-11-02T10:00:00Z';

/** The last invoice is planned for a day beyond the three weeks that the review looks ahead. */
const PLANNED: Policy['paymentPlans'] = {
  Planned: [
    { name: 'Deposit', trigger: 'Deposit', share: 30 },
    { name: 'Design', trigger: 'Milestone approval', share: 40, afterDays: 14 },
    { name: 'Launch', trigger: 'Final handoff', share: 30, afterDays: 60 },
  ],
};

test('the weekly review shows an open deal with what is missing, and once it is won what is billed next', async () => {
  const { at, edit, deal, winsWith, review } = await startPipeline(STARTS, { paymentPlans: PLANNED });
  await at('2026-11-02T10:10:00Z');
  expect(await review('Open deals')).toMatchObject([
    {
      item: 'Harbour site',
      client: 'Northwind',
      status: 'Inquiry',
      sum: { minor: 1_000_000, currency: 'GBP' },
      days: 0,
      date: '2026-12-31',
      person: 'Mara Lindqvist',
      nextStep: 'Call them',
      detail: '',
    },
  ]);

  edit(deal, { Stage: choice('Agreed') });
  await at('2026-11-03T10:10:00Z');
  expect(await review('Open deals')).toMatchObject([
    { status: 'Agreed', detail: 'Link the agreement: "Agreement" is empty (Mara Lindqvist)' },
  ]);
  await at('2026-11-18T10:10:00Z');
  expect(await review('Open deals')).toMatchObject([{ days: 15, detail: 'Over 14 days in stage' }]);

  winsWith('Planned');
  await at('2026-11-18T10:20:00Z');
  expect(await review('Open deals')).toEqual([]);
  // The deposit is out by now, and the handoff too far away.
  expect(await review('Upcoming billing')).toMatchObject([
    { item: 'Design', date: '2026-12-02', sum: { minor: 400_000, currency: 'GBP' }, person: 'Mara Lindqvist' },
  ]);
});
