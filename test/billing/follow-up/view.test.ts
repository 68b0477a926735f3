import { describe, expect, test } from 'vitest';
import { toIso } from '../../../src/billing/calendar.ts';
import { decide } from '../../../src/billing/decide.ts';
import type { Decision } from '../../../src/billing/decision.ts';
import type { Invoice, Milestone } from '../../../src/billing/facts.ts';
import { nothingShown, theFacts } from '../../support/facts.ts';
import { at, keyOf } from '../kit.ts';
import { day, dueOn, followed, type Given, messagesOf, moment, note, type Rules, rules } from './kit.ts';

type More = Rules & { readonly also?: readonly Invoice[]; readonly heard?: readonly Invoice[] };

/** What the milestone shows: due 5 November 2026, light on Friday the 6th until Sunday the 8th. */
function look(given: Given, on: string, more: More = {}): Decision {
  const { invoice, milestone, project, client } = followed(given);
  const invoices = [invoice, ...(more.also ?? [])];
  return decide(
    theFacts({ milestone, project, client, invoices, clientInvoices: more.heard ?? [] }),
    rules(more),
    moment(on),
  );
}

const showing = (nextFollowUp: string | null, more: Partial<Milestone> = {}): Partial<Milestone> => ({
  ...more,
  shown: { ...nothingShown, nextFollowUp: nextFollowUp === null ? null : day(nextFollowUp) },
});

const step = ({ shown: { followUpStep, lastFollowUp, nextFollowUp } }: Decision) => [
  followUpStep,
  lastFollowUp,
  nextFollowUp,
];

describe('11 step, last and next follow-up', () => {
  test.each<{ name: string; given: Given; on: string; more?: Rules; is: readonly (string | null)[] }>([
    { name: 'before it is due', given: {}, on: '2026-10-23', is: [null, null, '2026-11-06'] },
    {
      name: 'after the light step',
      given: { sent: { light: '2026-11-06' } },
      on: '2026-11-06',
      is: ['Light', '2026-11-06', '2026-11-10'],
    },
    {
      name: '11.9 after a notice of a failed payment',
      given: { sent: { failure: '2026-11-06' } },
      on: '2026-11-06',
      is: ['Light', '2026-11-06', '2026-11-10'],
    },
    {
      name: 'after the firm step, nothing more by itself',
      given: { sent: { light: '2026-11-06', firm: '2026-11-10' } },
      on: '2026-11-10',
      is: ['Firm', '2026-11-10', null],
    },
    {
      name: '11.12 before a repeat',
      given: { sent: { light: '2026-11-06', firm: '2026-11-10' } },
      on: '2026-11-10',
      more: { followUp: { repeats: 1 } },
      is: ['Firm', '2026-11-10', '2026-11-24'],
    },
    {
      name: '11.12 after a repeat',
      given: { sent: { light: '2026-11-06', firm: '2026-11-10', repeat_1: '2026-11-24' } },
      on: '2026-11-24',
      more: { followUp: { repeats: 1 } },
      is: ['Firm', '2026-11-24', null],
    },
    {
      name: 'after the formal step',
      given: { sent: { light: '2026-11-06', firm: '2026-11-10', formal: '2026-11-19' } },
      on: '2026-11-19',
      is: ['Formal', '2026-11-19', null],
    },
    {
      name: '11.7 what is unconfirmed counts',
      given: { record: { messages: messagesOf({ light: '2026-11-06' }, 'unconfirmed') } },
      on: '2026-11-06',
      is: ['Light', '2026-11-06', '2026-11-10'],
    },
    {
      name: '11.7 what is being sent stays planned',
      given: { record: { messages: messagesOf({ light: '2026-11-06' }, 'claimed') } },
      on: '2026-11-07',
      is: [null, null, '2026-11-06'],
    },
    {
      name: '12 while it rests until a day',
      given: { milestone: { followUpStop: 'On hold', stopUntil: day('2026-11-11') } },
      on: '2026-11-06',
      is: [null, null, '2026-11-12'],
    },
    {
      name: '12 while it rests until somebody does something',
      given: { moves: { onCashBalance: 5 } },
      on: '2026-11-06',
      is: [null, null, null],
    },
    {
      name: '14-3 once it is paid',
      given: {
        sent: { light: '2026-11-06' },
        invoice: { status: 'paid', amountPaid: 400_000, amountRemaining: 0, paidAt: at('2026-11-07T10:00:00Z') },
      },
      on: '2026-11-09',
      is: [null, '2026-11-06', null],
    },
    {
      name: '14-3 once it is written off',
      given: { sent: { light: '2026-11-06' }, invoice: { status: 'uncollectible' } },
      on: '2026-11-09',
      is: [null, '2026-11-06', null],
    },
    {
      name: '11 thanks that wait, so that the hourly run finds them',
      given: {
        invoice: { status: 'paid', amountPaid: 400_000, amountRemaining: 0, paidAt: at('2026-11-07T10:00:00Z') },
      },
      on: '2026-11-07',
      more: { followUp: { thankYou: true } },
      is: [null, null, '2026-11-09'],
    },
  ])('11 $name: $is', ({ given, on, more = {}, is }) => {
    expect(step(look(given, on, more))).toEqual(is);
  });

  test('a bill in parts shows the first day of all, and looks at each', () => {
    const other = { ...followed({ due: '2026-11-02' }).invoice, id: 'in_2', billingKey: keyOf('part-2') };
    expect(step(look({}, '2026-11-02', { also: [other] }))).toEqual([null, null, '2026-11-03']);
  });
});

