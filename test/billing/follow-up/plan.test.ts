import { describe, expect, test } from 'vitest';
import type { Client, Invoice } from '../../../src/billing/facts.ts';
import { type ClientPlan, copiesOf, planClient } from '../../../src/billing/follow-up/plan.ts';
import { aClient, currency, person } from '../../support/facts.ts';
import { at, pageId } from '../kit.ts';
import { day, followed, type Given, moment, note, type Rules, rules } from './kit.ts';

/** What a client is written, in one line: "Light: NW-1 3,500.00 GBP; beside NW-2". */
function plan(
  givens: readonly Given[],
  on: string,
  more: Rules & { heard?: string; client?: Partial<Client> } = {},
): ClientPlan {
  const client = aClient(more.client);
  const all = givens.map((given, n) => {
    const one = followed(given);
    const own: Partial<Invoice> = { id: `in_${n + 1}`, number: `NW-${n + 1}`, milestoneId: pageId(n + 1) };
    return { ...one, client, invoice: { ...one.invoice, ...own, ...given.invoice } };
  });
  const lastMessageAt = more.heard === undefined ? undefined : moment(more.heard);
  return planClient({ client, followed: all, lastMessageAt }, rules(more), moment(on));
}

function words({ planned, notNow }: ClientPlan): readonly string[] {
  const message = planned?.message;
  const lines = notNow.map(({ followed: { invoice }, why }) => `${invoice.number}: ${why}`);
  if (message === undefined) return ['nothing', ...lines];
  const beside = message.beside.map(({ number }) => number);
  return [
    `${message.kind}: ${message.about.map(({ number }) => number).join(', ')}${beside.length === 0 ? '' : `; beside ${beside.join(', ')}`}`,
    ...lines,
  ];
}

const written = (...args: Parameters<typeof plan>): string => words(plan(...args))[0] ?? '';

/** Each of them is due on Friday 6 November, or was before. */
const LIGHT: Given = {};
const FIRM: Given = { due: '2026-10-30', sent: { light: '2026-11-02' } };
const FORMAL: Given = {
  due: '2026-10-22',
  sent: { light: '2026-10-23', firm: '2026-10-27' },
  project: { escalationClause: 'Work stops.' },
  milestone: { escalationApprovedOn: day('2026-11-06') },
};
const FAILED: Given = { moves: { lastAttempt: 'failed', failedAt: at('2026-11-05T15:00:00Z') } };
const THANKS: Given = {
  invoice: { status: 'paid', amountPaid: 400_000, amountRemaining: 0, paidAt: at('2026-11-06T07:00:00Z') },
};
const HELD: Given = { milestone: { followUpStop: 'On hold', stopUntil: day('2026-11-20') } };
const BY_HAND: Given = { due: '2026-10-05', sent: { light: '2026-10-06', firm: '2026-10-12' } };
const thankYou: Rules = { followUp: { thankYou: true } };

