import { describe, expect, test } from 'vitest';
import { nextMessage } from '../../../src/billing/follow-up/next-message.ts';
import { currency, person } from '../../support/facts.ts';
import { at } from '../kit.ts';
import { day, followed, type Given, messagesOf, note, type Rules, rules, told } from './kit.ts';

type Case = { name: string; given: Given; on: string; more?: Rules; is: string };

/** Due Thursday 5 November 2026: without a stop the light step goes out on Friday the 6th. */
const table = (cases: readonly Case[]) =>
  test.each(cases)('$name', ({ given, on, more, is }) => {
    expect(told(given, on, more)).toBe(is);
  });

const onHold = (until: string | null, placed = '2026-11-06'): Given => ({
  milestone: {
    followUpStop: 'On hold',
    stopUntil: until === null ? null : day(until),
    stopReason: 'New finance team.',
  },
  record: { stops: [note({ kind: 'On hold', placedOn: day(placed), until: until === null ? null : day(until) })] },
});

const promised = (until: string | null, placed = '2026-11-06', more: Given = {}): Given => ({
  ...more,
  milestone: { followUpStop: 'Promised', stopUntil: until === null ? null : day(until) },
  record: {
    messages: messagesOf(more.sent ?? {}),
    stops: [note({ kind: 'Promised', placedOn: day(placed), until: until === null ? null : day(until) })],
  },
});

const queried = (until: string | null = null): Given => ({
  milestone: { followUpStop: 'Queried', stopUntil: until === null ? null : day(until), stopReason: 'which PO' },
  record: { stops: [note({ kind: 'Queried', until: until === null ? null : day(until) })] },
});

describe('12 nothing remaining, closed', () => {
  table([
    {
      name: '12 paid: nothing',
      given: { invoice: { status: 'paid', amountRemaining: 0, amountPaid: 400_000 } },
      on: '2026-11-06',
      is: 'nothing',
    },
    { name: '12 void: nothing', given: { invoice: { status: 'void' } }, on: '2026-11-06', is: 'nothing' },
    {
      name: '12 written off: nothing',
      given: { invoice: { status: 'uncollectible' } },
      on: '2026-11-06',
      is: 'nothing',
    },
    { name: '12 a draft: nothing', given: { invoice: { status: 'draft' } }, on: '2026-11-06', is: 'nothing' },
    {
      name: '12 nothing remaining: nothing',
      given: { invoice: { amountRemaining: 0 } },
      on: '2026-11-06',
      is: 'nothing',
    },
    {
      name: '6.5 not handed in through the portal: nothing',
      given: { invoice: { delivering: 'portal' } },
      on: '2026-11-06',
      is: 'nothing',
    },
    {
      name: '6.5 handed in through the portal: followed up',
      given: { invoice: { delivering: 'portal' }, milestone: { portalReference: 'P-1' } },
      on: '2026-11-06',
      is: 'light 2026-11-06',
    },
  ]);
});

describe('12 processing', () => {
  table([
    {
      name: '12 processing in full: rests until it settles or fails',
      given: { moves: { inFlight: 400_000, inFlightSince: at('2026-11-05T10:00:00Z') } },
      on: '2026-11-06',
      is: 'rests: the whole payment is on its way',
    },
    {
      name: '12 processing of more than remains: rests',
      given: { moves: { inFlight: 400_001, inFlightSince: at('2026-11-05T10:00:00Z') } },
      on: '2026-11-06',
      is: 'rests: the whole payment is on its way',
    },
    {
      name: '7.5 part processing: the rest from the next business day on',
      given: { moves: { inFlight: 399_999, inFlightSince: at('2026-11-06T08:00:00Z') } },
      on: '2026-11-06',
      is: 'light 2026-11-09 rolled',
    },
    {
      name: '7.5 part processing since before: the rest on its usual day',
      given: { moves: { inFlight: 1, inFlightSince: at('2026-11-03T08:00:00Z') } },
      on: '2026-11-06',
      is: 'light 2026-11-06',
    },
    {
      name: '7.5 part processing of which nobody knows since when: on its usual day',
      given: { moves: { inFlight: 1 } },
      on: '2026-11-06',
      is: 'light 2026-11-06',
    },
  ]);
});

