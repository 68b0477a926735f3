import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { plainDate } from '../../../src/billing/calendar.ts';
import type { Milestone } from '../../../src/billing/facts.ts';
import { MINOR_MAX, majorUnits } from '../../../src/billing/money.ts';
import { ageingBucket } from '../../../src/billing/review/ageing.ts';
import { moneyShown } from '../../../src/billing/review/amount.ts';
import { planReview } from '../../../src/billing/review/plan-review.ts';
import { anyMilestones, currency, invoiced, milestone, policy, reviewFacts, WEDNESDAY } from './sample.ts';

const review = (milestones: readonly Milestone[]) => planReview(reviewFacts(milestones), policy, WEDNESDAY);
const pounds = (milestones: readonly Milestone[]) => review(milestones).figures[0]?.values;

test.each([
  { days: undefined, bucket: 'current', why: 'no due date: not late' },
  { days: -3, bucket: 'current', why: 'not due yet' },
  { days: 0, bucket: 'current', why: 'the due day is on time' },
  { days: 1, bucket: 'days1to30', why: 'first day' },
  { days: 30, bucket: 'days1to30', why: 'last day of the bucket' },
  { days: 31, bucket: 'days31to60', why: 'first day of the next' },
  { days: 60, bucket: 'days31to60', why: 'last day' },
  { days: 61, bucket: 'days61to90', why: 'first day' },
  { days: 90, bucket: 'days61to90', why: 'last day' },
  { days: 91, bucket: 'days91up', why: 'and for ever' },
])('$days days past due are in $bucket ($why)', ({ days, bucket }) => {
  expect(ageingBucket(days)).toBe(bucket);
});

describe('figures', () => {
  it('age what remains, not what was invoiced: 3,500.00 of 6,000.00 (Rule 16.1)', () => {
    const partlyPaid = invoiced('Design', '2026-11-08', { shown: { invoiced: 6000, remaining: 3500 } });
    expect(pounds([partlyPaid])).toMatchObject({
      receivables: 350_000,
      current: 0,
      days1to30: 350_000,
      overdueShare: 1,
    });
  });

  it('count returned money by its original due date, and expect none of it', () => {
    const returned = invoiced('Design', '2026-11-20', {
      shown: { billingStatus: 'Overdue', billingDetail: 'Money returned.' },
    });
    expect(pounds([returned])).toMatchObject({ receivables: 100_000, current: 100_000, expected30: 0 });
  });

  it('leave out what is paid or closed', () => {
    const settled = (['Paid', 'Closed'] as const).map((billingStatus) =>
      invoiced(billingStatus, '2026-11-08', { shown: { billingStatus } }),
    );
    expect(pounds(settled)).toMatchObject({ receivables: 0, overdueShare: null });
  });

  it('expect cash by due date, a promise by its day, and list overdue apart (Rule 16.4)', () => {
    const values = pounds([
      invoiced('in 7', '2026-11-18', { shown: { remaining: 1 } }),
      invoiced('in 8', '2026-11-19', { shown: { remaining: 10 } }),
      invoiced('in 30', '2026-12-11', { shown: { remaining: 100 } }),
      invoiced('in 31', '2026-12-12', { shown: { remaining: 1000 } }),
      invoiced('late', '2026-11-10', { shown: { remaining: 10_000 } }),
      invoiced('promised', '2026-11-10', {
        followUpStop: 'Promised',
        stopUntil: plainDate('2026-11-14'),
        shown: { remaining: 100_000 },
      }),
    ]);
    expect(values).toMatchObject({ expected7: 10_000_100, expected14: 10_001_100, expected30: 10_011_100 });
  });

  it('count this week by issue and payment day, Monday to Sunday', () => {
    const values = pounds([
      invoiced('Sunday before', '2026-11-22', { shown: { issued: plainDate('2026-11-08'), invoiced: 1 } }),
      invoiced('Monday', '2026-11-23', { shown: { issued: plainDate('2026-11-09'), invoiced: 10 } }),
      invoiced('paid Sunday', '2026-11-01', {
        shown: { billingStatus: 'Paid', remaining: 0, paidOn: plainDate('2026-11-15'), invoiced: 100 },
      }),
      invoiced('paid before', '2026-11-01', {
        shown: { billingStatus: 'Paid', remaining: 0, paidOn: plainDate('2026-11-08'), invoiced: 1000 },
      }),
    ]);
    expect(values).toMatchObject({ invoiced: 1000, collected: 10_000 });
  });

  it('name what is approved and not billed', () => {
    const values = pounds([
      milestone('approved', { approval: 'Approved', amount: 10 }),
      milestone('delivered only', { delivery: 'Delivered', amount: 100 }),
      invoiced('billed', '2026-11-20'),
    ]);
    expect(values?.unbilled).toBe(1000);
  });

  it('stand apart per currency, in alphabetical order', () => {
    const figures = review([
      invoiced('yen', '2026-11-20', { currency: 'JPY', shown: { remaining: 5000 } }),
      invoiced('pounds', '2026-11-20', { shown: { remaining: 5.5 } }),
    ]).figures;
    expect(figures.map(({ currency: code, values }) => [code, values.receivables])).toEqual([
      ['GBP', 550],
      ['JPY', 5000],
    ]);
  });
});

describe('whatever the milestones', () => {
  it('the buckets add up to the receivables, and cash expected never shrinks with time', () => {
    fc.assert(
      fc.property(anyMilestones, (milestones) => {
        for (const { values } of review(milestones).figures) {
          const buckets = [values.current, values.days1to30, values.days31to60, values.days61to90, values.days91up];
          expect(buckets.reduce<number>((sum, value) => sum + (value ?? 0), 0)).toBe(values.receivables);
          expect(values.expected7 ?? 0).toBeLessThanOrEqual(values.expected14 ?? 0);
          expect(values.expected14 ?? 0).toBeLessThanOrEqual(values.expected30 ?? 0);
        }
      }),
    );
  });

  it('overdue equals the sum of the overdue rows and of late returned money, per currency', () => {
    fc.assert(
      fc.property(anyMilestones, (milestones) => {
        const { figures, sections } = review(milestones);
        for (const { currency: code, values } of figures) {
          const rows = sections.Overdue.filter(({ sum }) => sum?.currency === code);
          const listed = rows.reduce((sum, row) => sum + (row.sum?.minor ?? 0), 0);
          const returned = milestones.filter(
            ({ currency: own, shown }) =>
              own === code && shown.billingDetail !== '' && shown.due !== null && shown.due < '2026-11-11',
          );
          const back = returned.reduce(
            (sum, { shown }) => sum + (moneyShown(shown.remaining, currency(code))?.minor ?? 0),
            0,
          );
          expect(listed + back).toBe((values.receivables ?? 0) - (values.current ?? 0));
        }
      }),
    );
  });

  it('sums of one currency are the same with and without the others', () => {
    fc.assert(
      fc.property(anyMilestones, (milestones) => {
        const own = milestones.filter((item) => item.currency === 'EUR');
        const euros = review(milestones).figures.find((figures) => figures.currency === 'EUR');
        expect(euros).toEqual(review(own).figures[0]);
      }),
    );
  });
});

it('money shown takes back exactly what the hub wrote', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -MINOR_MAX, max: MINOR_MAX }),
      fc.constantFrom('GBP', 'JPY', 'ISK').map(currency),
      (minor, code) => {
        const sum = { minor, currency: code };
        expect(moneyShown(majorUnits(sum), code)).toEqual(sum);
      },
    ),
  );
});