describe('11.5 one message per client, the most pressing step first', () => {
  test.each<{ name: string; of: readonly Given[]; is: string; more?: Rules }>([
    { name: 'one invoice', of: [LIGHT], is: 'Light: NW-1' },
    { name: 'several at the same step together', of: [LIGHT, LIGHT, LIGHT], is: 'Light: NW-1, NW-2, NW-3' },
    { name: 'the firm step before the light one, which is listed', of: [LIGHT, FIRM], is: 'Firm: NW-2; beside NW-1' },
    { name: 'the formal step first and by itself', of: [LIGHT, FIRM, FORMAL], is: 'Formal: NW-3' },
    { name: 'two formal ones: one today', of: [FORMAL, FORMAL], is: 'Formal: NW-1' },
    { name: 'a failed payment before the light step', of: [LIGHT, FAILED], is: 'Failure notice: NW-2; beside NW-1' },
    { name: 'a failed payment after the firm step', of: [FAILED, FIRM], is: 'Firm: NW-2; beside NW-1' },
    { name: 'thanks last, without what is open', of: [THANKS, BY_HAND], more: thankYou, is: 'Thank-you: NW-1' },
    { name: 'thanks wait for anything else', of: [THANKS, LIGHT], more: thankYou, is: 'Light: NW-2' },
    {
      name: 'what a person decides about is listed when something else goes out',
      of: [BY_HAND, LIGHT],
      is: 'Light: NW-2; beside NW-1',
    },
    { name: '12 what rests is not', of: [HELD, LIGHT, { moves: { disputed: 1 } }], is: 'Light: NW-2' },
    { name: 'nor what is not late', of: [LIGHT, { due: '2026-11-06' }], is: 'Light: NW-1' },
    { name: 'nor what is paid', of: [LIGHT, THANKS], is: 'Light: NW-1' },
    {
      name: 'what is late and due on another day is',
      of: [LIGHT, { due: '2026-11-02', sent: { light: '2026-11-05' } }],
      is: 'Light: NW-1; beside NW-2',
    },
    {
      name: 'a repeat of the firm message goes with firm ones',
      of: [{ due: '2026-10-05', sent: { light: '2026-10-06', firm: '2026-10-12' } }, FIRM],
      more: { followUp: { repeats: 1 } },
      is: 'Firm: NW-1, NW-2',
    },
    {
      name: '6 Stripe mails one invoice at a time, and lists none',
      of: [LIGHT, LIGHT, HELD],
      more: { followUp: { channel: 'stripe' } },
      is: 'Light: NW-1',
    },
    { name: 'nothing is due', of: [{ due: '2026-11-06' }, HELD], is: 'nothing' },
    { name: 'no invoice at all', of: [], is: 'nothing' },
  ])('11.5 $name: $is', ({ of, is, more }) => {
    expect(written(of, '2026-11-06', more)).toBe(is);
  });

  test('the one that was due first stands first', () => {
    const { planned } = plan([LIGHT, { due: '2026-11-04' }, { due: '2026-11-03' }], '2026-11-06');
    expect(planned?.message.about.map(({ number }) => number)).toEqual(['NW-3', 'NW-2', 'NW-1']);
    expect(planned?.counts.map(({ followed: { invoice } }) => invoice.number)).toEqual(['NW-3', 'NW-2', 'NW-1']);
  });
});

describe('11.4 what is not in it says why', () => {
  test('one line for each', () => {
    const claimed: Given = { record: { messages: { light: { state: 'claimed', at: at('2026-11-05T09:00:00Z') } } } };
    const asked: Given = {
      due: '2026-10-05',
      sent: { light: '2026-10-06', firm: '2026-10-30' },
      project: { escalationClause: 'x' },
    };
    const later: Given = { due: '2026-11-06' };
    const small: Given = { invoice: { amountRemaining: 0 } };
    expect(words(plan([FIRM, LIGHT, HELD, claimed, BY_HAND, asked, later, small], '2026-11-06')).slice(1)).toEqual([
      'NW-2: another message of today goes first',
      'NW-3: On hold until 2026-11-20',
      'NW-4: a message about it is being sent',
      'NW-5: the contract has no escalation clause ("Escalation clause" of the project): Mara decides by hand',
      'NW-6: the contract allows a formal notice: to send it, Mara enters the day on which it is to go out in "Escalation approved on"',
      'NW-7: its light message is planned for 2026-11-09',
      'NW-8: nothing is to be asked for',
    ]);
  });

  test('a person decides from a day on', () => {
    expect(
      words(plan([{ due: '2026-10-29', sent: { light: '2026-10-30', firm: '2026-11-03' } }], '2026-11-06')),
    ).toEqual(['nothing', 'NW-1: a person decides from 2026-11-12 on']);
  });
});