describe('11.13 the day that was planned stays, as long as nothing has gone out', () => {
  test.each([
    { name: 'planned, and its day has come', shown: '2026-11-06', on: '2026-11-06T17:00:00Z', is: '2026-11-06' },
    { name: 'planned, and its day has passed', shown: '2026-11-06', on: '2026-11-12', is: '2026-11-06' },
    { name: 'rested until now, within the sending hours: today', shown: null, on: '2026-11-12', is: '2026-11-12' },
    { name: 'rested until now, in the evening: tomorrow', shown: null, on: '2026-11-12T17:00:00Z', is: '2026-11-13' },
    { name: 'rested until now, on a Saturday: Monday', shown: null, on: '2026-11-14', is: '2026-11-16' },
    { name: 'a hold that was ended early: today', shown: '2026-11-20', on: '2026-11-12', is: '2026-11-12' },
    { name: 'the day of the step before: today', shown: '2026-10-06', on: '2026-11-12', is: '2026-11-12' },
  ])('11.13 $name: $is', ({ shown, on, is }) => {
    expect(look({ milestone: showing(shown) }, on).shown.nextFollowUp).toBe(is);
  });
});

describe('11.13 expected and not sent', () => {
  const ALARM = 'The light follow-up of invoice NW-0001 was due by 2026-11-08 and has not gone out';
  type Case = { name: string; given?: Given; shown?: string | null; on: string; more?: More; is: string | undefined };
  test.each<Case>([
    { name: 'within the window: no alarm', on: '2026-11-06T17:00:00Z', is: undefined },
    { name: 'a moment before it closes: no alarm', on: '2026-11-08T15:59:59Z', is: undefined },
    { name: 'the window has closed: the same day', on: '2026-11-08T16:00:00Z', is: ALARM },
    { name: 'and ever after', on: '2026-11-20', is: ALARM },
    { name: '12 a stop: never', given: { milestone: { followUpStop: 'Queried' } }, on: '2026-11-20', is: undefined },
    { name: '12 on its way: never', given: { moves: { inFlight: 400_000 } }, on: '2026-11-20', is: undefined },
    { name: '12 held: never', on: '2026-11-20', more: { followUp: { held: true } }, is: undefined },
    { name: '12 a stop that ended a moment ago: not yet', shown: null, on: '2026-11-20', is: undefined },
    {
      name: '12 and not in the evening either, when nothing can leave',
      shown: null,
      on: '2026-11-20T17:00:00Z',
      is: undefined,
    },
    {
      name: 'planned for today since then, and not sent',
      shown: '2026-11-20',
      on: '2026-11-20T16:00:00Z',
      is: 'The light follow-up of invoice NW-0001 was due by 2026-11-20 and has not gone out',
    },
    {
      name: '12 after a hold of the client: not before its day is over',
      given: { client: { followUpHoldUntil: day('2026-11-19') } },
      shown: '2026-11-20',
      on: '2026-11-20T15:00:00Z',
      is: undefined,
    },
    {
      name: 'the firm step',
      given: { sent: { light: '2026-11-06' } },
      shown: '2026-11-10',
      on: '2026-11-12T16:00:00Z',
      is: 'The firm follow-up of invoice NW-0001 was due by 2026-11-12 and has not gone out',
    },
    {
      name: 'a repeat',
      given: { sent: { light: '2026-11-06', firm: '2026-11-10' } },
      shown: '2026-11-24',
      on: '2026-11-24T16:00:00Z',
      more: { followUp: { repeats: 1 } },
      is: 'The firm follow-up of invoice NW-0001 was due by 2026-11-24 and has not gone out',
    },
    {
      name: 'a notice of a failed payment',
      given: { moves: { lastAttempt: 'failed', failedAt: at('2026-11-10T15:00:00Z') } },
      shown: '2026-11-11',
      on: '2026-11-11T16:00:00Z',
      is: 'The failure notice follow-up of invoice NW-0001 was due by 2026-11-11 and has not gone out',
    },
    {
      name: '13 a formal notice with a yes for the day',
      given: {
        sent: { light: '2026-11-06', firm: '2026-11-10' },
        project: { escalationClause: 'x' },
        milestone: { escalationApprovedOn: day('2026-11-19') },
      },
      shown: '2026-11-19',
      on: '2026-11-19T16:00:00Z',
      is: 'The formal follow-up of invoice NW-0001 was due by 2026-11-19 and has not gone out',
    },
    {
      name: 'thanks: never',
      given: {
        invoice: { status: 'paid', amountPaid: 400_000, amountRemaining: 0, paidAt: at('2026-11-06T10:00:00Z') },
      },
      shown: '2026-11-06',
      on: '2026-11-12',
      more: { followUp: { thankYou: true } },
      is: undefined,
    },
    {
      name: 'what a person decides: never',
      given: { sent: { light: '2026-11-06', firm: '2026-11-10' } },
      on: '2026-12-20',
      is: undefined,
    },
    {
      name: '11.7 what is being sent: not by this',
      given: { record: { messages: messagesOf({ light: '2026-11-06' }, 'claimed') } },
      on: '2026-11-20',
      is: undefined,
    },
    {
      name: '2.6 in Los Angeles the day is over at midnight of London',
      given: { client: { timeZone: 'America/Los_Angeles' } },
      on: '2026-11-08T16:00:00Z',
      is: ALARM,
    },
    {
      name: '2.6 and on a business day not before',
      given: { due: '2026-11-06', client: { timeZone: 'America/Los_Angeles' } },
      shown: '2026-11-09',
      on: '2026-11-09T23:59:00Z',
      is: undefined,
    },
    {
      name: '2.6 from New York to Sydney the day is not over before it began',
      given: {
        due: '2026-11-07',
        invoice: dueOn('2026-11-06', 'America/New_York'),
        client: { timeZone: 'Australia/Sydney', country: '' },
        moves: { lastAttempt: 'failed', failedAt: at('2026-11-06T15:00:00Z') },
      },
      shown: '2026-11-09',
      on: '2026-11-09T12:00:00Z',
      more: { policy: { timeZone: 'America/New_York', holidayCountry: undefined } },
      is: undefined,
    },
    {
      name: '2.6 from Auckland to Los Angeles it is Sunday there on Monday',
      given: {
        invoice: dueOn('2026-11-06', 'Pacific/Auckland'),
        client: { timeZone: 'America/Los_Angeles', country: '' },
      },
      shown: '2026-11-09',
      on: '2026-11-09T08:00:00Z',
      more: { policy: { timeZone: 'Pacific/Auckland', holidayCountry: undefined } },
      is: undefined,
    },
  ])('11.13 $name', ({ given = {}, shown = '2026-11-06', on, more, is }) => {
    const { alarm, shown: after } = look({ ...given, milestone: showing(shown, given.milestone) }, on, more);
    expect(alarm).toBe(is);
    expect(after.billingDetail.includes('see whether Milepost runs and can send')).toBe(is !== undefined);
  });

  test('11.5 not where the client heard from us about something else on that day, until the next is over', () => {
    const heard = [{ ...followed({ sent: { firm: '2026-11-09' } }).invoice, id: 'in_other' }];
    const alarm = (on: string) => look({ due: '2026-11-06', milestone: showing('2026-11-09') }, on, { heard }).alarm;
    expect([alarm('2026-11-09T16:00:00Z'), alarm('2026-11-10T15:59:00Z')]).toEqual([undefined, undefined]);
    expect(alarm('2026-11-10T16:00:00Z')).toContain('was due by 2026-11-10');
  });

  test('11.5 what the client heard before counts nothing', () => {
    const heard = [{ ...followed({ sent: { firm: '2026-11-06' } }).invoice, id: 'in_other' }];
    expect(
      look({ due: '2026-11-06', milestone: showing('2026-11-09') }, '2026-11-09T16:00:00Z', { heard }).alarm,
    ).toBeDefined();
  });
});

