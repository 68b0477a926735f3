import { describe, expect, test } from 'vitest';
import { addDays } from '../../../src/billing/calendar.ts';
import { messageComments } from '../../../src/billing/follow-up/comments.ts';
import { followUpSteps } from '../../../src/billing/follow-up/explain.ts';
import { listItems, morningList } from '../../../src/billing/follow-up/morning-list.ts';
import { planClient } from '../../../src/billing/follow-up/plan.ts';
import { taskAgainOn, taskComment } from '../../../src/billing/follow-up/task.ts';
import { aClient, currency, theFacts } from '../../support/facts.ts';
import { at } from '../kit.ts';
import { day, followed, type Given, messagesOf, moment, note, type Rules, rules } from './kit.ts';

describe('11 a comment beside the milestone for each message', () => {
  const comments = (given: Given, more?: Rules) =>
    messageComments(followed(given).invoice, rules(more)).map(({ text }) => text);

  test('says which one, when, about what and to whom', () => {
    const given: Given = {
      record: { sentTo: 'ap@client.example', messages: messagesOf({ light: '2026-11-06', firm: '2026-11-10' }) },
    };
    expect(comments(given)).toEqual([
      'Light follow-up of 2026-11-06: invoice NW-0001 was followed up by mail to ap@client.example.',
      'Firm follow-up of 2026-11-10: invoice NW-0001 was followed up by mail to ap@client.example.',
    ]);
  });

  test('6 says that Stripe’s own words cannot differ', () => {
    expect(comments({ sent: { light: '2026-11-06' } }, { followUp: { channel: 'stripe' } })).toEqual([
      'Light follow-up of 2026-11-06: invoice NW-0001 was mailed again by Stripe, in its own words: the text cannot differ by step there.',
    ]);
  });

  test.each<{ name: string; given: Given; is: number }>([
    {
      name: 'none for what is being sent',
      given: { record: { messages: messagesOf({ light: '2026-11-06' }, 'claimed') } },
      is: 0,
    },
    {
      name: 'none for what nobody knows',
      given: { record: { messages: messagesOf({ light: '2026-11-06' }, 'unconfirmed') } },
      is: 0,
    },
    {
      name: 'one for every kind',
      given: {
        sent: {
          light: '2026-11-06',
          firm: '2026-11-10',
          formal: '2026-11-19',
          failure: '2026-11-20',
          thanks: '2026-11-23',
          repeat_1: '2026-12-04',
        },
      },
      is: 6,
    },
  ])('$name', ({ given, is }) => {
    expect(comments(given)).toHaveLength(is);
  });

  const ROLLED = 'It is rolled: its usual days had passed';
  test.each<{ name: string; given: Given; rolled: boolean }>([
    { name: '11.1 within the window', given: { sent: { light: '2026-11-06' } }, rolled: false },
    {
      name: '11.1 on the last day of the window',
      given: { due: '2026-11-03', sent: { light: '2026-11-06' } },
      rolled: false,
    },
    { name: '11.1 beyond it', given: { due: '2026-11-02', sent: { light: '2026-11-06' } }, rolled: true },
    { name: '11.1 firm within its window', given: { due: '2026-10-30', sent: { firm: '2026-11-06' } }, rolled: false },
    { name: '11.1 firm beyond it', given: { due: '2026-10-29', sent: { firm: '2026-11-06' } }, rolled: true },
    { name: '11 formal has no window', given: { due: '2026-08-01', sent: { formal: '2026-11-06' } }, rolled: false },
    {
      name: '11.11 old books have windows of their own',
      given: { due: '2026-08-03', invoice: { adoptedAt: at('2026-11-02T09:00:00Z') }, sent: { light: '2026-11-06' } },
      rolled: false,
    },
  ])('$name: rolled $rolled', ({ given, rolled }) => {
    expect(comments(given)[0]?.includes(ROLLED)).toBe(rolled);
  });

  test('what begins a comment is the same whatever else it says, so that it is found again', () => {
    const [here] = messageComments(followed({ sent: { light: '2026-11-06' } }).invoice, rules());
    const [there] = messageComments(
      followed({ due: '2026-10-20', record: { sentTo: 'x@y.example', messages: messagesOf({ light: '2026-11-06' }) } })
        .invoice,
      rules(),
    );
    expect(here?.beginning).toBe(there?.beginning);
    expect(here?.text.startsWith(here.beginning)).toBe(true);
  });
});