describe('11.5 a client hears from us once on a day, its own and ours', () => {
  test.each([
    { zone: '', heard: '2026-11-06T09:00:00Z', on: '2026-11-06T15:00:00Z', is: 'nothing', why: 'the same day' },
    { zone: '', heard: '2026-11-05T15:59:00Z', on: '2026-11-06T09:00:00Z', is: 'Light: NW-1', why: 'the day before' },
    {
      zone: 'Pacific/Auckland',
      heard: '2026-11-05T22:00:00Z',
      on: '2026-11-06T01:00:00Z',
      is: 'nothing',
      why: 'Friday there, though Thursday here',
    },
    {
      zone: 'Pacific/Auckland',
      heard: '2026-11-05T02:00:00Z',
      on: '2026-11-06T01:00:00Z',
      is: 'Light: NW-1',
      why: 'Thursday there and here',
    },
    {
      zone: 'America/Los_Angeles',
      heard: '2026-11-06T00:30:00Z',
      on: '2026-11-06T18:00:00Z',
      is: 'nothing',
      why: 'Friday here, though Thursday there',
    },
    {
      zone: 'America/Los_Angeles',
      heard: '2026-11-05T23:30:00Z',
      on: '2026-11-06T18:00:00Z',
      is: 'Light: NW-1',
      why: 'Thursday there and here',
    },
    {
      zone: 'Asia/Kolkata',
      heard: '2026-11-05T19:00:00Z',
      on: '2026-11-06T04:00:00Z',
      is: 'nothing',
      why: 'Friday there, though Thursday here',
    },
    {
      zone: 'Asia/Kolkata',
      heard: '2026-11-05T10:00:00Z',
      on: '2026-11-06T04:00:00Z',
      is: 'Light: NW-1',
      why: 'Thursday there and here',
    },
  ])('11.5 in "$zone", heard at $heard, at $on: $is ($why)', ({ zone, heard, on, is }) => {
    expect(written([LIGHT], on, { heard, client: { timeZone: zone } })).toBe(is);
  });

  test('11.5 and says so', () => {
    expect(words(plan([LIGHT, HELD], '2026-11-06', { heard: '2026-11-06' }))).toEqual([
      'nothing',
      'NW-1: the client has heard from us today',
      'NW-2: On hold until 2026-11-20',
    ]);
  });
});

describe('11.8 to whom', () => {
  test.each([
    { copyTo: '', is: [] },
    { copyTo: 'a@client.example', is: ['a@client.example'] },
    {
      copyTo: 'a@client.example, b@client.example;c@client.example\nd@client.example',
      is: ['a', 'b', 'c', 'd'].map((one) => `${one}@client.example`),
    },
    { copyTo: 'Ana Alba <a@client.example>, "B, Bo" <b@client.example>', is: ['a@client.example', 'b@client.example'] },
    {
      copyTo: '(a@client.example) | b@client.example / c@client.example',
      is: ['a@client.example', 'b@client.example', 'c@client.example'],
    },
    { copyTo: 'mailto:a@client.example', is: ['a@client.example'] },
    { copyTo: 'a@client.example.', is: ['a@client.example'] },
    { copyTo: "o'brien@client.example", is: ["o'brien@client.example"] },
    { copyTo: 'A@client.example a@client.example', is: ['a@client.example'] },
    { copyTo: 'AP@client.example', is: [] },
    { copyTo: 'accounts payable, @client.example, a@client, a@@client.example', is: [] },
  ])('11.8 "$copyTo" are copies to $is', ({ copyTo, is }) => {
    expect(copiesOf({ copyTo, billingEmail: ' ap@client.example ' })).toEqual(is);
  });

  test('11.8 the billing address and the copies alone, from a named person', () => {
    const client = { billingEmail: ' ap@client.example ', copyTo: 'boss@client.example', language: 'de' };
    expect(
      plan([{ milestone: { billingOwners: [person('Ada')] } }], '2026-11-06', { client }).planned?.message,
    ).toMatchObject({
      to: 'ap@client.example',
      copyTo: ['boss@client.example'],
      client: { id: 'client-1', name: 'Northwind', financeContact: 'Ines Ruiz' },
      sender: { name: 'Ada', email: 'ada@studio.example' },
      language: 'de',
    });
  });

  test('11.8 where nobody is responsible, from the team', () => {
    const nobody: Given = { project: { owners: [] } };
    expect(plan([nobody], '2026-11-06', { client: { accountOwners: [] } }).planned?.message.sender).toEqual({
      name: 'Studio',
      email: null,
      notionId: null,
    });
  });
});

