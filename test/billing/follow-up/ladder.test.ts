import { describe, expect, test } from 'vitest';
import { at } from '../kit.ts';
import { day, type Given, messagesOf, note, type Rules, told } from './kit.ts';

type Case = { name: string; given: Given; on: string; more?: Rules; is: string };

const table = (cases: readonly Case[]) =>
  test.each(cases)('$name', ({ given, on, more, is }) => {
    expect(told(given, on, more)).toBe(is);
  });

describe('11 which step is next, and on which day', () => {
  table([
    { name: 'X06 light on Friday', given: {}, on: '2026-10-22', is: 'light 2026-11-06' },
    {
      name: 'X06 then firm on Tuesday',
      given: { sent: { light: '2026-11-06' } },
      on: '2026-11-06',
      is: 'firm 2026-11-10',
    },
    {
      name: 'X08 due on Friday: light on Monday',
      given: { due: '2026-11-13' },
      on: '2026-11-13',
      is: 'light 2026-11-16',
    },
    {
      name: '11.1 no business day in the window: the first one after it, rolled',
      given: { due: '2026-12-24' },
      on: '2026-12-24',
      is: 'light 2026-12-29 rolled',
    },
    {
      name: '2.5 a holiday of the client’s country counts as well',
      given: { due: '2026-10-02', client: { country: 'DE-BY' }, sent: { light: '2026-09-28' } },
      on: '2026-10-02',
      is: 'firm 2026-10-07',
    },
    {
      name: '2.5 a day that the team named is none',
      given: {},
      on: '2026-11-05',
      more: { policy: { holidays: [day('2026-11-06')] } },
      is: 'light 2026-11-09 rolled',
    },
    {
      name: '11.2 three days after the light step, even if that leaves the window',
      given: { sent: { light: '2026-11-12' } },
      on: '2026-11-12',
      is: 'firm 2026-11-16 rolled',
    },
    {
      name: '11.3 three weeks late, and nothing was sent: light',
      given: {},
      on: '2026-11-27',
      is: 'light 2026-11-06 rolled',
    },
    {
      name: '11.4 after missed runs the next step, three days later at the soonest',
      given: { sent: { light: '2026-11-27' } },
      on: '2026-11-27',
      is: 'firm 2026-11-30 rolled',
    },
    {
      name: '11.7 what nobody knows the outcome of counts as sent',
      given: { record: { messages: messagesOf({ light: '2026-11-06' }, 'unconfirmed') } },
      on: '2026-11-06',
      is: 'firm 2026-11-10',
    },
    {
      name: '8.5 without a due date it is due when it was issued',
      given: { invoice: { dueAt: null } },
      on: '2026-10-22',
      is: 'light 2026-10-23',
    },
    {
      name: '2.1 the due date is a day of the seller’s calendar: 23:59 in New York is the same Thursday',
      given: { invoice: { dueAt: at('2026-11-06T04:59:59Z') } },
      on: '2026-11-05',
      more: { policy: { timeZone: 'America/New_York', holidayCountry: 'US' } },
      is: 'light 2026-11-06',
    },
    {
      name: '9 after thanks for a payment that was taken off again: light, on its day',
      given: { sent: { thanks: '2026-10-30' } },
      on: '2026-11-05',
      is: 'light 2026-11-06',
    },
  ]);
});

describe('12 several stops, one after the other', () => {
  test('12 the last one that ends decides', () => {
    const stops = [
      note({ kind: 'Queried', placedOn: day('2026-11-02'), endedOn: day('2026-11-09') }),
      note({ kind: 'On hold', placedOn: day('2026-11-09'), until: day('2026-11-10') }),
    ];
    expect(told({ record: { stops } }, '2026-11-11')).toBe('light 2026-11-12 rolled');
    expect(told({ record: { stops: stops.toReversed() } }, '2026-11-11')).toBe('light 2026-11-12 rolled');
  });

  test('12 a hold that somebody took away holds no longer than that day', () => {
    const stops = [note({ kind: 'On hold', until: day('2026-11-30'), endedOn: day('2026-11-10') })];
    expect(told({ record: { stops } }, '2026-11-10')).toBe('light 2026-11-10 rolled');
  });
});