describe('11.12 what a person is to decide, every 14 days', () => {
  const task = { words: 'decide', since: day('2026-11-19') };
  test.each([
    { on: '2026-11-19', dated: '2026-11-19', again: '2026-12-03' },
    { on: '2026-12-02', dated: '2026-11-19', again: '2026-12-03' },
    { on: '2026-12-03', dated: '2026-12-03', again: '2026-12-17' },
    { on: '2027-01-20', dated: '2027-01-14', again: '2027-01-28' },
    { on: '2026-11-01', dated: '2026-11-19', again: '2026-11-19' },
  ])('11.12 on $on it is dated $dated, and comes again on $again', ({ on, dated, again }) => {
    expect(taskComment(task, day(on)).text).toBe(`To decide (${dated}): decide.`);
    expect(taskAgainOn(task, day(on))).toBe(again);
  });

  test('11.12 on every day of a year it comes again within 14 days, and never twice under one date', () => {
    for (let n = 0; n < 365; n += 1) {
      const today = addDays(task.since, n);
      const again = taskAgainOn(task, today);
      expect(again > today && again <= addDays(today, 14)).toBe(true);
      expect(taskComment(task, today).beginning).toBe(taskComment(task, addDays(again, -1)).beginning);
      expect(taskComment(task, today).beginning).not.toBe(taskComment(task, again).beginning);
    }
  });
});

describe('11.10 the morning list', () => {
  const planned = (() => {
    const client = aClient();
    const euros = {
      ...followed({}).invoice,
      id: 'in_2',
      number: 'NW-0002',
      currency: currency('EUR'),
      amountRemaining: 350_000,
    };
    const facts = [followed({}), { ...followed({}), invoice: euros }];
    const plan = planClient({ client, followed: facts, lastMessageAt: undefined }, rules(), at('2026-11-06T08:00:00Z'));
    return plan.planned === undefined ? [] : [plan.planned];
  })();

  test('11.10 says what goes out when, each currency by itself', () => {
    expect(listItems(planned)).toEqual([
      {
        client: 'Northwind',
        message: 'Light',
        invoices: ['NW-0001', 'NW-0002'],
        sum: '3,500.00 EUR and 4,000.00 GBP',
        leavesAt: at('2026-11-06T09:00:00Z'),
      },
    ]);
  });

  test('11.10 says how to hold one back', () => {
    const { subject, text } = morningList(planned, rules());
    expect(subject).toBe('One message goes out today');
    expect(text).toContain(
      'Northwind: Light, from 09:00 (Europe/London)\n  invoice NW-0001, NW-0002, 3,500.00 EUR and 4,000.00 GBP',
    );
    expect(text).toContain('set "Follow-up stop" of its milestone to On hold, or "Follow-up hold until" of the client');
    expect(morningList([...planned, ...planned], rules()).subject).toBe('2 messages go out today');
  });
});

describe('which message goes out next, in words', () => {
  const steps = (given: Given, on: string, more?: Rules) => {
    const { invoice, ...around } = followed(given);
    return followUpSteps(theFacts({ ...around, invoices: [invoice] }), rules(more), moment(on)).map(
      ({ what, when }) => `${what} (${when})`,
    );
  };
  test.each<{ given: Given; on: string; more?: Rules; is: string }>([
    {
      given: {},
      on: '2026-11-03',
      is: 'The light message about invoice NW-0001 goes to ap@client.example, if it is still unpaid and nothing stops it (2026-11-06T09:00:00.000Z)',
    },
    {
      given: { due: '2026-12-24' },
      on: '2026-12-24',
      is: 'The light message about invoice NW-0001 goes to ap@client.example, later than usual because of the days before it, if it is still unpaid and nothing stops it (2026-12-29T09:00:00.000Z)',
    },
    {
      given: {},
      on: '2026-11-03',
      more: { followUp: { channel: 'stripe' } },
      is: 'The light message about invoice NW-0001 goes to ap@client.example, mailed by Stripe, if it is still unpaid and nothing stops it (2026-11-06T09:00:00.000Z)',
    },
    {
      given: { client: { followUpHoldUntil: day('2026-11-16') } },
      on: '2026-11-06',
      is: 'No message about invoice NW-0001 goes out: the client is on hold until 2026-11-16 (until 2026-11-16)',
    },
    {
      given: { milestone: { followUpStop: 'Queried' }, record: { stops: [note({ kind: 'Queried' })] } },
      on: '2026-11-06',
      is: 'No message about invoice NW-0001 goes out: Queried (until that changes)',
    },
    {
      given: { sent: { light: '2026-11-06', firm: '2026-11-10' } },
      on: '2026-11-10',
      is: 'No message about invoice NW-0001 goes out by itself: every step has gone out (a person is asked on 2026-11-19)',
    },
    {
      given: { sent: { light: '2026-11-06', firm: '2026-11-10' } },
      on: '2026-11-20',
      is: 'No message about invoice NW-0001 goes out by itself: the contract has no escalation clause ("Escalation clause" of the project): Mara decides by hand (since 2026-11-19)',
    },
    {
      given: { record: { messages: messagesOf({ light: '2026-11-06' }, 'claimed') } },
      on: '2026-11-06',
      is: 'A message about invoice NW-0001 is being sent (now)',
    },
    {
      given: { invoice: { amountRemaining: 0 } },
      on: '2026-11-06',
      is: 'No message about invoice NW-0001 is needed (now)',
    },
  ])('$is', ({ given, on, more, is }) => {
    expect(steps(given, on, more)).toEqual([is]);
  });

  test('nothing is said of what is not open', () => {
    expect(steps({ invoice: { status: 'void' } }, '2026-11-06')).toEqual([]);
  });
});