describe('11 what it says of an invoice', () => {
  const line = (given: Given, on = '2026-11-06') => plan([given], on).planned?.message.about[0];

  test('X08 what remains, never the total', () => {
    const part: Given = {
      due: '2026-11-13',
      invoice: { total: 600_000, amountDue: 600_000, amountPaid: 250_000, amountRemaining: 350_000, poNumber: 'PO-7' },
    };
    expect(line(part, '2026-11-16')).toEqual({
      invoiceId: 'in_1',
      number: 'NW-1',
      milestone: 'Design',
      project: 'Website',
      total: { minor: 600_000, currency: 'GBP' },
      remaining: { minor: 350_000, currency: 'GBP' },
      due: '2026-11-13',
      daysOverdue: 3,
      url: 'https://invoice.example/i/1',
      pdfUrl: 'https://invoice.example/i/1/pdf',
      poNumber: 'PO-7',
      brokenPromise: undefined,
    });
  });

  test('7.5 part processing: what is left after it', () => {
    expect(line({ moves: { inFlight: 100_000 } })?.remaining.minor).toBe(300_000);
  });

  test('1.3 each in its own currency, none summed', () => {
    const { planned } = plan(
      [
        LIGHT,
        { invoice: { currency: currency('EUR'), amountRemaining: 5 } },
        { invoice: { currency: currency('JPY'), amountRemaining: 7 } },
      ],
      '2026-11-06',
    );
    expect(planned?.message.about.map(({ remaining }) => remaining)).toEqual([
      { minor: 400_000, currency: 'GBP' },
      { minor: 5, currency: 'EUR' },
      { minor: 7, currency: 'JPY' },
    ]);
  });

  test('X20 the last promise that was not kept', () => {
    const stops = [note({ kind: 'Promised', placedOn: day('2026-11-10'), until: day('2026-11-20') })];
    const given: Given = {
      due: '2026-11-06',
      record: { stops, messages: { light: { state: 'sent', at: at('2026-11-09T10:00:00Z') } } },
    };
    expect(line(given, '2026-11-24')?.brokenPromise).toBe('2026-11-20');
  });

  test('11.9 nothing is overdue before it is due', () => {
    const early: Given = { due: '2026-11-20', moves: { lastAttempt: 'failed', failedAt: at('2026-11-05T15:00:00Z') } };
    expect(line(early)).toMatchObject({ daysOverdue: 0, due: '2026-11-20' });
  });

  test('thanks name what was paid', () => {
    expect(plan([THANKS], '2026-11-06', thankYou).planned?.message.about[0]?.remaining.minor).toBe(400_000);
  });

  test('13 a formal notice says the clause, the earlier messages and until when', () => {
    expect(plan([FORMAL], '2026-11-06').planned?.message.formal).toEqual({
      clause: 'Work stops.',
      earlier: ['2026-10-23', '2026-10-27'],
      payBy: '2026-11-13',
    });
    expect(plan([FIRM], '2026-11-06').planned?.message.formal).toBeUndefined();
  });
});

test('11.10 what leaves says from when on', () => {
  expect(plan([LIGHT], '2026-11-06T07:00:00Z').planned?.leavesAt).toBe(at('2026-11-06T09:00:00Z'));
  expect(plan([LIGHT], '2026-11-06T07:00:00Z', { client: { timeZone: 'America/Los_Angeles' } }).planned?.leavesAt).toBe(
    at('2026-11-06T17:00:00Z'),
  );
});
