import { describe, expect, test } from 'vitest';
import { plainDate } from '../../../src/billing/calendar.ts';
import type { Client, Milestone, Policy } from '../../../src/billing/facts.ts';
import { businessCalendar, stopInForce } from '../../../src/billing/standing/stops.ts';
import { aClient, aMilestone, aPolicy } from '../../support/facts.ts';
import { at } from '../kit.ts';

const friday = plainDate('2026-11-20');

describe('a stop that a person set is in force (12)', () => {
  type Case = { name: string; milestone: Partial<Milestone>; on: string; until: string | null | undefined };

  test.each<Case>([
    { name: 'no stop', milestone: {}, on: '2026-11-10', until: undefined },
    {
      name: 'a hold until its day',
      milestone: { followUpStop: 'On hold', stopUntil: friday },
      on: '2026-11-20',
      until: '2026-11-20',
    },
    {
      name: 'a hold after its day',
      milestone: { followUpStop: 'On hold', stopUntil: friday },
      on: '2026-11-21',
      until: undefined,
    },
    { name: 'a query without an end', milestone: { followUpStop: 'Queried' }, on: '2027-11-10', until: null },
    {
      name: 'a promise until one business day after its day',
      milestone: { followUpStop: 'Promised', stopUntil: friday },
      on: '2026-11-23',
      until: '2026-11-23',
    },
    {
      name: 'a promise after that',
      milestone: { followUpStop: 'Promised', stopUntil: friday },
      on: '2026-11-24',
      until: undefined,
    },
    {
      name: 'a promise without a day',
      milestone: { followUpStop: 'Promised' },
      on: '2026-11-24',
      until: '2026-12-08',
    },
    {
      name: 'an hour instead of a day',
      milestone: { followUpStop: 'On hold', stopUntil: at('2026-11-20T09:00:00Z') },
      on: '2026-11-20',
      until: '2026-11-20',
    },
  ])('$name on $on: $until', ({ milestone, on, until }) => {
    const stop = stopInForce(aMilestone(milestone), aClient(), aPolicy(), at(`${on}T12:00:00Z`));
    expect(stop === undefined ? undefined : (stop.until ?? null)).toBe(until);
  });

  test('keeps its reason', () => {
    const milestone = aMilestone({ followUpStop: 'On hold', stopReason: 'new finance team' });
    expect(stopInForce(milestone, undefined, aPolicy(), at('2026-11-10T12:00:00Z'))).toEqual({
      kind: 'On hold',
      until: '2026-11-24',
      reason: 'new finance team',
    });
  });
});

describe('the business days that count for a client (2.5)', () => {
  type Case = { name: string; policy?: Partial<Policy>; client?: Partial<Client>; countries: readonly string[] };

  test.each<Case>([
    { name: 'the seller’s and its own', client: { country: ' de ' }, countries: ['GB-ENG', 'DE'] },
    { name: 'the seller’s alone', client: { country: '' }, countries: ['GB-ENG'] },
    { name: 'its own alone', policy: { holidayCountry: undefined }, countries: ['GB'] },
  ])('$name', ({ policy, client, countries }) => {
    const holidays = [plainDate('2026-12-24')];
    expect(businessCalendar(aPolicy({ holidays, ...policy }), aClient(client))).toEqual({ countries, holidays });
  });

  test('the seller’s for nobody in particular', () => {
    expect(businessCalendar(aPolicy(), undefined).countries).toEqual(['GB-ENG']);
  });
});