describe('11 words beside the milestone', () => {
  const says = (given: Given, on: string, more?: Rules) => look(given, on, more).shown.billingDetail;
  const firm = { sent: { light: '2026-11-06', firm: '2026-11-10' } } as const;

  test.each<{ name: string; given: Given; on: string; more?: Rules; is: string }>([
    { name: 'nothing to add', given: {}, on: '2026-11-06', is: 'Overdue since 2026-11-06.' },
    {
      name: '12 what the reason says already is not said again',
      given: { moves: { inFlight: 400_000 } },
      on: '2026-11-06',
      is: "Processing: 4,000.00 GBP are on their way from the client's bank, which takes a few days.",
    },
    {
      name: '12 why nothing goes out',
      given: { client: { followUpHoldUntil: day('2026-11-16') } },
      on: '2026-11-06',
      is: 'Overdue since 2026-11-06. No follow-up: the client is on hold until 2026-11-16.',
    },
    {
      name: '12 not before it is overdue',
      given: { client: { followUpHoldUntil: day('2026-11-16') } },
      on: '2026-11-05',
      is: 'Due on 2026-11-05.',
    },
    { name: '13.1 before day 14', given: firm, on: '2026-11-18', is: 'Overdue since 2026-11-06.' },
    {
      name: '13.1 on day 14',
      given: firm,
      on: '2026-11-19',
      is: 'Overdue since 2026-11-06. No further message: the contract has no escalation clause ("Escalation clause" of the project): Mara decides by hand.',
    },
    {
      name: '11.7 unconfirmed, with who',
      given: { record: { messages: messagesOf({ light: '2026-11-06' }, 'unconfirmed') } },
      on: '2026-11-07',
      is: 'Overdue since 2026-11-06. Unconfirmed: nobody knows whether the light message of 2026-11-06 went out. It is not repeated; Mara asks the client, and records the answer with "milepost confirm".',
    },
    {
      name: 'X20 a promise too far ahead',
      given: { milestone: { followUpStop: 'Promised', stopUntil: day('2026-12-31') } },
      on: '2026-11-06',
      is: 'Overdue since 2026-11-06. The promise lies more than 30 days ahead and stops nothing: Mara agrees on an earlier day, or sets "On hold".',
    },
    {
      name: '12 a promise without a day',
      given: { milestone: { followUpStop: 'Promised' } },
      on: '2026-11-06',
      is: 'Promised. 4,000.00 GBP remain, overdue since 2026-11-06. The promise names no day: Mara enters it in "Stop until".',
    },
    {
      name: '12 a hold that is longer than it may be',
      given: { milestone: { followUpStop: 'On hold', stopUntil: day('2027-06-01') } },
      on: '2026-11-06',
      is: 'On hold until 2027-06-01. 4,000.00 GBP remain, overdue since 2026-11-06. A hold lasts 60 days at most: this one holds until 2027-01-05.',
    },
    {
      name: '12 and is over',
      given: {
        milestone: { followUpStop: 'On hold', stopUntil: day('2027-06-01') },
        record: { stops: [note({ kind: 'On hold', until: day('2027-06-01') })] },
      },
      on: '2027-01-06',
      is: 'Overdue since 2026-11-06. A hold lasts 60 days at most: this one held until 2027-01-05.',
    },
  ])('$name', ({ given, on, more, is }) => {
    expect(says(given, on, more)).toBe(is);
  });

  test('11.7 unconfirmed is still said once it is paid', () => {
    const given: Given = {
      invoice: { status: 'paid', amountPaid: 400_000, amountRemaining: 0, paidAt: at('2026-11-07T10:00:00Z') },
      record: { messages: messagesOf({ light: '2026-11-06' }, 'unconfirmed') },
    };
    expect(says(given, '2026-11-09')).toContain('nobody knows whether the light message of 2026-11-06 went out');
  });
});

