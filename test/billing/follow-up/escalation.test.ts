import { describe, expect, test } from 'vitest';
import { person } from '../../support/facts.ts';
import { at } from '../kit.ts';
import { day, type Given, messagesOf, note, type Rules, told } from './kit.ts';

/** Due 5 November 2026, light and firm sent, a clause, a person, and a yes for Thursday the 19th: day 14. */
const READY = {
  sent: { light: '2026-11-06', firm: '2026-11-10' },
  project: { escalationClause: '7.2: work stops until the invoice is paid.' },
  milestone: { escalationApprovedOn: day('2026-11-19') },
} satisfies Given;

const ready = (changes: Given): Given => ({
  ...READY,
  ...changes,
  project: { ...READY.project, ...changes.project },
  milestone: { ...READY.milestone, ...changes.milestone },
});

const ASKS =
  'the contract allows a formal notice: to send it, Mara enters the day on which it is to go out in "Escalation approved on"';

type Case = { name: string; given: Given; on?: string; more?: Rules; is: string };
const table = (cases: readonly Case[]) =>
  test.each(cases)('$name', ({ given, on = '2026-11-19', more, is }) => {
    expect(told(given, on, more)).toBe(is);
  });

describe('13 the formal step goes out where everything is there', () => {
  table([
    { name: '13 on its day', given: READY, is: 'formal 2026-11-19' },
    { name: '13 the yes may be entered before its day', given: READY, on: '2026-11-16', is: 'formal 2026-11-19' },
    {
      name: '13 an hour on the day counts as its day',
      given: ready({ milestone: { escalationApprovedOn: at('2026-11-19T08:00:00Z') } }),
      is: 'formal 2026-11-19',
    },
    {
      name: '13 a notice of a failed payment stands for the light step',
      given: ready({ sent: { failure: '2026-11-06', firm: '2026-11-10' } }),
      is: 'formal 2026-11-19',
    },
    { name: '13 exactly 50.00 remain', given: ready({ invoice: { amountRemaining: 5_000 } }), is: 'formal 2026-11-19' },
  ]);
});

