import { describe, expect, it, test } from 'vitest';
import { plainDate } from '../../../src/billing/calendar.ts';
import type { Client, Milestone, Policy, Project } from '../../../src/billing/facts.ts';
import { planReview } from '../../../src/billing/review/plan-review.ts';
import { aFollowUpPolicy } from '../../support/facts.ts';
import { client, invoiced, policy, project, reviewFacts, WEDNESDAY } from './sample.ts';

type Given = {
  readonly client?: Partial<Client>;
  readonly project?: Partial<Project>;
  readonly policy?: Partial<Policy>;
};

const held = (milestones: readonly Milestone[], given: Given = {}) =>
  planReview(
    reviewFacts(milestones, {
      clients: [{ ...client, ...given.client }],
      projects: [{ ...project, ...given.project }],
    }),
    { ...policy, ...given.policy },
    WEDNESDAY,
  ).sections['Held and promised'];

const late = (given: Partial<Milestone> = {}): Milestone => {
  const { shown: _, ...rest } = given;
  return invoiced('Design', '2026-11-05', rest);
};
const saying = (billingDetail: string, given: Partial<Milestone['shown']> = {}): Milestone =>
  invoiced('Design', '2026-11-05', { shown: { billingDetail, ...given } });

describe('Held and promised', () => {
  test.each([
    {
      why: 'a promise',
      item: late({ followUpStop: 'Promised', stopUntil: plainDate('2026-11-20'), stopReason: 'their payment run' }),
      row: {
        date: '2026-11-20',
        days: 9,
        detail: 'Promised for 2026-11-20: their payment run',
        nextStep: 'Payment by 2026-11-20',
      },
    },
    {
      why: 'a hold, which lasts 14 days without a date',
      item: late({ followUpStop: 'On hold' }),
      row: { date: '2026-11-25', detail: 'On hold until 2026-11-25', nextStep: 'Follow-up goes on from 2026-11-26' },
    },
    {
      why: 'a query',
      item: late({ followUpStop: 'Queried', stopReason: 'which PO?' }),
      row: { date: undefined, detail: 'Queried: which PO', nextStep: 'Answer the client, then empty "Follow-up stop"' },
    },
    {
      why: 'returned money',
      item: saying('Money returned: 1,000.00 GBP of invoice NW-1 went back to the client. Priya decides how to go on.'),
      row: {
        status: 'Overdue',
        detail: 'Money returned: 1,000.00 GBP of invoice NW-1 went back to the client',
        nextStep: 'Decide how to go on: ask again, or write it off',
      },
    },
    {
      why: 'a dispute over a payment, although the invoice is paid',
      item: saying("Disputed: the client's bank disputes 1,000.00 GBP of invoice NW-1. Priya answers it in Stripe.", {
        billingStatus: 'Paid',
        remaining: 0,
      }),
      row: { status: 'Paid', sum: { minor: 100_000, currency: 'GBP' }, nextStep: 'Answer the dispute in Stripe' },
    },
    {
      why: 'a short transfer',
      item: saying('Short transfer: 985.00 GBP arrived for invoice NW-1, 15.00 GBP are missing. Priya asks.'),
      row: { nextStep: 'Ask for the rest, or credit it and apply the balance in Stripe' },
    },
    {
      why: 'an approval that was taken back',
      item: saying('Approval withdrawn after invoice NW-1 was issued, overdue since 2026-11-06. Priya decides.'),
      row: { nextStep: 'Decide: keep it, credit it or void it in Stripe' },
    },
  ])('lists $why with its end and what ends it', ({ item, row }) => {
    expect(held([item])).toMatchObject([{ item: 'Design', person: 'Priya', ...row }]);
  });

  it('lists every open invoice of a client that is on hold', () => {
    const rows = held([late(), invoiced('Build', '2026-12-01')], {
      client: { followUpHoldUntil: plainDate('2026-11-30') },
    });
    expect(rows.map(({ item, date, days }) => [item, date, days])).toEqual([
      ['Build', '2026-11-30', 19],
      ['Design', '2026-11-30', 19],
    ]);
  });

  it('lists invoices of a paused project where follow-up pauses with it, and not where it goes on', () => {
    const paused = { project: { status: 'Paused' as const, resumeOn: plainDate('2026-12-01') } };
    expect(held([late()], paused)).toEqual([]);
    const followUp = aFollowUpPolicy({ whilePaused: 'suspend' });
    expect(held([late()], { ...paused, policy: { followUp } })).toMatchObject([
      { date: '2026-11-30', nextStep: 'It goes on 2026-12-01' },
    ]);
  });

  test.each([
    {
      why: 'a promise and its day of grace are over',
      item: late({ followUpStop: 'Promised', stopUntil: plainDate('2026-11-09') }),
    },
    { why: 'nothing holds it', item: late() },
    {
      why: 'it is not billed',
      item: { ...late({ followUpStop: 'On hold' }), shown: { ...late().shown, billingStatus: null, invoiced: null } },
    },
    { why: 'it is paid', item: saying('Paid on 2026-11-10.', { billingStatus: 'Paid' }) },
  ])('lists nothing once $why', ({ item }) => {
    expect(held([item])).toEqual([]);
  });

  it('comes by end date, and what has none comes last', () => {
    const rows = held([
      invoiced('open end', '2026-11-05', { followUpStop: 'Queried' }),
      invoiced('later', '2026-11-05', { followUpStop: 'Promised', stopUntil: plainDate('2026-11-27') }),
      invoiced('sooner', '2026-11-05', { followUpStop: 'Promised', stopUntil: plainDate('2026-11-13') }),
    ]);
    expect(rows.map(({ item }) => item)).toEqual(['sooner', 'later', 'open end']);
  });

  it('says the reason that counts for most where there are several', () => {
    const item = { ...late({ followUpStop: 'Promised', stopUntil: plainDate('2026-11-20') }) };
    const disputed = { ...item, shown: { ...item.shown, billingDetail: "Disputed: the client's bank disputes it." } };
    expect(held([disputed])).toMatchObject([{ nextStep: 'Answer the dispute in Stripe' }]);
  });

  it('may be late as well: it stands in both sections, and counts once in the figures', () => {
    const item = late({ followUpStop: 'Promised', stopUntil: plainDate('2026-11-20') });
    const { sections, figures } = planReview(reviewFacts([item]), policy, WEDNESDAY);
    expect([sections.Overdue.length, sections['Held and promised'].length]).toEqual([1, 1]);
    expect(figures[0]?.values).toMatchObject({ receivables: 100_000, expected14: 100_000, unpromised: 0 });
  });
});