describe('12 promised', () => {
  const light = { sent: { light: '2026-11-09' }, due: '2026-11-06' } as const;
  table([
    {
      name: 'X20 the grace day is the business day after, and the next step the day after that',
      given: promised('2026-11-20', '2026-11-10', light),
      on: '2026-11-10',
      is: 'rests until 2026-11-23, then firm 2026-11-24: Promised until 2026-11-23',
    },
    {
      name: 'X20 rests on the grace day itself',
      given: promised('2026-11-20', '2026-11-10', light),
      on: '2026-11-23T23:30:00Z',
      is: 'rests until 2026-11-23, then firm 2026-11-24: Promised until 2026-11-23',
    },
    {
      name: 'X20 is over after it',
      given: promised('2026-11-20', '2026-11-10', light),
      on: '2026-11-24',
      is: 'firm 2026-11-24 rolled',
    },
    {
      name: '12 a promise 30 days ahead holds',
      given: promised('2026-12-10', '2026-11-10', light),
      on: '2026-11-11',
      is: 'rests until 2026-12-11, then firm 2026-12-14: Promised until 2026-12-11',
    },
    {
      name: 'X20 a promise 31 days ahead stops nothing',
      given: promised('2026-12-11', '2026-11-10', light),
      on: '2026-11-10',
      is: 'firm 2026-11-12',
    },
    {
      name: 'X20 it stops nothing either once its day is nearer',
      given: promised('2026-12-11', '2026-11-10', light),
      on: '2026-12-01',
      is: 'firm 2026-11-12 rolled',
    },
    {
      name: '12 the grace day minds the client’s holidays: Christmas and Boxing Day',
      given: promised('2026-12-24', '2026-12-10', light),
      on: '2026-12-28',
      is: 'rests until 2026-12-29, then firm 2026-12-30: Promised until 2026-12-29',
    },
    {
      name: '12 a promise without a day holds for two weeks',
      given: promised(null, '2026-11-10', light),
      on: '2026-11-12',
      is: 'rests until 2026-11-24, then firm 2026-11-25: Promised until 2026-11-24',
    },
    {
      name: '12 withdrawn before its day: the next step on its usual day, not before',
      given: {
        ...light,
        record: {
          messages: messagesOf(light.sent),
          stops: [
            note({
              kind: 'Promised',
              placedOn: day('2026-11-10'),
              until: day('2026-11-20'),
              endedOn: day('2026-11-16'),
            }),
          ],
        },
      },
      on: '2026-11-16',
      is: 'firm 2026-11-16 rolled',
    },
    {
      name: '12 the first broken promise: the next step goes out by itself',
      given: {
        ...light,
        record: {
          messages: messagesOf(light.sent),
          stops: [note({ kind: 'Promised', placedOn: day('2026-11-10'), until: day('2026-11-12') })],
        },
      },
      on: '2026-11-18',
      is: 'firm 2026-11-16 rolled',
    },
    {
      name: '12 the second broken promise: the owner, and no step by itself',
      given: {
        ...light,
        record: {
          messages: messagesOf(light.sent),
          stops: [
            note({
              kind: 'Promised',
              placedOn: day('2026-11-10'),
              until: day('2026-11-12'),
              endedOn: day('2026-11-16'),
            }),
            note({ kind: 'Promised', placedOn: day('2026-11-16'), until: day('2026-11-20') }),
          ],
        },
      },
      on: '2026-11-24',
      is: 'rests: 2 promises were not kept (2026-11-12, 2026-11-20): Mara talks to the client',
    },
    {
      name: '12 while a second promise holds, no day is named after it: it would be the second one that is broken',
      given: {
        ...light,
        milestone: { followUpStop: 'Promised', stopUntil: day('2026-11-20') },
        record: {
          messages: messagesOf(light.sent),
          stops: [
            note({
              kind: 'Promised',
              placedOn: day('2026-11-10'),
              until: day('2026-11-12'),
              endedOn: day('2026-11-16'),
            }),
            note({ kind: 'Promised', placedOn: day('2026-11-16'), until: day('2026-11-20') }),
          ],
        },
      },
      on: '2026-11-18',
      is: 'rests until 2026-11-23: Promised until 2026-11-23',
    },
  ]);
});

