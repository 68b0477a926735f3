import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BusinessCalendar, firstBusinessDayFrom, isBusinessDay } from '../../../src/billing/business-days.ts';
import { addDays, daysBetween, plainDate } from '../../../src/billing/calendar.ts';
import { FOLLOW_UP_STEPS } from '../../../src/billing/facts.ts';
import { followUpDay, promiseEndsOn } from '../../../src/billing/follow-up/follow-up-day.ts';

const ENGLAND: BusinessCalendar = { countries: ['GB-ENG'], holidays: [] };

describe('the day of a follow-up', () => {
  test('X06: due on Thursday, light on Friday, firm on Tuesday', () => {
    const due = plainDate('2026-11-05');
    const light = followUpDay('Light', due, undefined, ENGLAND);
    expect(light).toEqual({ day: '2026-11-06', rolled: false });
    expect(followUpDay('Firm', due, light.day, ENGLAND)).toEqual({ day: '2026-11-10', rolled: false });
  });

  test('X08: due on Friday, light on Monday', () => {
    expect(followUpDay('Light', plainDate('2026-11-13'), undefined, ENGLAND)).toEqual({
      day: '2026-11-16',
      rolled: false,
    });
  });

  test('X20: a promise for Friday holds until Monday, and the next step is possible on Tuesday', () => {
    const light = followUpDay('Light', plainDate('2026-11-06'), undefined, ENGLAND);
    expect(light).toEqual({ day: '2026-11-09', rolled: false });
    const ends = promiseEndsOn(plainDate('2026-11-20'), ENGLAND);
    expect(ends).toBe('2026-11-23');
    expect(firstBusinessDayFrom(addDays(ends, 1), ENGLAND)).toBe('2026-11-24');
  });

  test.each([
    { step: 'Light', due: '2026-12-23', last: undefined, day: '2026-12-24', rolled: false, why: 'one day is left' },
    { step: 'Light', due: '2026-12-24', last: undefined, day: '2026-12-29', rolled: true, why: 'Christmas fills it' },
    { step: 'Firm', due: '2026-12-20', last: '2026-12-21', day: '2026-12-29', rolled: true, why: 'and so here' },
    { step: 'Firm', due: '2026-11-05', last: '2026-11-09', day: '2026-11-12', rolled: false, why: 'three days on' },
    { step: 'Firm', due: '2026-11-05', last: '2026-11-10', day: '2026-11-13', rolled: true, why: 'the gap leaves it' },
    { step: 'Firm', due: '2026-11-05', last: '2026-11-06', day: '2026-11-10', rolled: false, why: 'the gap is over' },
    { step: 'Formal', due: '2026-11-05', last: '2026-11-10', day: '2026-11-19', rolled: false, why: 'two weeks' },
    { step: 'Formal', due: '2026-11-07', last: '2026-11-12', day: '2026-11-23', rolled: false, why: 'has no end' },
    { step: 'Formal', due: '2026-11-05', last: '2026-12-01', day: '2026-12-04', rolled: false, why: 'never rolled' },
    { step: 'Light', due: '2026-11-05', last: undefined, day: '2026-11-06', rolled: false, why: 'no step before' },
  ] as const)('$step for $due after $last is $day, rolled $rolled ($why)', ({ step, due, last, day, rolled }) => {
    const lastStepOn = last === undefined ? undefined : plainDate(last);
    expect(followUpDay(step, plainDate(due), lastStepOn, ENGLAND)).toEqual({ day, rolled });
  });

  test('waits for the formal step as long as the contract says', () => {
    expect(followUpDay('Formal', plainDate('2026-11-02'), undefined, ENGLAND, 30).day).toBe('2026-12-02');
  });

  test('lies in its window or is marked, is a business day, and keeps three days from the step before', () => {
    const lastDays = { Light: 3, Firm: 7, Formal: Number.POSITIVE_INFINITY };
    const firstDays = { Light: 1, Firm: 5, Formal: 14 };
    const aGap = fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined });
    fc.assert(
      fc.property(fc.nat(1500), aGap, fc.constantFrom(...FOLLOW_UP_STEPS), (at, gap, step) => {
        const due = addDays(plainDate('2025-01-01'), at);
        const last = gap === undefined ? undefined : addDays(due, gap);
        const { day, rolled } = followUpDay(step, due, last, ENGLAND);
        expect(isBusinessDay(day, ENGLAND)).toBe(true);
        expect(daysBetween(due, day)).toBeGreaterThanOrEqual(firstDays[step]);
        expect(rolled).toBe(daysBetween(due, day) > lastDays[step]);
        if (last !== undefined) expect(daysBetween(last, day)).toBeGreaterThanOrEqual(3);
      }),
    );
  });
});

test.each([
  { promised: '2026-11-18', ends: '2026-11-19', why: 'a Wednesday' },
  { promised: '2026-11-21', ends: '2026-11-23', why: 'a Saturday' },
  { promised: '2026-12-24', ends: '2026-12-29', why: 'before Christmas' },
])('a promise for $promised holds until $ends ($why)', ({ promised, ends }) => {
  expect(promiseEndsOn(plainDate(promised), ENGLAND)).toBe(ends);
});
