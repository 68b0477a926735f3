import { describe, expect, it, test } from 'vitest';
import { instantFromIso, plainDate } from '../../../src/billing/calendar.ts';
import type { Invoice, Milestone } from '../../../src/billing/facts.ts';
import { NO_FOLLOW_UPS } from '../../../src/billing/follow-up/record.ts';
import { planReview } from '../../../src/billing/review/plan-review.ts';
import { client, invoiced, invoiceOf, policy, reviewFacts, WEDNESDAY } from './sample.ts';

const reachable = { ...client, billingEmail: 'ap@client.example' };

/** The overdue row of a milestone whose invoice was listed by Stripe. */
const overdue = (milestone: Milestone, invoice: Partial<Invoice> = {}, asOf = WEDNESDAY) =>
  planReview(
    reviewFacts([milestone], {
      clients: [reachable],
      stripe: { invoices: [invoiceOf(milestone, invoice)], givenUp: [] },
    }),
    policy,
    asOf,
  ).sections.Overdue[0];

const sent = (at: string) => ({ state: 'sent', at: instantFromIso(at) }) as const;
const late = invoiced('Design', '2026-11-05');

describe('an overdue invoice says its follow-up as follow-up itself sees it', () => {
  test.each([
    { why: 'before the first message', messages: {}, last: 'No follow-up yet', next: 'Light on 2026-11-11' },
    {
      why: 'after the light step, which came late',
      messages: { light: sent('2026-11-09T09:00:00Z') },
      last: 'Light on 2026-11-09',
      next: 'Firm on 2026-11-12',
    },
    {
      why: 'after a notice about a failed payment, which counts as the light step',
      messages: { failure: sent('2026-11-09T09:00:00Z') },
      last: 'Failure notice on 2026-11-09',
      next: 'Firm on 2026-11-12',
    },
    {
      why: 'while nobody knows whether the last one went out',
      messages: { light: { state: 'unconfirmed', at: instantFromIso('2026-11-09T09:00:00Z') } as const },
      last: 'Light on 2026-11-09, unconfirmed',
      next: 'Firm on 2026-11-12',
    },
    {
      why: 'after the firm step, without a clause',
      messages: { light: sent('2026-11-06T09:00:00Z'), firm: sent('2026-11-10T09:00:00Z') },
      last: 'Firm on 2026-11-10',
      next: 'Decide by hand from 2026-11-19 on',
    },
  ])('$why: $last, then $next', ({ messages, last, next }) => {
    const row = overdue(late, { followUps: { ...NO_FOLLOW_UPS, messages } });
    expect(row).toMatchObject({ detail: last, nextStep: next });
  });

  it('a stop comes with what follows it', () => {
    const promised = invoiced('Design', '2026-11-05', {
      followUpStop: 'Promised',
      stopUntil: plainDate('2026-11-20'),
      stopReason: 'their payment run',
    });
    expect(overdue(promised)?.nextStep).toBe('Promised for 2026-11-20: their payment run; then Light on 2026-11-24');
  });

  it('a promise too far ahead stops nothing', () => {
    const promised = invoiced('Design', '2026-11-05', {
      followUpStop: 'Promised',
      stopUntil: plainDate('2026-12-31'),
    });
    expect(overdue(promised)?.nextStep).toBe('Light on 2026-11-11');
  });

  test.each([
    {
      why: 'a dispute',
      detail: "Disputed: the client's bank disputes it.",
      next: "The client's bank disputes a payment",
    },
    {
      why: 'a payment on its way',
      detail: 'Processing: 1,000.00 GBP are on their way.',
      next: 'The whole payment is on its way',
    },
    {
      why: 'a short transfer',
      detail: 'Short transfer: 985.00 GBP arrived.',
      next: 'Money of the client waits to be matched with its invoice',
    },
  ])('$why, which the row alone knows, rests it', ({ detail, next }) => {
    const item = invoiced('Design', '2026-11-05', { shown: { billingDetail: detail } });
    expect(overdue(item)?.nextStep).toBe(next);
  });

  it('a client without an address says who mends it', () => {
    const row = planReview(
      reviewFacts([late], { stripe: { invoices: [invoiceOf(late)], givenUp: [] } }),
      policy,
      WEDNESDAY,
    ).sections.Overdue[0];
    expect(row?.nextStep).toContain('There is no address to write to');
  });

  it('of a bill in two parts the one that the row names counts', () => {
    const invoices = [
      invoiceOf(late, {
        id: 'in_first',
        followUps: { ...NO_FOLLOW_UPS, messages: { light: sent('2026-11-06T09:00:00Z') } },
      }),
      invoiceOf(late, { id: 'in_Design' }),
    ];
    const facts = reviewFacts([late], { clients: [reachable], stripe: { invoices, givenUp: [] } });
    expect(planReview(facts, policy, WEDNESDAY).sections.Overdue[0]?.detail).toBe('No follow-up yet');
  });

  it('without Stripe it says what the row shows, and why nothing follows', () => {
    const of = (shown: Partial<Milestone['shown']>) =>
      planReview(reviewFacts([invoiced('Design', '2026-11-05', { shown })]), policy, WEDNESDAY).sections.Overdue[0];
    expect(
      of({
        billingDetail:
          'Overdue since 2026-11-06. No further message: the last step has gone out: Priya decides by hand.',
      }),
    ).toMatchObject({ nextStep: 'The last step has gone out: Priya decides by hand' });
  });
});