describe('12 on hold', () => {
  table([
    {
      name: '12 until its day, with its reason',
      given: onHold('2026-11-11'),
      on: '2026-11-11',
      is: 'rests until 2026-11-11, then light 2026-11-12: On hold until 2026-11-11: New finance team',
    },
    {
      name: '12 afterwards the next step',
      given: onHold('2026-11-11'),
      on: '2026-11-12',
      is: 'light 2026-11-12 rolled',
    },
    {
      name: '12 without a day for 14 days',
      given: onHold(null),
      on: '2026-11-20',
      is: 'rests until 2026-11-20, then light 2026-11-23: On hold until 2026-11-20: New finance team',
    },
    { name: '12 and not longer', given: onHold(null), on: '2026-11-21', is: 'light 2026-11-23 rolled' },
    {
      name: '12 for 60 days at most',
      given: onHold('2027-06-01'),
      on: '2027-01-05',
      is: 'rests until 2027-01-05, then light 2027-01-06: On hold until 2027-01-05: New finance team',
    },
    {
      name: '12 and not longer than that',
      given: onHold('2027-06-01'),
      on: '2027-01-06',
      is: 'light 2027-01-06 rolled',
    },
    {
      name: '12 one that ended before the due day changes nothing',
      given: onHold('2026-10-30', '2026-10-26'),
      on: '2026-11-06',
      is: 'light 2026-11-06',
    },
  ]);
});

describe('12 queried', () => {
  const answered = (on: string, until: string | null = null): Given => ({
    record: { stops: [note({ kind: 'Queried', until: until === null ? null : day(until), endedOn: day(on) })] },
  });
  table([
    { name: '12 until its owner closes it', given: queried(), on: '2027-02-01', is: 'rests: Queried: which PO' },
    {
      name: '12 three days after the answer',
      given: answered('2026-11-10'),
      on: '2026-11-10',
      is: 'light 2026-11-13 rolled',
    },
    {
      name: '12 three days that end on a Sunday: on Monday',
      given: answered('2026-11-12'),
      on: '2026-11-12',
      is: 'light 2026-11-16 rolled',
    },
    {
      name: '12 answered long before the due day: the usual day',
      given: answered('2026-10-27'),
      on: '2026-11-02',
      is: 'light 2026-11-06',
    },
    {
      name: '12 with a day: the answer counts as given on it',
      given: queried('2026-11-10'),
      on: '2026-11-09',
      is: 'rests until 2026-11-10, then light 2026-11-13: Queried until 2026-11-10: which PO',
    },
    {
      name: '12 with a day that has passed: three days after it',
      given: queried('2026-11-10'),
      on: '2026-11-11',
      is: 'light 2026-11-13 rolled',
    },
    {
      name: '12 tidied up long after its day: nothing waits again',
      given: answered('2026-11-25', '2026-11-10'),
      on: '2026-11-25',
      is: 'light 2026-11-13 rolled',
    },
  ]);
});

