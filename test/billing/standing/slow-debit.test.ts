import { describe, expect, test } from 'vitest';
import { decide } from '../../../src/billing/decide.ts';
import { aPolicy, theFacts } from '../../support/facts.ts';
import { at, bill, withMoves } from '../kit.ts';

/** Begun on a Tuesday; six business days later it is Wednesday, 18 November. */
const onItsWay = withMoves(bill(400_000), { inFlight: 400_000, inFlightSince: at('2026-11-10T15:00:00Z') });
const policy = aPolicy();
const seen = (now: string, invoice = onItsWay) => decide(theFacts({ invoices: [invoice] }), policy, at(now));

describe('a bank that does not answer a debit (9)', () => {
  test.each([
    ['2026-11-11T10:00:00Z', 'on its first day'],
    ['2026-11-18T23:00:00Z', 'on the sixth business day'],
  ])('is waited for at %s, %s', (now) => {
    expect(seen(now).shown.billingDetail).toBe(
      "Processing: 4,000.00 GBP are on their way from the client's bank, which takes a few days.",
    );
  });

  test('is asked about once six business days have passed, and is never taken for paid', () => {
    expect(seen('2026-11-19T00:00:00Z').shown).toMatchObject({
      billingStatus: 'Overdue',
      remaining: 4000,
      billingDetail:
        "Processing: 4,000.00 GBP are on their way from the client's bank, which takes a few days. The bank has not answered since 2026-11-10, which is too long: Mara asks Stripe what became of it.",
    });
  });

  test('is asked about in time when a part alone is on its way', () => {
    const part = withMoves(onItsWay, { inFlight: 100_000 });
    expect(seen('2026-11-12T10:00:00Z', part).shown.billingDetail).toMatch(/on their way, due 2026-11-17\.$/);
    expect(seen('2026-11-20T10:00:00Z', part).shown.billingDetail).toMatch(
      /overdue since 2026-11-18\. The bank has not answered since 2026-11-10, which is too long: Mara asks/,
    );
  });

  test('brings the milestone back by the clock on that morning', () => {
    const overdue = withMoves(bill(400_000), { inFlight: 400_000, inFlightSince: at('2026-11-20T15:00:00Z') });
    expect(seen('2026-11-21T10:00:00Z', overdue).lookAgainAt).toBe(at('2026-12-01T00:00:00Z'));
    expect(seen('2026-12-01T00:00:00Z', overdue).lookAgainAt).toBeUndefined();
  });
});
