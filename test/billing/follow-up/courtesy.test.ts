import { describe, expect, test } from 'vitest';
import { at } from '../kit.ts';
import { day, dueOn, type Given, type Rules, told } from './kit.ts';

const on: Rules = { followUp: { courtesy: true } };

type Case = { name: string; given?: Given; on?: string; more?: Rules; is: string | RegExp };

/** Issued on Thursday 22 October, due on Thursday 5 November: three business days before is Monday the 2nd. */
describe('11 L0 a courtesy note before the due date', () => {
  test.each<Case>([
    { name: 'off unless the team wants it', more: {}, is: 'light 2026-11-06' },
    { name: 'three business days before', is: 'courtesy 2026-11-02' },
    { name: 'still after a missed run', on: '2026-11-04', is: 'courtesy 2026-11-02' },
    { name: 'not on the due date, nor later', on: '2026-11-05', is: 'light 2026-11-06' },
    {
      name: 'once; the ladder follows as it would',
      given: { sent: { courtesy: '2026-11-02' } },
      is: 'light 2026-11-06',
    },
    {
      name: 'a late one keeps its three days from the light step (11.2)',
      given: { sent: { courtesy: '2026-11-04' } },
      on: '2026-11-04',
      is: 'light 2026-11-09',
    },
    {
      name: 'not after a notice of a failed payment',
      given: { sent: { failure: '2026-10-30' } },
      is: 'firm 2026-11-10',
    },
    {
      name: 'not where the client has just had the invoice',
      given: { invoice: { finalizedAt: at('2026-10-31T10:00:00Z') } },
      is: 'light 2026-11-06',
    },
    {
      name: 'a stop keeps it back, and it goes out after it',
      given: { client: { followUpHoldUntil: day('2026-11-02') } },
      is: /^rests until 2026-11-02, then courtesy 2026-11-03/,
    },
    {
      name: 'not once the stop has lasted until the due date',
      given: { client: { followUpHoldUntil: day('2026-11-05') } },
      is: /^rests until 2026-11-05, then light 2026-11-06/,
    },
    {
      name: 'not by Stripe’s own e-mail',
      more: { followUp: { courtesy: true, channel: 'stripe' } },
      is: 'light 2026-11-06',
    },
    { name: 'not for a paid one', given: { invoice: { status: 'paid' } }, is: 'nothing' },
    { name: 'due on a Monday: over the weekend', given: { invoice: dueOn('2026-11-09') }, is: 'courtesy 2026-11-04' },
  ])('$name', ({ given, on: today = '2026-11-02', more = on, is }) => {
    expect(told(given ?? {}, today, more)).toMatch(is);
  });
});