describe('12 client hold', () => {
  table([
    {
      name: '12 covers every invoice of the client until its day',
      given: { client: { followUpHoldUntil: day('2026-11-16') } },
      on: '2026-11-16',
      is: 'rests until 2026-11-16, then light 2026-11-17: the client is on hold until 2026-11-16',
    },
    {
      name: '12 and no longer',
      given: { client: { followUpHoldUntil: day('2026-11-16') } },
      on: '2026-11-17',
      is: 'light 2026-11-06 rolled',
    },
    {
      name: '12 an hour instead of a day counts as its day',
      given: { client: { followUpHoldUntil: at('2026-11-16T08:00:00Z') } },
      on: '2026-11-16',
      is: 'rests until 2026-11-16, then light 2026-11-17: the client is on hold until 2026-11-16',
    },
    {
      name: '12 beside a stop that ends sooner: the later end counts',
      given: { ...onHold('2026-11-11'), client: { followUpHoldUntil: day('2026-11-16') } },
      on: '2026-11-10',
      is: 'rests until 2026-11-11, then light 2026-11-17: On hold until 2026-11-11: New finance team',
    },
    {
      name: '12 beside a stop that nobody knows the end of: no day is named',
      given: { ...onHold('2026-11-11'), moves: { onCashBalance: 100 } },
      on: '2026-11-10',
      is: 'rests until 2026-11-11: On hold until 2026-11-11: New finance team',
    },
  ]);
});

describe('12 facts of Stripe and of people', () => {
  table([
    {
      name: '12 disputed: rests until the bank has decided',
      given: { moves: { disputed: 100_000 } },
      on: '2026-11-06',
      is: "rests: the client's bank disputes a payment",
    },
    {
      name: '12 a dispute that was lost: the owner decides',
      given: { moves: { disputesLost: 100_000 } },
      on: '2026-11-06',
      is: 'rests: a dispute was decided for the client: Mara decides how to go on',
    },
    {
      name: '9 a dispute that was won leaves nothing',
      given: { moves: { disputed: 0 } },
      on: '2026-11-06',
      is: 'light 2026-11-06',
    },
    {
      name: '12 short transfer: the owner decides',
      given: { moves: { onCashBalance: 398_500 } },
      on: '2026-11-06',
      is: 'rests: money of the client waits to be matched with its invoice',
    },
    ...(['Rejected', 'Withdrawn'] as const).map((approval) => ({
      name: `8.6 approval ${approval} after sending`,
      given: { milestone: { approval } },
      on: '2026-11-06',
      is: 'rests: the approval was taken back after the invoice was issued',
    })),
    {
      name: '8.6 a change that was requested after sending is none',
      given: { milestone: { approval: 'Changes requested' } },
      on: '2026-11-06',
      is: 'light 2026-11-06',
    },
    {
      name: '12 returned mail',
      given: { sent: { light: '2026-11-06' }, invoice: { mailReturned: true } },
      on: '2026-11-10',
      is: 'rests: the last message came back',
    },
    {
      name: '11.8 no address: no fallback to another contact',
      given: { client: { billingEmail: null } },
      on: '2026-11-06',
      is: 'rests: there is no address to write to: Jonas corrects the client\'s "Billing email"',
    },
    {
      name: '11.8 something that is no address',
      given: { client: { billingEmail: 'accounts payable' } },
      on: '2026-11-06',
      is: 'rests: there is no address to write to: Jonas corrects the client\'s "Billing email"',
    },
    {
      name: '11.8 an address of our own is not the client’s',
      given: { client: { billingEmail: 'Mara@Studio.example' } },
      on: '2026-11-06',
      is: 'rests: "Billing email" of the client is an address of our own: Jonas corrects it',
    },
    {
      name: '18.5 where nobody looks after the client, the responsible person is named',
      given: { client: { billingEmail: null, accountOwners: [] } },
      on: '2026-11-06',
      is: 'rests: there is no address to write to: Mara corrects the client\'s "Billing email"',
    },
    {
      name: '18.5 and nobody where nobody is',
      given: {
        client: { billingEmail: null, accountOwners: [] },
        project: { owners: [person('Ada'), person('Mara')] },
      },
      on: '2026-11-06',
      is: 'rests: there is no address to write to: Somebody (nobody is responsible yet) corrects the client\'s "Billing email"',
    },
    {
      name: '6.8 Stripe may remind by itself',
      given: { invoice: { autoAdvance: true } },
      on: '2026-11-06',
      is: 'rests: Stripe may remind the client of this invoice by itself: switch "auto_advance" off there',
    },
  ]);

  test('8.6 lasts until somebody decides, whatever day it is', () => {
    expect(told({ milestone: { approval: 'Withdrawn' } }, '2027-11-06')).toMatch(/^rests: /);
  });
});

