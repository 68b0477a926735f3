import { describe, expect, test } from 'vitest';
import { firstBusinessDayFrom } from '../../../src/billing/business-days.ts';
import { addDays, plainDate } from '../../../src/billing/calendar.ts';
import { decide } from '../../../src/billing/decide.ts';
import { followUpDay, promiseEndsOn } from '../../../src/billing/follow-up/follow-up-day.ts';
import { fixedSum, statutoryInterest } from '../../../src/billing/follow-up/late-charge.ts';
import { businessCalendar, stopInForce } from '../../../src/billing/standing/stops.ts';
import { aClient, aMilestone, aPolicy, currency, theFacts } from '../../support/facts.ts';
import { at, bill, paidAt } from '../kit.ts';

const policy = aPolicy();
const calendar = businessCalendar(policy, aClient());

describe('X06 Due on Thursday 2026-11-05', () => {
  const due = plainDate('2026-11-05');

  test('X06 has its light step on Friday 6 November and its firm one on Tuesday 10 November', () => {
    const light = followUpDay('Light', due, undefined, calendar);
    expect(light).toEqual({ day: '2026-11-06', rolled: false });
    expect(followUpDay('Firm', due, light.day, calendar)).toEqual({ day: '2026-11-10', rolled: false });
  });
});

// The rest of X08 is among the payments.
describe('X08 Part payment: due Friday 2026-11-13', () => {
  test('X08 has its light step on Monday 16 November', () => {
    expect(followUpDay('Light', plainDate('2026-11-13'), undefined, calendar).day).toBe('2026-11-16');
  });
});

// Which message goes out after the promise, and that it mentions it, is for the follow-ups themselves.
describe('X20 Promise: due 6 November, light step on the 9th, on the 10th a promise for Friday 20 November is logged', () => {
  const promised = plainDate('2026-11-20');
  const milestone = aMilestone({ followUpStop: 'Promised', stopUntil: promised });
  const invoice = bill(400_000, {
    createdAt: at('2026-10-23T10:00:00Z'),
    finalizedAt: at('2026-10-23T10:00:05Z'),
    dueAt: at('2026-11-06T23:59:59Z'),
  });
  const isStopped = (iso: string) => stopInForce(milestone, aClient(), policy, at(iso)) !== undefined;

  test('X20 has its light step on 9 November', () => {
    expect(followUpDay('Light', plainDate('2026-11-06'), undefined, calendar).day).toBe('2026-11-09');
  });

  test('X20 stops follow-ups from 10 to 23 November, the Monday of grace counted', () => {
    expect(promiseEndsOn(promised, calendar)).toBe('2026-11-23');
    expect(['2026-11-10T09:00:00Z', '2026-11-20T12:00:00Z', '2026-11-23T23:59:59Z'].map(isStopped)).toEqual([
      true,
      true,
      true,
    ]);
    expect(isStopped('2026-11-24T00:00:00Z')).toBe(false);
  });

  test('X20 unpaid may have its firm step on Tuesday 24 November', () => {
    expect(firstBusinessDayFrom(addDays(promiseEndsOn(promised, calendar), 1), calendar)).toBe('2026-11-24');
  });

  test('X20 shows the promise while it holds, and that it is overdue afterwards', () => {
    const stands = (iso: string) => decide(theFacts({ milestone, invoices: [invoice] }), policy, at(iso));
    expect(stands('2026-11-10T09:00:00Z')).toMatchObject({
      details: ['promised'],
      shown: { billingStatus: 'Overdue' },
      lookAgainAt: at('2026-11-24T00:00:00Z'),
    });
    expect(stands('2026-11-24T00:00:00Z')).toMatchObject({ details: [], shown: { billingStatus: 'Overdue' } });
  });

  test('X20 paid on 20 November is paid, and nothing is left to follow up', () => {
    const paid = paidAt(invoice, '2026-11-20T10:00:00Z');
    expect(decide(theFacts({ milestone, invoices: [paid] }), policy, at('2026-11-20T10:01:00Z'))).toMatchObject({
      details: [],
      shown: { billingStatus: 'Paid', nextFollowUp: null },
    });
  });
});

describe('X25 Statutory interest', () => {
  test.each([
    { minor: 500_000, days: 101, base: 4.25, interest: 16_949, fixed: 7000 },
    { minor: 1_000_000, days: 30, base: 3.75, interest: 9658, fixed: 10_000 },
  ])(
    'X25 on $minor, $days days late, base rate $base %, is $interest, plus $fixed',
    ({ minor, days, base, ...due }) => {
      const debt = { minor, currency: currency('GBP') };
      expect(statutoryInterest(debt, days, base).minor).toBe(due.interest);
      expect(fixedSum(debt).minor).toBe(due.fixed);
    },
  );

  test('X25 does not round the daily sum first, which would give 169.68', () => {
    const debt = { minor: 500_000, currency: currency('GBP') };
    expect(101 * statutoryInterest(debt, 1, 4.25).minor).toBe(16_968);
    expect(statutoryInterest(debt, 101, 4.25).minor).not.toBe(16_968);
  });
});