describe('when the clock alone changes something', () => {
  const again = (given: Given, on: string, more?: Rules) => {
    const { lookAgainAt } = look(given, on, more);
    return lookAgainAt === undefined ? undefined : toIso(lookAgainAt);
  };
  const firm = { sent: { light: '2026-11-06', firm: '2026-11-10' } } as const;

  test.each<{ name: string; given: Given; on: string; more?: Rules; is: string | undefined }>([
    {
      name: '11.13 when the window closes',
      given: { milestone: showing('2026-11-06') },
      on: '2026-11-06',
      is: '2026-11-08T16:00:00.000Z',
    },
    {
      name: '11.13 not again once it has',
      given: { milestone: showing('2026-11-06') },
      on: '2026-11-09',
      is: undefined,
    },
    { name: '13.1 on day 14', given: firm, on: '2026-11-10', is: '2026-11-19T00:00:00.000Z' },
    { name: '11.12 every 14 days after it', given: firm, on: '2026-11-19', is: '2026-12-03T00:00:00.000Z' },
    {
      name: '12 when a hold of the client is over',
      given: { client: { followUpHoldUntil: day('2026-11-16') } },
      on: '2026-11-06',
      is: '2026-11-17T00:00:00.000Z',
    },
    {
      name: '12 when a stop is over',
      given: {
        milestone: { followUpStop: 'On hold', stopUntil: day('2026-11-16') },
        record: { stops: [note({ kind: 'On hold', until: day('2026-11-16') })] },
      },
      on: '2026-11-06',
      is: '2026-11-17T00:00:00.000Z',
    },
    {
      name: '12 when a paused project goes on',
      given: { project: { status: 'Paused', pausedOn: day('2026-11-02'), resumeOn: day('2026-11-16') } },
      on: '2026-11-06',
      more: { followUp: { whilePaused: 'suspend' } },
      is: '2026-11-16T00:00:00.000Z',
    },
    {
      name: '11.11 on the day of a yes',
      given: {
        due: '2026-08-03',
        invoice: { adoptedAt: at('2026-11-02T09:00:00Z') },
        client: { oldInvoicesFrom: day('2026-11-12') },
      },
      on: '2026-11-06',
      is: '2026-11-12T00:00:00.000Z',
    },
    { name: '12 not for what has no end', given: { moves: { onCashBalance: 5 } }, on: '2026-11-06', is: undefined },
    {
      name: 'when it is too late for thanks',
      given: {
        invoice: { status: 'paid', amountPaid: 400_000, amountRemaining: 0, paidAt: at('2026-11-06T07:00:00Z') },
      },
      on: '2026-11-06',
      more: { followUp: { thankYou: true } },
      is: '2026-11-14T00:00:00.000Z',
    },
  ])('$name', ({ given, on, more, is }) => {
    expect(again(given, on, more)).toBe(is);
  });
});

