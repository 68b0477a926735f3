import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { addDays, dueInstant, instantFromIso, plainDate } from '../../../src/billing/calendar.ts';
import type { Invoice, Milestone } from '../../../src/billing/facts.ts';
import { NO_FOLLOW_UPS, type StopNote } from '../../../src/billing/follow-up/record.ts';
import { factsFrom, reviewDay } from '../../../src/billing/review/day.ts';
import type { GivenUp } from '../../../src/billing/review/facts.ts';
import { FIGURES } from '../../../src/billing/review/figure-list.ts';
import { medianByAmount, medianOf } from '../../../src/billing/review/median.ts';
import { planReview } from '../../../src/billing/review/plan-review.ts';
import { anyFacts, invoiced, invoiceOf, policy, reviewFacts, WEDNESDAY } from './sample.ts';

/** The ninety days up to 11 November begin on 14 August. */
const FIRST = plainDate('2026-08-14');

const figuresOf = (
  milestones: readonly Milestone[],
  invoices: readonly Invoice[] = milestones.map((one) => invoiceOf(one)),
  givenUp: readonly GivenUp[] = [],
) => planReview(reviewFacts(milestones, { stripe: { invoices, givenUp } }), policy, WEDNESDAY).figures[0];
const values = (...args: Parameters<typeof figuresOf>) => figuresOf(...args)?.values;

const paid = (name: string, issued: string, paidOn: string, amount = 1000): Milestone =>
  invoiced(name, '2026-11-20', {
    shown: {
      billingStatus: 'Paid',
      invoiced: amount,
      remaining: 0,
      issued: plainDate(issued),
      due: addDays(plainDate(issued), 14),
      paidOn: plainDate(paidOn),
    },
  });

test('the periods of a review: ninety days with today, the calendar quarter, the week', () => {
  const day = reviewDay('Europe/London', WEDNESDAY);
  expect(day).toMatchObject({ periodFrom: FIRST, quarterFrom: '2026-10-01' });
  expect(factsFrom(day)).toBe(FIRST);
  const lastOfQuarter = reviewDay('Europe/London', instantFromIso('2026-12-31T12:00:00Z'));
  expect(factsFrom(lastOfQuarter)).toBe('2026-10-01');
});

describe('days sales outstanding (Rule 16.2)', () => {
  it('is what is owed by the sales of ninety days, times ninety; at best only what is not due counts', () => {
    const figures = values([
      invoiced('late', '2026-11-01'), // 1,000.00 owed
      invoiced('to come', '2026-11-20'), // 1,000.00 owed
      paid('paid', '2026-09-01', '2026-09-10', 2000),
    ]);
    expect(figures).toMatchObject({ dso: 45, bestDso: 22.5, delinquent: 22.5 });
  });

  it('takes off what credit notes took back', () => {
    const item = invoiced('Design', '2026-11-20', { shown: { invoiced: 1000, remaining: 500 } });
    expect(values([item], [invoiceOf(item, { credited: 50_000 })])).toMatchObject({ dso: 90 });
  });

  it.each([
    { issued: '2026-08-14', dso: 90, why: 'the first day' },
    { issued: '2026-08-13', dso: null, why: 'the day before' },
  ])('counts what was issued on $issued: $dso ($why)', ({ issued, dso }) => {
    const item = invoiced('Design', '2026-11-20', { shown: { issued: plainDate(issued) } });
    expect(values([item])?.dso).toBe(dso);
  });

  it.each([
    { why: 'nothing was sold', invoices: [] },
    { why: 'what was sold is void', invoices: [invoiceOf(invoiced('x', '2026-11-20'), { status: 'void' })] },
  ])('is not known where $why', ({ invoices }) => {
    expect(values([invoiced('Design', '2026-11-20')], invoices)).toMatchObject({
      dso: null,
      bestDso: null,
      delinquent: null,
    });
  });

  it('is not known where Stripe was not asked, as all that rests on it', () => {
    const { figures } = planReview(reviewFacts([invoiced('Design', '2026-11-20')]), policy, WEDNESDAY);
    const unknown = [
      'dso',
      'bestDso',
      'delinquent',
      'effectiveness',
      'writtenOff',
      'messages',
      'promisesKept',
    ] as const;
    for (const id of unknown) expect(figures[0]?.values[id], id).toBeNull();
    expect(figures[0]?.values.receivables).toBe(100_000);
  });
});

