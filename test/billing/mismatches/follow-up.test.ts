import { describe, expect, test } from 'vitest';
import { instantFromIso, plainDate } from '../../../src/billing/calendar.ts';
import type { Invoice } from '../../../src/billing/facts.ts';
import { NO_FOLLOW_UPS, type Slot, type StopNote } from '../../../src/billing/follow-up/record.ts';
import { aMilestone } from '../../support/facts.ts';
import { bill, invoicedShown, mismatchIn, theProject } from '../kit.ts';

const said = (id: string, invoice: Partial<Invoice>) =>
  mismatchIn(
    theProject({
      milestones: [aMilestone({ shown: invoicedShown(4000, {}) })],
      invoices: [{ ...bill(400_000), ...invoice }],
      now: '2026-11-30T10:00:00Z',
    }),
    id,
  )?.words;

/** On hold from the 10th to the 20th. */
const hold: StopNote = {
  kind: 'On hold',
  placedOn: plainDate('2026-11-10'),
  until: plainDate('2026-11-20'),
  endedOn: null,
};
const sent = (slot: Slot, at: string, stop: StopNote, state: 'claimed' | 'sent' | 'unconfirmed' = 'sent') => ({
  followUps: { ...NO_FOLLOW_UPS, messages: { [slot]: { state, at: instantFromIso(at) } }, stops: [stop] },
});

describe('M23 a message went out although a stop held', () => {
  test('and says which, when, and since when it was to stop', () => {
    expect(said('M23', sent('light', '2026-11-12T09:00:00Z', hold))).toBe(
      'The light message went out on 2026-11-12, although "On hold" stood here since 2026-11-10. Talk to the client, and look whether two hubs run.',
    );
  });

  const ended = { ...hold, endedOn: plainDate('2026-11-12') };
  test.each([
    {
      name: 'one that nobody knows the outcome of',
      given: sent('firm', '2026-11-12T09:00:00Z', hold, 'unconfirmed'),
      opens: true,
    },
    { name: 'on its last day', given: sent('light', '2026-11-20T09:00:00Z', hold), opens: true },
    { name: 'the day after', given: sent('light', '2026-11-21T09:00:00Z', hold), opens: false },
    {
      name: 'on the day on which it was placed, which may have been later',
      given: sent('light', '2026-11-10T09:00:00Z', hold),
      opens: false,
    },
    {
      name: 'on the day on which it was taken away',
      given: sent('light', '2026-11-12T09:00:00Z', ended),
      opens: false,
    },
    { name: 'claimed, and not sent yet', given: sent('light', '2026-11-12T09:00:00Z', hold, 'claimed'), opens: false },
    { name: 'thanks for money that came', given: sent('thanks', '2026-11-12T09:00:00Z', hold), opens: false },
  ])('$name: $opens', ({ given, opens }) => {
    expect(said('M23', given) !== undefined).toBe(opens);
  });
});

describe('M26 Stripe may remind the client as well', () => {
  test.each<{ name: string; invoice: Partial<Invoice>; opens: boolean }>([
    { name: 'an open invoice that Stripe advances by itself', invoice: { autoAdvance: true }, opens: true },
    { name: 'one that only Milepost sends', invoice: { autoAdvance: false }, opens: false },
    { name: 'one that is paid', invoice: { autoAdvance: true, status: 'paid' }, opens: false },
  ])('$name: $opens', ({ invoice, opens }) => {
    expect(said('M26', invoice) !== undefined).toBe(opens);
  });
});