describe('12.1 stops are noted on the invoice', () => {
  test('a new stop on each open part', () => {
    const other = { ...followed({}).invoice, id: 'in_2', billingKey: keyOf('part-2') };
    const paid = {
      ...other,
      id: 'in_3',
      status: 'paid',
      amountRemaining: 0,
      amountPaid: 400_000,
      paidAt: at('2026-11-06T07:00:00Z'),
    } as const;
    const milestone: Partial<Milestone> = { followUpStop: 'On hold', stopUntil: day('2026-11-16') };
    const stops = [note({ kind: 'On hold', until: day('2026-11-16') })];
    const noted = (record: Given['record'] & object) =>
      look({ milestone, record }, '2026-11-06', { also: [other, paid] }).action;
    expect(noted({})).toMatchObject({ kind: 'note stops', invoice: { id: 'in_1' }, stops });
    expect(noted({ stops })).toMatchObject({ kind: 'note stops', invoice: { id: 'in_2' }, stops });
  });

  test('nothing where everything is noted', () => {
    const milestone: Partial<Milestone> = { followUpStop: 'On hold', stopUntil: day('2026-11-16') };
    expect(
      look({ milestone, record: { stops: [note({ kind: 'On hold', until: day('2026-11-16') })] } }, '2026-11-06')
        .action,
    ).toBeUndefined();
  });
});

test('13.1 a person is reminded of what is to be decided', () => {
  const firm: Given = { sent: { light: '2026-11-06', firm: '2026-11-10' } };
  expect(look(firm, '2026-11-18').task).toBeUndefined();
  expect(look(firm, '2026-11-19').task).toMatchObject({ since: '2026-11-19' });
  expect(look({ ...firm, sent: { ...firm.sent, formal: '2026-11-19' } }, '2026-11-20').task).toBeUndefined();
  expect(look({ ...firm, sent: { ...firm.sent, formal: '2026-11-19' } }, '2026-12-03').task).toMatchObject({
    since: '2026-12-03',
  });
  expect(look({ ...firm, client: { followUpHoldUntil: day('2026-12-01') } }, '2026-11-19').task).toBeUndefined();
});