describe('collection effectiveness (Rule 16.3)', () => {
  it('is what was collected of all that could be: opening and sales less closing, by opening and sales less what is not due', () => {
    const figures = values([
      paid('owed when the period began', '2026-07-01', '2026-08-20', 3000),
      paid('paid before', '2026-06-01', '2026-08-13', 7777),
      invoiced('late', '2026-11-01'),
      invoiced('to come', '2026-11-20', { shown: { invoiced: 4000, remaining: 4000 } }),
    ]);
    // opening 3,000, sales 5,000, closing 5,000 of which 4,000 are not due
    expect(figures?.effectiveness).toBeCloseTo(3000 / 4000);
  });

  it('is whole where nothing is late, and not known where nothing was to be collected', () => {
    expect(values([paid('paid', '2026-09-01', '2026-09-10')])?.effectiveness).toBe(1);
    expect(values([invoiced('to come', '2026-11-20')])?.effectiveness).toBeNull();
  });
});

describe('how long things take (Rules 16.4, 16.5)', () => {
  const payments = [2, 4, 6, 8, 30].map((days, at) =>
    paid(`p${at}`, '2026-09-01', addDays(plainDate('2026-09-01'), days), at === 4 ? 100_000 : 100),
  );

  it('is a median over five items or more, and by amount the day on which half of the money had come', () => {
    expect(values(payments)).toMatchObject({ sentToPaid: 6, sentToPaidByAmount: 30 });
  });

  it('shows fewer items themselves', () => {
    const figures = figuresOf(payments.slice(0, 3));
    expect(figures?.values).toMatchObject({ sentToPaid: null, sentToPaidByAmount: null });
    expect(figures?.items).toMatchObject({ sentToPaid: '2, 4, 6 days' });
  });

  it('counts from the decision to the invoice, for what a decision bills', () => {
    const decided = invoiced('Design', '2026-11-20', { decidedOn: plainDate('2026-11-03') }); // issued on the 6th
    const deposit = invoiced('Deposit', '2026-11-20', { decidedOn: plainDate('2026-11-01'), trigger: 'Deposit' });
    expect(figuresOf([decided, deposit])?.items.approvalToSent).toBe('3 days');
  });

  test.each([
    { days: [1, 2, 3, 4, 5], value: 3, items: undefined },
    { days: [5, 1, 4, 2, 6, 3], value: 3.5, items: undefined },
    { days: [4, 1, 3, 2], value: null, items: '1, 2, 3, 4 days' },
    { days: [1], value: null, items: '1 day' },
    { days: [], value: null, items: undefined },
  ])('the median of $days', ({ days, value, items }) => {
    expect(medianOf(days)).toEqual({ value, items });
  });

  test('by equal amounts it lies among the items', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 90 }), { minLength: 5 }), (days) => {
        const { value } = medianByAmount(days.map((one) => ({ days: one, amount: 100 })));
        const below = days.filter((one) => one <= (value ?? -1)).length;
        expect(days).toContain(value);
        expect(below * 2).toBeGreaterThanOrEqual(days.length);
      }),
    );
  });
});

describe('written off this quarter', () => {
  const item = invoiced('Design', '2026-08-01', { shown: { billingStatus: 'Closed' } });
  const givenUp = (at: string, changes: Partial<Invoice> = {}): GivenUp => ({
    invoice: invoiceOf(item, { status: 'uncollectible', amountRemaining: 70_000, ...changes }),
    at: instantFromIso(at),
  });

  it('is what remained when it was given up, by the day in the seller’s zone', () => {
    const all = [givenUp('2026-10-01T00:30:00Z'), givenUp('2026-11-02T12:00:00Z'), givenUp('2026-09-30T22:30:00Z')];
    expect(values([item], [], all)?.writtenOff).toBe(140_000);
  });
});

