import { describe, expect, test } from 'vitest';
import type { Milestone, MoneyMoves } from '../../../src/billing/facts.ts';
import type { FollowUpRecord } from '../../../src/billing/follow-up/record.ts';
import { nothingShown } from '../../support/facts.ts';
import { at } from '../kit.ts';
import { day, type Given, note, type Rules, told } from './kit.ts';

type Case = { name: string; given: Given; on: string; more?: Rules; is: string };
const table = (cases: readonly Case[]) =>
  test.each(cases)('$name', ({ given, on, more, is }) => {
    expect(told(given, on, more)).toBe(is);
  });

const failed = (on: string): Partial<MoneyMoves> => ({ lastAttempt: 'failed', failedAt: at(`${on}T15:00:00Z`) });
const noted = (on: string): Partial<FollowUpRecord> => ({ failureAt: at(`${on}T15:00:00Z`) });

describe('11.9 a payment did not go through', () => {
  table([
    {
      name: '11.9 said on the next business day',
      given: { moves: failed('2026-11-10') },
      on: '2026-11-10',
      is: 'failure 2026-11-11',
    },
    { name: '11.9 over a weekend', given: { moves: failed('2026-11-13') }, on: '2026-11-13', is: 'failure 2026-11-16' },
    {
      name: '11.9 before it is due as well',
      given: { moves: failed('2026-10-27') },
      on: '2026-10-27',
      is: 'failure 2026-10-28',
    },
    {
      name: '2.1 the day of the failure is the seller’s',
      given: { moves: { lastAttempt: 'failed', failedAt: at('2026-11-11T01:00:00Z') } },
      on: '2026-11-10',
      more: { policy: { timeZone: 'America/New_York' } },
      is: 'failure 2026-11-11',
    },
    {
      name: '11.9 once for each attempt',
      given: { sent: { failure: '2026-11-11' }, moves: failed('2026-11-10'), record: noted('2026-11-10') },
      on: '2026-11-11',
      is: 'firm 2026-11-16 rolled',
    },
  ]);

  test('11.9 counts as the light step where that had not gone out', () => {
    const given: Given = {
      moves: failed('2026-11-05'),
      record: { ...noted('2026-11-05'), messages: { failure: { state: 'sent', at: at('2026-11-06T09:00:00Z') } } },
    };
    expect(told(given, '2026-11-06')).toBe('firm 2026-11-10');
  });

  test('11.9 delays the next step to three days later where it had', () => {
    const sent = {
      light: { state: 'sent', at: at('2026-11-06T09:00:00Z') },
      failure: { state: 'sent', at: at('2026-11-09T09:00:00Z') },
    } as const;
    const given: Given = { moves: failed('2026-11-08'), record: { ...noted('2026-11-08'), messages: sent } };
    expect(told(given, '2026-11-09')).toBe('firm 2026-11-12');
  });

  test('11.9 another attempt that failed since is said as well', () => {
    const given: Given = {
      moves: failed('2026-11-12'),
      record: { ...noted('2026-11-10'), messages: { failure: { state: 'sent', at: at('2026-11-11T09:00:00Z') } } },
    };
    expect(told(given, '2026-11-12')).toBe('failure 2026-11-13');
  });

  table([
    {
      name: '11.9 the step that is due waits for it',
      given: { moves: failed('2026-11-06') },
      on: '2026-11-06',
      is: 'failure 2026-11-09',
    },
    {
      name: '11.9 a new attempt is under way: nothing failed',
      given: { moves: { inFlight: 400_000, lastAttempt: null } },
      on: '2026-11-10',
      is: 'rests: the whole payment is on its way',
    },
    {
      name: '7.5 a bank that asks the client to confirm is no failure',
      given: { moves: { lastAttempt: 'action needed' } },
      on: '2026-11-06',
      is: 'light 2026-11-06',
    },
    {
      name: '12 it waits for the end of a stop',
      given: {
        moves: failed('2026-11-10'),
        milestone: { followUpStop: 'On hold', stopUntil: day('2026-11-12') },
        record: { stops: [note({ kind: 'On hold', until: day('2026-11-12') })] },
      },
      on: '2026-11-11',
      is: 'rests until 2026-11-12, then failure 2026-11-13: On hold until 2026-11-12',
    },
    {
      name: '12 an answer to a question delays the steps, not what the client’s own attempt calls for',
      given: {
        moves: failed('2026-11-10'),
        record: { stops: [note({ kind: 'Queried', endedOn: day('2026-11-10') })] },
      },
      on: '2026-11-11',
      is: 'failure 2026-11-11',
    },
  ]);
});

describe('11.9 an attempt that left no charge, so that nobody knows when it was', () => {
  const unknown: Partial<MoneyMoves> = { lastAttempt: 'failed', failedAt: null };
  const showing = (nextFollowUp: string): Partial<Milestone> => ({
    shown: { ...nothingShown, nextFollowUp: day(nextFollowUp) },
  });
  table([
    {
      name: '11.9 is planned for the next business day',
      given: { moves: unknown },
      on: '2026-11-13',
      is: 'failure 2026-11-16',
    },
    {
      name: '11.9 is due on the day that the row names since',
      given: { moves: unknown, milestone: showing('2026-11-16') },
      on: '2026-11-16',
      is: 'failure 2026-11-16',
    },
    {
      name: '11.9 stays due after it',
      given: { moves: unknown, milestone: showing('2026-11-16') },
      on: '2026-11-17',
      is: 'failure 2026-11-16',
    },
    {
      name: '11.9 is not due before it',
      given: { moves: unknown, milestone: showing('2026-11-16') },
      on: '2026-11-14',
      is: 'failure 2026-11-16',
    },
  ]);

  test('11.9 is said once', () => {
    const given: Given = {
      moves: unknown,
      record: {
        failureAt: at('2026-11-06T09:00:00Z'),
        messages: { failure: { state: 'sent', at: at('2026-11-06T09:00:00Z') } },
      },
    };
    expect(told(given, '2026-11-06')).toBe('firm 2026-11-10');
  });
});
