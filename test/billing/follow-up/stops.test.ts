import { describe, expect, test } from 'vitest';
import type { PlainDate } from '../../../src/billing/calendar.ts';
import type { Milestone } from '../../../src/billing/facts.ts';
import type { StopNote } from '../../../src/billing/follow-up/record.ts';
import { brokenPromises, openNote, placedOn, stopNotes } from '../../../src/billing/follow-up/stop-notes.ts';
import { isTooFar, lastDayOf, longHoldEnds, promiseProblem, stopInForce } from '../../../src/billing/standing/stops.ts';
import { aClient, aMilestone } from '../../support/facts.ts';
import { at } from '../kit.ts';
import { day, followed, moment, note, rules } from './kit.ts';

const ENGLAND = { countries: ['GB-ENG'], holidays: [] };
const policy = rules();

describe('12 how long a stop lasts, from the day on which it was set', () => {
  type Case = { kind: StopNote['kind']; until: string | null; ends: string | undefined; why: string };
  test.each<Case>([
    { kind: 'On hold', until: null, ends: '2026-11-24', why: '14 days without a day' },
    { kind: 'On hold', until: '2026-11-12', ends: '2026-11-12', why: 'its day' },
    { kind: 'On hold', until: '2027-01-09', ends: '2027-01-09', why: '60 days' },
    { kind: 'On hold', until: '2027-01-10', ends: '2027-01-09', why: 'at most 60 days' },
    { kind: 'On hold', until: '2026-11-01', ends: '2026-11-01', why: 'over before it was set' },
    { kind: 'Promised', until: '2026-11-20', ends: '2026-11-23', why: 'one business day after a Friday' },
    { kind: 'Promised', until: '2026-11-19', ends: '2026-11-20', why: 'one business day after a Thursday' },
    { kind: 'Promised', until: '2026-11-21', ends: '2026-11-23', why: 'one business day after a Saturday' },
    { kind: 'Promised', until: '2026-12-10', ends: '2026-12-11', why: '30 days ahead' },
    { kind: 'Promised', until: '2026-12-11', ends: '2026-11-10', why: '31 days ahead: none' },
    { kind: 'Promised', until: null, ends: '2026-11-24', why: 'two weeks without a day' },
    { kind: 'Queried', until: null, ends: undefined, why: 'until somebody ends it' },
    { kind: 'Queried', until: '2027-05-01', ends: '2027-05-01', why: 'its day' },
  ])('12 $kind until $until ends on $ends ($why)', ({ kind, until, ends }) => {
    const placed = day('2026-11-10');
    expect(lastDayOf({ kind, until: until === null ? null : day(until), placedOn: placed }, ENGLAND)).toBe(ends);
  });

  test('12 a stop that nobody noted yet counts from today', () => {
    const inForce = (stopUntil: PlainDate | null) =>
      stopInForce(aMilestone({ followUpStop: 'On hold', stopUntil }), aClient(), policy, moment('2026-11-10'))?.until;
    expect([inForce(null), inForce(day('2027-06-01'))]).toEqual(['2026-11-24', '2027-01-09']);
  });

  test('12 the reason is kept in one line, without its full stop', () => {
    const milestone = aMilestone({ followUpStop: 'Queried', stopReason: ' which\n PO? They ask Ines. ' });
    expect(stopInForce(milestone, aClient(), policy, moment('2026-11-10'))?.reason).toBe('which PO? They ask Ines');
  });
});

describe('X20 what is wrong with a promise', () => {
  const problem = (milestone: Partial<Milestone>) =>
    promiseProblem(aMilestone(milestone), policy.timeZone, day('2026-11-10'));
  test.each([
    { milestone: { followUpStop: 'Promised', stopUntil: day('2026-12-10') }, is: undefined },
    { milestone: { followUpStop: 'Promised', stopUntil: day('2026-12-11') }, is: 'too far ahead' },
    { milestone: { followUpStop: 'Promised', stopUntil: at('2026-12-11T00:00:00Z') }, is: 'too far ahead' },
    { milestone: { followUpStop: 'Promised', stopUntil: null }, is: 'no date' },
    { milestone: { followUpStop: 'On hold', stopUntil: day('2027-12-11') }, is: undefined },
    { milestone: { followUpStop: null, stopUntil: day('2027-12-11') }, is: undefined },
  ] as const)('X20 $milestone: $is', ({ milestone, is }) => {
    expect(problem(milestone)).toBe(is);
  });

  test('X20 30 days ahead is not too far, 31 is', () => {
    expect([30, 31].map((_, n) => isTooFar(day('2026-11-10'), day(n === 0 ? '2026-12-10' : '2026-12-11')))).toEqual([
      false,
      true,
    ]);
  });
});