describe('13 and not where anything is missing', () => {
  table([
    {
      name: '13.1 no clause: a task on day 14',
      given: ready({ project: { escalationClause: '  ' } }),
      is: 'by hand 2026-11-19: the contract has no escalation clause ("Escalation clause" of the project): Mara decides by hand',
    },
    {
      name: '13.1 and nothing is asked before that day',
      given: ready({ project: { escalationClause: '' } }),
      on: '2026-11-18',
      is: 'by hand 2026-11-19',
    },
    {
      name: '13.1 the project cannot be read: as if there were none',
      given: ready({ project: { escalationClause: '' } }),
      is: 'by hand 2026-11-19: the contract has no escalation clause ("Escalation clause" of the project): Mara decides by hand',
    },
    {
      name: '13 not 14 days overdue',
      given: ready({ milestone: { escalationApprovedOn: day('2026-11-18') } }),
      on: '2026-11-18',
      is: 'by hand 2026-11-19',
    },
    {
      name: '13 the contract’s figure is longer',
      given: ready({}),
      more: { followUp: { formalAfterDays: 30 } },
      is: 'by hand 2026-12-07',
    },
    {
      name: '13 and on its day',
      given: ready({ milestone: { escalationApprovedOn: day('2026-12-07') } }),
      on: '2026-12-07',
      more: { followUp: { formalAfterDays: 30 } },
      is: 'formal 2026-12-07',
    },
    {
      name: '13 no firm step yet: that comes first',
      given: ready({ sent: { light: '2026-11-06' } }),
      is: 'firm 2026-11-10 rolled',
    },
    { name: '13 no light step yet: that comes first', given: ready({ sent: {} }), is: 'light 2026-11-06 rolled' },
    {
      name: '11.2 the firm step went out two days before',
      given: ready({ sent: { light: '2026-11-06', firm: '2026-11-17' } }),
      is: 'by hand 2026-11-20',
    },
    {
      name: '13 nobody knows whether the firm step went out',
      given: ready({
        sent: {},
        record: {
          messages: { ...messagesOf({ light: '2026-11-06' }), ...messagesOf({ firm: '2026-11-10' }, 'unconfirmed') },
        },
      }),
      is: 'by hand 2026-11-19: nobody knows whether the messages before went out: Mara decides by hand',
    },
    {
      name: '13 nobody knows whether the light step went out',
      given: ready({
        sent: {},
        record: {
          messages: { ...messagesOf({ light: '2026-11-06' }, 'unconfirmed'), ...messagesOf({ firm: '2026-11-10' }) },
        },
      }),
      is: 'by hand 2026-11-19: nobody knows whether the messages before went out: Mara decides by hand',
    },
    {
      name: '13 a message came back',
      given: ready({ invoice: { mailReturned: true } }),
      is: 'rests: the last message came back',
    },
    {
      name: '13 a stop in force',
      given: ready({
        milestone: { followUpStop: 'On hold', stopUntil: day('2026-11-19') },
        record: { messages: messagesOf(READY.sent), stops: [note({ kind: 'On hold', until: day('2026-11-19') })] },
      }),
      is: 'rests until 2026-11-19: On hold until 2026-11-19',
    },
    {
      name: '13 49.99 remain',
      given: ready({ invoice: { amountRemaining: 4_999 } }),
      is: 'by hand 2026-11-19: less than 50.00 GBP remain, too little for a formal notice: Mara decides by hand',
    },
    {
      name: '13 less than 50.00 remain beside what is on its way',
      given: ready({ moves: { inFlight: 395_001, inFlightSince: at('2026-11-17T10:00:00Z') } }),
      is: 'by hand 2026-11-19: less than 50.00 GBP remain, too little for a formal notice: Mara decides by hand',
    },
    {
      name: '13 the team’s own figure',
      given: READY,
      more: { followUp: { formalFrom: 4_000.01 } },
      is: 'by hand 2026-11-19: less than 4,000.01 GBP remain, too little for a formal notice: Mara decides by hand',
    },
    {
      name: '18 nobody is responsible',
      given: ready({ project: { owners: [] }, client: { accountOwners: [] } }),
      is: 'by hand 2026-11-19: nobody is responsible for a formal notice: name exactly one person in "Billing owner"',
    },
    {
      name: '18.2 two people are nobody',
      given: ready({ milestone: { billingOwners: [person('Ada'), person('Mara')] } }),
      is: 'by hand 2026-11-19: nobody is responsible for a formal notice: name exactly one person in "Billing owner"',
    },
    {
      name: '18.1 the default billing owner is somebody',
      given: ready({ project: { owners: [] }, client: { accountOwners: [] } }),
      more: { policy: { defaultBillingOwner: 'ada@studio.example' } },
      is: 'formal 2026-11-19',
    },
    {
      name: '13 Stripe’s own e-mail says nothing formal',
      given: READY,
      more: { followUp: { channel: 'stripe' } },
      is: "by hand 2026-11-19: Stripe's own e-mail cannot carry a formal notice (set up SMTP_URL for one): Mara decides by hand",
    },
    {
      name: '13 no yes: it is asked for',
      given: ready({ milestone: { escalationApprovedOn: null } }),
      is: `by hand 2026-11-19: ${ASKS}`,
    },
    { name: '13 yesterday’s yes counts no more', given: READY, on: '2026-11-20', is: `by hand 2026-11-19: ${ASKS}` },
    {
      name: '13 the yes is gone with midnight of the seller',
      given: READY,
      on: '2026-11-20T00:00:00Z',
      is: `by hand 2026-11-19: ${ASKS}`,
    },
    {
      name: '13 a yes for a Saturday is none',
      given: ready({ milestone: { escalationApprovedOn: day('2026-11-21') } }),
      on: '2026-11-20',
      is: `by hand 2026-11-19: ${ASKS}`,
    },
    {
      name: '2.5 nor for a holiday of the client',
      given: ready({ client: { country: 'US' }, milestone: { escalationApprovedOn: day('2026-11-26') } }),
      on: '2026-11-25',
      is: `by hand 2026-11-19: ${ASKS}`,
    },
    {
      name: '13 a yes for before its day is none',
      given: ready({ milestone: { escalationApprovedOn: day('2026-11-17') } }),
      on: '2026-11-16',
      is: 'by hand 2026-11-19',
    },
  ]);
});