describe('12 project paused', () => {
  const paused: Given = { project: { status: 'Paused', pausedOn: day('2026-11-02') } };
  const suspend: Rules = { followUp: { whilePaused: 'suspend' } };
  table([
    { name: '12 continue: an earned bill is still owed', given: paused, on: '2026-11-06', is: 'light 2026-11-06' },
    {
      name: '12 suspend: until it goes on',
      given: paused,
      on: '2026-11-06',
      more: suspend,
      is: 'rests: the project is paused until it goes on',
    },
    {
      name: '12 suspend, with a day: until the day before it',
      given: { project: { ...paused.project, resumeOn: day('2026-11-16') } },
      on: '2026-11-15',
      more: suspend,
      is: 'rests until 2026-11-15, then light 2026-11-16: the project is paused until 2026-11-16',
    },
    {
      name: '12 suspend, resumed on its day',
      given: { project: { ...paused.project, resumeOn: day('2026-11-16') } },
      on: '2026-11-16',
      more: suspend,
      is: 'light 2026-11-06 rolled',
    },
    {
      name: '12 suspend, but active',
      given: { project: { status: 'Active' } },
      on: '2026-11-06',
      more: suspend,
      is: 'light 2026-11-06',
    },
  ]);
});

describe('12 the hub itself', () => {
  table([
    {
      name: '12 held',
      given: {},
      on: '2026-11-06',
      more: { followUp: { held: true } },
      is: 'rests: All follow-up is held by the configuration',
    },
    {
      name: '12 shadow',
      given: {},
      on: '2026-11-06',
      more: { policy: { shadow: true } },
      is: 'rests: Milepost runs in shadow mode and sends nothing',
    },
    {
      name: '12 shadow before anything else',
      given: { milestone: { approval: 'Withdrawn' } },
      on: '2026-11-06',
      more: { policy: { shadow: true } },
      is: 'rests: Milepost runs in shadow mode and sends nothing',
    },
  ]);
});

describe('11.11 old books', () => {
  const old = (yes: string | null): Given => ({
    due: '2026-08-03',
    invoice: { adoptedAt: at('2026-11-02T09:00:00Z') },
    client: { oldInvoicesFrom: yes === null ? null : day(yes) },
  });
  table([
    {
      name: '11.11 without a yes: nothing',
      given: old(null),
      on: '2026-11-06',
      is: 'rests: it was late before Milepost knew of it: Jonas says yes with a day in "Follow up old invoices from" of the client',
    },
    {
      name: '11.11 with a yes for a day ahead: the first message on that day',
      given: old('2026-11-12'),
      on: '2026-11-06',
      is: 'rests until 2026-11-11, then light 2026-11-12: it was late before Milepost knew of it, and is followed up from 2026-11-12 on',
    },
    { name: '11.11 on the day of the yes', given: old('2026-11-12'), on: '2026-11-12', is: 'light 2026-11-12' },
    {
      name: '11.11 a yes on a Saturday: on Monday',
      given: old('2026-11-07'),
      on: '2026-11-07',
      is: 'light 2026-11-09',
    },
    {
      name: '11.11 a yes of before the invoice was taken over counts from then',
      given: old('2026-10-01'),
      on: '2026-11-02',
      is: 'light 2026-11-02',
    },
    {
      name: '11.11 later windows count from that day',
      given: { ...old('2026-11-12'), sent: { light: '2026-11-12' } },
      on: '2026-11-12',
      is: 'firm 2026-11-17',
    },
    {
      name: '11.11 the formal step as well',
      given: { ...old('2026-11-12'), sent: { light: '2026-11-12', firm: '2026-11-17' } },
      on: '2026-11-17',
      is: 'by hand 2026-11-26',
    },
    {
      name: '11.11 taken over in time: as any other',
      given: { invoice: { adoptedAt: at('2026-11-05T09:00:00Z') } },
      on: '2026-11-06',
      is: 'light 2026-11-06',
    },
    {
      name: '11.11 taken over on the day after the due day: old',
      given: { invoice: { adoptedAt: at('2026-11-06T09:00:00Z') } },
      on: '2026-11-06',
      is: 'rests: it was late before Milepost knew of it: Jonas says yes with a day in "Follow up old invoices from" of the client',
    },
    {
      name: '11.11 made by the hub itself: a yes changes nothing',
      given: { client: { oldInvoicesFrom: day('2026-11-20') } },
      on: '2026-11-06',
      is: 'light 2026-11-06',
    },
  ]);
});