describe('12 returned mail', () => {
  const back = (given: Given): Given => ({
    ...given,
    invoice: { mailReturned: true, ...given.invoice },
    record: { sentTo: 'old@client.example', messages: messagesOf(given.sent ?? {}), ...given.record },
  });
  table([
    {
      name: '12 not corrected: rests',
      given: back({ sent: { light: '2026-11-06' }, client: { billingEmail: 'Old@client.example' } }),
      on: '2026-11-12',
      is: 'rests: the last message came back',
    },
    {
      name: '12 corrected: the same step again, in a new cycle',
      given: back({ sent: { light: '2026-11-06' } }),
      on: '2026-11-12',
      is: 'light 2026-11-09 cycle 1 rolled',
    },
    {
      name: '12 corrected on the same day: the next business day',
      given: back({ sent: { light: '2026-11-06' } }),
      on: '2026-11-06',
      is: 'light 2026-11-09 cycle 1 rolled',
    },
    {
      name: '11.1 within the window it is not rolled',
      given: back({ sent: { light: '2026-11-03' }, due: '2026-11-02' }),
      on: '2026-11-03',
      is: 'light 2026-11-04 cycle 1',
    },
    {
      name: '12 the firm step again',
      given: back({ sent: { light: '2026-11-06', firm: '2026-11-10' } }),
      on: '2026-11-12',
      is: 'firm 2026-11-11 cycle 1',
    },
    {
      name: '12 a repeat again, not the message before it',
      given: back({ sent: { light: '2026-11-06', firm: '2026-11-10', repeat_1: '2026-11-24' } }),
      on: '2026-11-26',
      is: 'repeat_1 2026-11-25 cycle 1',
    },
    {
      name: '11.9 a notice of a failed payment again',
      given: back({
        sent: { failure: '2026-11-10' },
        record: { failureAt: at('2026-11-09T10:00:00Z') },
        moves: { lastAttempt: 'failed', failedAt: at('2026-11-09T10:00:00Z') },
      }),
      on: '2026-11-11',
      is: 'failure 2026-11-11 cycle 1',
    },
    {
      name: '11.3 one that came back and is true no more was no contact: light',
      given: back({ sent: { failure: '2026-11-10' } }),
      on: '2026-11-11',
      is: 'light 2026-11-13 rolled',
    },
    {
      name: '12 the invoice’s own mail came back, nothing else had gone out: light',
      given: { invoice: { mailReturned: true, customerEmail: 'old@client.example' } },
      on: '2026-11-05',
      is: 'light 2026-11-06',
    },
    {
      name: '12 nobody knows which address failed: rests',
      given: { invoice: { mailReturned: true, customerEmail: null } },
      on: '2026-11-06',
      is: 'rests: the last message came back',
    },
    {
      name: '12 once: afterwards the ladder goes on from there',
      given: { sent: { light: '2026-11-09' }, record: { cycle: 1, messages: messagesOf({ light: '2026-11-09' }) } },
      on: '2026-11-09',
      is: 'firm 2026-11-12 cycle 1',
    },
    {
      name: '12 a stop after the correction holds it back as well',
      given: back({
        sent: { light: '2026-11-06' },
        record: {
          sentTo: 'old@client.example',
          messages: messagesOf({ light: '2026-11-06' }),
          stops: [note({ kind: 'On hold', until: day('2026-11-12') })],
        },
      }),
      on: '2026-11-13',
      is: 'light 2026-11-13 cycle 1 rolled',
    },
    {
      name: '13 the formal step again only with a clause and a yes for that day',
      given: back({
        sent: { light: '2026-11-06', firm: '2026-11-10', formal: '2026-11-19' },
        project: { escalationClause: 'Work stops.' },
      }),
      on: '2026-11-23',
      is: 'by hand 2026-11-23: the contract allows a formal notice: to send it, Mara enters the day on which it is to go out in "Escalation approved on"',
    },
    {
      name: '13 and with it',
      given: back({
        sent: { light: '2026-11-06', firm: '2026-11-10', formal: '2026-11-19' },
        project: { escalationClause: 'Work stops.' },
        milestone: { escalationApprovedOn: day('2026-11-24') },
      }),
      on: '2026-11-23',
      is: 'formal 2026-11-24 cycle 1',
    },
  ]);
});