describe('11.12 after the last step', () => {
  const formal = ready({ sent: { light: '2026-11-06', firm: '2026-11-10', formal: '2026-11-19' } });
  table([
    { name: '11.12 nothing for two weeks', given: formal, on: '2026-12-02', is: 'by hand 2026-12-03' },
    {
      name: '11.12 then a task',
      given: formal,
      on: '2026-12-03',
      is: 'by hand 2026-12-03: the last step has gone out: Mara decides by hand',
    },
    {
      name: '11.12 nothing is repeated after a formal notice',
      given: formal,
      on: '2026-12-03',
      more: { followUp: { repeats: 3 } },
      is: 'by hand 2026-12-03: the last step has gone out: Mara decides by hand',
    },
    {
      name: '13 a yes of the day repeats nothing',
      given: ready({ ...formal, milestone: { escalationApprovedOn: day('2026-12-03') } }),
      on: '2026-12-03',
      is: 'by hand 2026-12-03: the last step has gone out: Mara decides by hand',
    },
    {
      name: '11.7 nor what nobody knows the outcome of',
      given: ready({
        sent: {},
        record: { messages: { ...messagesOf(READY.sent), ...messagesOf({ formal: '2026-11-19' }, 'unconfirmed') } },
      }),
      on: '2026-11-19',
      is: 'by hand 2026-12-03',
    },
  ]);
});

describe('11.12 the firm message again', () => {
  const firm: Given = { sent: { light: '2026-11-06', firm: '2026-11-10' } };
  const once: Given = { sent: { ...firm.sent, repeat_1: '2026-11-24' } };
  const twice: Given = { sent: { ...once.sent, repeat_2: '2026-12-08' } };
  const thrice: Given = { sent: { ...twice.sent, repeat_3: '2026-12-22' } };
  const byHand = (since: string) =>
    `by hand ${since}: the contract has no escalation clause ("Escalation clause" of the project): Mara decides by hand`;
  test.each<{ repeats: number; name: string; given: Given; is: string }>([
    { repeats: 0, name: 'firm', given: firm, is: byHand('2026-11-19') },
    { repeats: 1, name: 'firm', given: firm, is: 'repeat_1 2026-11-24' },
    { repeats: 1, name: 'one repeat', given: once, is: byHand('2026-11-27') },
    { repeats: 2, name: 'one repeat', given: once, is: 'repeat_2 2026-12-08' },
    { repeats: 2, name: 'two repeats', given: twice, is: byHand('2026-12-11') },
    { repeats: 3, name: 'two repeats', given: twice, is: 'repeat_3 2026-12-22' },
    { repeats: 3, name: 'three repeats', given: thrice, is: byHand('2026-12-29') },
  ])('11.12 $repeats repeats, after $name: $is', ({ repeats, given, is }) => {
    expect(told(given, '2027-01-04', { followUp: { repeats } })).toBe(is);
  });

  test('11.12 no repeat where something formal may follow: a person is asked', () => {
    expect(told(ready({ milestone: { escalationApprovedOn: null } }), '2026-11-24', { followUp: { repeats: 3 } })).toBe(
      `by hand 2026-11-19: ${ASKS}`,
    );
  });

  test('11.12 a repeat on a day that is no business day goes out on the next one', () => {
    const given: Given = { sent: { light: '2026-12-11', firm: '2026-12-14' }, due: '2026-12-08' };
    expect(told(given, '2026-12-20', { followUp: { repeats: 1 } })).toBe('repeat_1 2026-12-29 rolled');
  });

  test('12 a repeat waits for the end of a stop', () => {
    const record = {
      messages: messagesOf(firm.sent ?? {}),
      stops: [note({ kind: 'On hold', until: day('2026-11-27') })],
    };
    expect(told({ record }, '2026-11-30', { followUp: { repeats: 1 } })).toBe('repeat_1 2026-11-30 rolled');
  });
});
