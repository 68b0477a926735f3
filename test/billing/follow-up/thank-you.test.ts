import { describe, expect, test } from 'vitest';
import { at } from '../kit.ts';
import { day, type Given, note, type Rules, told } from './kit.ts';

const PAID = { status: 'paid', amountPaid: 400_000, amountRemaining: 0, paidAt: at('2026-11-06T11:00:00Z') } as const;
const thanks: Rules = { followUp: { thankYou: true } };

const paid = (given: Given = {}): Given => ({ ...given, invoice: { ...PAID, ...given.invoice } });

type Case = { name: string; given?: Given; on?: string; more?: Rules; is: string };

describe('11 thanks for a payment', () => {
  test.each<Case>([
    { name: 'off unless the team wants them', more: {}, is: 'nothing' },
    { name: '9.1 on the day of the payment', is: 'thanks 2026-11-06' },
    {
      name: 'on the next business day after a Saturday',
      given: { invoice: { paidAt: at('2026-11-07T11:00:00Z') } },
      is: 'thanks 2026-11-09',
    },
    { name: 'for a week', on: '2026-11-13', is: 'thanks 2026-11-06' },
    { name: 'and not later', on: '2026-11-14', is: 'nothing' },
    { name: 'X23 once', given: { sent: { thanks: '2026-11-06' } }, is: 'nothing' },
    {
      name: '9.1 not while it is only on its way',
      given: {
        invoice: { status: 'open', paidAt: null, amountPaid: 0, amountRemaining: 400_000 },
        moves: { inFlight: 400_000 },
      },
      is: 'rests: the whole payment is on its way',
    },
    {
      name: 'not for what a person recorded as received elsewhere',
      given: { moves: { outsideStripe: 400_000 } },
      is: 'nothing',
    },
    { name: 'X13 not while it is disputed', given: { moves: { disputed: 400_000 } }, is: 'nothing' },
    { name: 'X13 nor once the dispute is lost', given: { moves: { disputesLost: 400_000 } }, is: 'nothing' },
    { name: 'X12 nor where money went back', given: { moves: { refundedUnexplained: 100 } }, is: 'nothing' },
    {
      name: '7.2-4b nor where credit notes cover all',
      given: { invoice: { amountPaid: 0, amountDue: 0, credited: 400_000 } },
      is: 'nothing',
    },
    { name: '12 held', more: { followUp: { thankYou: true, held: true } }, is: 'nothing' },
    { name: '12 shadow', more: { ...thanks, policy: { shadow: true } }, is: 'nothing' },
    { name: '6 not by Stripe’s own e-mail', more: { followUp: { thankYou: true, channel: 'stripe' } }, is: 'nothing' },
    {
      name: '12 not while the client is on hold',
      given: { client: { followUpHoldUntil: day('2026-11-06') } },
      is: 'nothing',
    },
    {
      name: '12 not while the milestone is on hold',
      given: { milestone: { followUpStop: 'On hold', stopUntil: day('2026-11-10') } },
      is: 'nothing',
    },
    { name: '12 not while a question is open', given: { milestone: { followUpStop: 'Queried' } }, is: 'nothing' },
    {
      name: '12 but for a promise that was kept',
      given: {
        milestone: { followUpStop: 'Promised', stopUntil: day('2026-11-06') },
        record: { stops: [note({ kind: 'Promised', until: day('2026-11-06') })] },
      },
      is: 'thanks 2026-11-06',
    },
    {
      name: '8.6 not where the approval was taken back',
      given: { milestone: { approval: 'Withdrawn' } },
      is: 'nothing',
    },
    { name: '11.8 not without an address', given: { client: { billingEmail: ' ' } }, is: 'nothing' },
    {
      name: '12 not to an address from which mail came back',
      given: { invoice: { mailReturned: true } },
      is: 'nothing',
    },
    {
      name: '11.11 not to a client of old books before the yes',
      given: { due: '2026-08-03', invoice: { adoptedAt: at('2026-11-02T09:00:00Z') } },
      is: 'nothing',
    },
    {
      name: '12 a paused project keeps back reminders alone',
      given: { project: { status: 'Paused' } },
      more: { followUp: { thankYou: true, whilePaused: 'suspend' } },
      is: 'thanks 2026-11-06',
    },
  ])('$name: $is', ({ given = {}, on = '2026-11-06T12:00:00Z', more = thanks, is }) => {
    expect(told(paid(given), on, more)).toBe(is);
  });
});