test('12 a hold for which a later day was named than it may last', () => {
  const ends = (milestone: Partial<Milestone>) =>
    longHoldEnds(aMilestone(milestone), policy.timeZone, day('2026-11-10'));
  expect(ends({ followUpStop: 'On hold', stopUntil: day('2027-01-10') })).toBe('2027-01-09');
  expect(ends({ followUpStop: 'On hold', stopUntil: day('2027-01-09') })).toBeUndefined();
  expect(ends({ followUpStop: 'On hold' })).toBeUndefined();
  expect(ends({ followUpStop: 'Queried', stopUntil: day('2027-06-10') })).toBeUndefined();
});

describe('12.1 what is noted of the stops beside a milestone', () => {
  type Row = Pick<Milestone, 'followUpStop' | 'stopUntil'>;
  const none: Row = { followUpStop: null, stopUntil: null };
  const row = (followUpStop: Row['followUpStop'], until: string | null = null): Row => ({
    followUpStop,
    stopUntil: until === null ? null : day(until),
  });
  const held = note({ kind: 'On hold', placedOn: day('2026-11-10'), until: day('2026-11-20') });
  const promised = note({ kind: 'Promised', placedOn: day('2026-11-10'), until: day('2026-11-20') });
  const today = day('2026-11-16');

  type Case = {
    name: string;
    before: readonly StopNote[];
    now: Row;
    on?: string;
    after: readonly StopNote[] | undefined;
  };
  test.each<Case>([
    { name: 'no stop, none before', before: [], now: none, after: undefined },
    { name: 'a new one', before: [], now: row('On hold', '2026-11-20'), after: [{ ...held, placedOn: today }] },
    { name: 'the same as before', before: [held], now: row('On hold', '2026-11-20'), after: undefined },
    { name: 'taken away', before: [held], now: none, after: [{ ...held, endedOn: today }] },
    {
      name: 'taken away before, and nothing new',
      before: [{ ...held, endedOn: day('2026-11-12') }],
      now: none,
      after: undefined,
    },
    {
      name: 'the same again after it had been taken away',
      before: [{ ...held, endedOn: day('2026-11-12') }],
      now: row('On hold', '2026-11-20'),
      after: [
        { ...held, endedOn: day('2026-11-12') },
        { ...held, placedOn: today },
      ],
    },
    {
      name: 'another day while it holds: a correction',
      before: [held],
      now: row('On hold', '2026-11-25'),
      after: [{ ...held, placedOn: today, until: day('2026-11-25') }],
    },
    {
      name: 'another day on its last day: a correction',
      before: [held],
      now: row('On hold', '2026-11-25'),
      on: '2026-11-20',
      after: [{ ...held, placedOn: day('2026-11-20'), until: day('2026-11-25') }],
    },
    {
      name: 'another day after it was over: another one',
      before: [held],
      now: row('On hold', '2026-11-25'),
      on: '2026-11-21',
      after: [
        { ...held, endedOn: day('2026-11-20') },
        { ...held, placedOn: day('2026-11-21'), until: day('2026-11-25') },
      ],
    },
    {
      name: 'a promise moved on its grace day: a correction',
      before: [promised],
      now: row('Promised', '2026-11-27'),
      on: '2026-11-23',
      after: [{ ...promised, placedOn: day('2026-11-23'), until: day('2026-11-27') }],
    },
    {
      name: 'a promise moved after it was broken: another one',
      before: [promised],
      now: row('Promised', '2026-11-27'),
      on: '2026-11-24',
      after: [
        { ...promised, endedOn: day('2026-11-23') },
        { ...promised, placedOn: day('2026-11-24'), until: day('2026-11-27') },
      ],
    },
    {
      name: 'another kind: the one before has ended',
      before: [promised],
      now: row('Queried'),
      after: [{ ...promised, endedOn: today }, note({ kind: 'Queried', placedOn: today })],
    },
    {
      name: 'another kind after the promise was broken',
      before: [promised],
      now: row('Queried'),
      on: '2026-11-30',
      after: [{ ...promised, endedOn: day('2026-11-23') }, note({ kind: 'Queried', placedOn: day('2026-11-30') })],
    },
    {
      name: 'a broken promise that is tidied up',
      before: [promised],
      now: none,
      on: '2026-11-30',
      after: [{ ...promised, endedOn: day('2026-11-30') }],
    },
    {
      name: 'a day alone changes nothing without a kind',
      before: [],
      now: { followUpStop: null, stopUntil: day('2026-11-20') },
      after: undefined,
    },
  ])('12.1 $name', ({ before, now, on = '2026-11-16', after }) => {
    expect(stopNotes(followed({ milestone: now, record: { stops: before } }), policy, moment(on))).toEqual(after);
  });

  test('12.1 what was noted is not noted again', () => {
    const milestone = row('Queried', '2026-11-20');
    const stops = stopNotes(followed({ milestone, record: { stops: [promised] } }), policy, moment('2026-11-16')) ?? [];
    expect(stopNotes(followed({ milestone, record: { stops } }), policy, moment('2026-11-17'))).toBeUndefined();
  });

  test('12.1 the open note is the last that nobody ended', () => {
    const ended = { ...held, endedOn: today };
    expect(openNote(followed({ record: { stops: [promised, ended] } }))).toBe(promised);
    expect(openNote(followed({ record: { stops: [ended] } }))).toBeUndefined();
  });

  test('12.1 a stop was set on the day on which this very one was first seen', () => {
    const on = (milestone: Row) =>
      placedOn(followed({ milestone, record: { stops: [held] } }), policy, moment('2026-11-16'));
    expect(on(row('On hold', '2026-11-20'))).toBe('2026-11-10');
    expect(on(row('On hold', '2026-11-21'))).toBe('2026-11-16');
    expect(on(row('Promised', '2026-11-20'))).toBe('2026-11-16');
  });
});