describe('6 Stripe’s own e-mail', () => {
  const stripe: Rules = { followUp: { channel: 'stripe' } };
  table([
    {
      name: '6 to the address that stands there',
      given: { client: { billingEmail: ' AP@client.example ' } },
      on: '2026-11-06',
      more: stripe,
      is: 'light 2026-11-06',
    },
    {
      name: '6 another address than the client’s: a person',
      given: { client: { billingEmail: 'new@client.example' } },
      on: '2026-11-06',
      more: stripe,
      is: 'rests: Stripe would mail to another address than the client\'s "Billing email": Jonas corrects it in Stripe, or writes by hand',
    },
    {
      name: '6 no address in Stripe: a person',
      given: { invoice: { customerEmail: null } },
      on: '2026-11-06',
      more: stripe,
      is: 'rests: Stripe would mail to another address than the client\'s "Billing email": Jonas corrects it in Stripe, or writes by hand',
    },
    {
      name: '6 our own mail minds no address in Stripe',
      given: { client: { billingEmail: 'new@client.example' } },
      on: '2026-11-06',
      is: 'light 2026-11-06',
    },
  ]);
});

test('10 small balance: what remains at or below it is not followed up', () => {
  const of = (amountRemaining: number, inFlight = 0) =>
    told({ invoice: { amountRemaining }, moves: { inFlight } }, '2026-11-06', { followUp: { smallBalance: 25 } });
  expect(of(2_500)).toBe('nothing');
  expect(of(2_501)).toBe('light 2026-11-06');
  expect(of(400_000, 397_500)).toBe('nothing');
  expect(of(400_000, 397_499)).toBe('light 2026-11-06');
  expect(of(400_000, 400_000)).toBe('rests: the whole payment is on its way');
});

test('10 small balance counts in the currency of the invoice: 25 yen have no decimals', () => {
  const yen = (amountRemaining: number) => {
    const { invoice, ...around } = followed({});
    const inYen = { ...invoice, amountRemaining, currency: currency('JPY') };
    return nextMessage(
      { ...around, invoice: inYen },
      rules({ followUp: { smallBalance: 25 } }),
      at('2026-11-06T10:00:00Z'),
    ).kind;
  };
  expect([yen(25), yen(26)]).toEqual(['nothing', 'message']);
});

test('11.7 while somebody is sending, nothing else is next', () => {
  const record = { messages: messagesOf({ light: '2026-11-06' }, 'claimed') };
  expect(told({ record }, '2026-11-06')).toBe('being sent');
  expect(told({ record, milestone: { followUpStop: 'On hold' } }, '2026-11-06')).toBe('being sent');
});