describe('follow-ups and promises, as Stripe keeps them', () => {
  const at = instantFromIso('2026-10-05T09:00:00Z');
  const withMessages = (item: Milestone, slots: readonly ('light' | 'firm' | 'thanks')[]) =>
    invoiceOf(item, {
      followUps: {
        ...NO_FOLLOW_UPS,
        messages: Object.fromEntries(slots.map((slot) => [slot, { state: 'sent' as const, at }])),
      },
    });

  it('count messages that asked for a payment, by invoice that was paid', () => {
    const [a, b] = [paid('a', '2026-09-01', '2026-10-06'), paid('b', '2026-09-01', '2026-09-10')];
    const open = invoiced('open', '2026-11-01');
    const invoices = [withMessages(a, ['light', 'firm', 'thanks']), withMessages(b, []), withMessages(open, ['light'])];
    expect(values([a, b, open], invoices)?.messages).toBe(1);
  });

  const promise = (changes: Partial<StopNote> = {}): StopNote => ({
    kind: 'Promised',
    placedOn: plainDate('2026-10-01'),
    until: plainDate('2026-10-09'), // a Friday: it holds until Monday the 12th
    endedOn: null,
    ...changes,
  });
  const share = (stops: readonly StopNote[], item: Milestone) =>
    values([item], [invoiceOf(item, { followUps: { ...NO_FOLLOW_UPS, stops } })])?.promisesKept;
  const paidOn = (day: string) => paid('Design', '2026-09-01', day);

  test.each([
    { why: 'paid on its day of grace', stops: [promise()], item: paidOn('2026-10-12'), kept: 1 },
    { why: 'paid a day later', stops: [promise()], item: paidOn('2026-10-13'), kept: 0 },
    { why: 'never paid', stops: [promise()], item: invoiced('Design', '2026-09-01'), kept: 0 },
    {
      why: 'taken back',
      stops: [promise({ endedOn: plainDate('2026-10-05') })],
      item: invoiced('Design', '2026-09-01'),
      kept: null,
    },
    {
      why: 'broken once, then kept',
      stops: [promise(), promise({ placedOn: plainDate('2026-10-14'), until: plainDate('2026-10-30') })],
      item: paidOn('2026-10-30'),
      kept: 0.5,
    },
    {
      why: 'for a day to come',
      stops: [promise({ placedOn: plainDate('2026-11-10'), until: plainDate('2026-11-20') })],
      item: invoiced('Design', '2026-09-01'),
      kept: null,
    },
    {
      why: 'no promise but a hold',
      stops: [promise({ kind: 'On hold' })],
      item: paidOn('2026-10-09'),
      kept: null,
    },
  ])('a promise $why: $kept', ({ stops, item, kept }) => {
    expect(share(stops, item)).toBe(kept);
  });
});

describe('whatever the facts', () => {
  it('each figure is a finite number or not known, and what is delinquent is never less than nothing', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        for (const { values: own } of planReview(facts, policy, WEDNESDAY).figures) {
          for (const { id } of FIGURES) expect(own[id] === null || Number.isFinite(own[id]), id).toBe(true);
          expect(own.delinquent ?? 0).toBeGreaterThanOrEqual(0);
          expect(own.effectiveness ?? 0).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('what is approved and unbilled equals the sum of its rows, per currency', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { figures, sections } = planReview(facts, policy, WEDNESDAY);
        const approved = new Set(facts.milestones.filter((one) => one.approval === 'Approved').map(({ id }) => id));
        for (const { currency, values: own } of figures) {
          const rows = sections['Waiting on a trigger'].filter(
            ({ key, sum, invoice }) => approved.has(key) && sum?.currency === currency && invoice === undefined,
          );
          expect(rows.reduce((total, { sum }) => total + (sum?.minor ?? 0), 0)).toBe(own.unbilled);
        }
      }),
    );
  });

  it('cash expected and what nobody promised never exceed what is owed', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        for (const { values: own } of planReview(facts, policy, WEDNESDAY).figures)
          expect((own.expected30 ?? 0) + (own.unpromised ?? 0)).toBeLessThanOrEqual(own.receivables ?? 0);
      }),
    );
  });
});

test('an invoice issued late in the day belongs to the seller’s day', () => {
  const item = invoiced('Design', '2026-11-20');
  const justBefore = invoiceOf(item, { finalizedAt: dueInstant('America/New_York', addDays(FIRST, -1)) });
  expect(values([item], [justBefore])?.dso).toBe(90);
});