describe('12 promises that were not kept', () => {
  const broken = (changes: Partial<StopNote>, on: string) => {
    const stops = [note({ kind: 'Promised', placedOn: day('2026-11-10'), until: day('2026-11-20'), ...changes })];
    return brokenPromises(followed({ record: { stops } }), policy, moment(on));
  };
  test.each<{ name: string; changes: Partial<StopNote>; on: string; count: number }>([
    { name: 'not on its day', changes: {}, on: '2026-11-20', count: 0 },
    { name: 'not on the grace day', changes: {}, on: '2026-11-23', count: 0 },
    { name: 'after the grace day', changes: {}, on: '2026-11-24', count: 1 },
    { name: 'not where it was taken away before', changes: { endedOn: day('2026-11-19') }, on: '2026-11-24', count: 0 },
    { name: 'where it was tidied up afterwards', changes: { endedOn: day('2026-11-27') }, on: '2026-11-30', count: 1 },
    { name: 'not where it named no day', changes: { until: null }, on: '2026-12-24', count: 0 },
    {
      name: 'not where it was refused as too far ahead',
      changes: { until: day('2026-12-20') },
      on: '2026-12-24',
      count: 0,
    },
    {
      name: 'not where its day had passed when it was set',
      changes: { until: day('2025-11-20') },
      on: '2026-11-24',
      count: 0,
    },
    { name: 'for the very day', changes: { until: day('2026-11-10') }, on: '2026-11-24', count: 1 },
    { name: 'not where it is a hold', changes: { kind: 'On hold' }, on: '2026-11-24', count: 0 },
  ])('12 $name: $count', ({ changes, on, count }) => {
    expect(broken(changes, on)).toHaveLength(count);
  });
});
