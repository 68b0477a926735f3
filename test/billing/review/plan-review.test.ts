import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { instantFromIso, instantFromMillis, plainDate } from '../../../src/billing/calendar.ts';
import { planReview } from '../../../src/billing/review/plan-review.ts';
import { isInWeek, reviewWeek, weekBefore } from '../../../src/billing/review/week.ts';
import { anyFacts, anyMilestones, client, policy, project, reviewFacts, WEDNESDAY } from './sample.ts';

describe('the week of a review', () => {
  test.each([
    { at: '2026-11-15T23:59:59Z', zone: 'Europe/London', name: '2026-W46', monday: '2026-11-09', why: 'Sunday night' },
    { at: '2026-11-16T00:00:00Z', zone: 'Europe/London', name: '2026-W47', monday: '2026-11-16', why: 'Monday' },
    { at: '2026-11-15T23:30:00Z', zone: 'Europe/Berlin', name: '2026-W47', monday: '2026-11-16', why: 'Monday there' },
    { at: '2027-01-03T12:00:00Z', zone: 'Europe/London', name: '2026-W53', monday: '2026-12-28', why: 'a 53rd week' },
    { at: '2027-01-04T12:00:00Z', zone: 'Europe/London', name: '2027-W01', monday: '2027-01-04', why: 'after it' },
    { at: '2026-10-25T23:30:00Z', zone: 'Europe/London', name: '2026-W43', monday: '2026-10-19', why: 'clocks back' },
    {
      at: '2026-03-29T22:59:00Z',
      zone: 'Europe/London',
      name: '2026-W13',
      monday: '2026-03-23',
      why: 'clocks forward',
    },
    {
      at: '2026-03-29T23:00:00Z',
      zone: 'Europe/London',
      name: '2026-W14',
      monday: '2026-03-30',
      why: 'midnight there',
    },
  ])('$at in $zone is $name ($why)', ({ at, zone, name, monday }) => {
    expect(reviewWeek(zone, instantFromIso(at))).toMatchObject({ name, monday });
  });

  test.each([
    { of: '2027-01-04T12:00:00Z', before: '2026-W53' },
    { of: '2026-01-01T12:00:00Z', before: '2025-W52' },
  ])('before the week of $of comes $before', ({ of, before }) => {
    expect(weekBefore(reviewWeek('Europe/London', instantFromIso(of))).name).toBe(before);
  });

  it('has seven days, Monday to Sunday', () => {
    const week = reviewWeek('Europe/London', WEDNESDAY);
    const days = ['2026-11-08', '2026-11-09', '2026-11-15', '2026-11-16'];
    expect(days.map((day) => isInWeek(week, plainDate(day)))).toEqual([false, true, true, false]);
  });
});

describe('a review', () => {
  it('is the same whatever the order of the facts', () => {
    fc.assert(
      fc.property(
        anyMilestones.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([milestones, shuffled]) => {
          const other = { ...project, id: 'other', name: 'Other' };
          const straight = reviewFacts(milestones, { projects: [project, other], clients: [client] });
          const mixed = reviewFacts(shuffled, { projects: [other, project], clients: [client] });
          expect(planReview(mixed, policy, WEDNESDAY)).toEqual(planReview(straight, policy, WEDNESDAY));
        },
      ),
    );
  });

  it('is the same whatever the order of invoices and deals', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { stripe, deals, milestones } = facts;
        const turned = {
          ...facts,
          milestones: milestones.toReversed(),
          deals: deals.toReversed(),
          stripe: stripe && { ...stripe, invoices: stripe.invoices.toReversed() },
        };
        expect(planReview(turned, policy, WEDNESDAY)).toEqual(planReview(facts, policy, WEDNESDAY));
      }),
    );
  });

  it('with what Stripe says differs through the day in the hub’s health at most', () => {
    fc.assert(
      fc.property(anyFacts, fc.integer({ min: -9 * 3_600_000, max: 14 * 3_600_000 }), (facts, later) => {
        const morning = planReview(facts, policy, WEDNESDAY);
        const again = planReview(facts, policy, instantFromMillis(WEDNESDAY + later));
        expect({ ...again, asOf: morning.asOf, health: morning.health }).toEqual(morning);
      }),
    );
  });

  it('of the same facts later on the same day differs in its instant and the hub’s health at most', () => {
    fc.assert(
      fc.property(anyMilestones, fc.integer({ min: 1, max: 12 * 3_600_000 }), (milestones, later) => {
        const morning = planReview(reviewFacts(milestones), policy, WEDNESDAY);
        const again = planReview(
          reviewFacts(milestones, { health: [{ what: 'Stripe', state: 'last sweep 10:00' }] }),
          policy,
          instantFromMillis(WEDNESDAY + later),
        );
        expect({ ...again, asOf: morning.asOf, health: morning.health }).toEqual(morning);
      }),
    );
  });

  it('gives every open item one person or lists it as unassigned', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { Unassigned, 'Closed this week': _, ...others } = planReview(facts, policy, WEDNESDAY).sections;
        const without = Object.values(others).flatMap((rows) => rows.filter((row) => row.person === undefined));
        expect(new Set(Unassigned.map((row) => row.key))).toEqual(new Set(without.map((row) => row.key)));
      }),
    );
  });

  it('keeps a settled invoice out of every section but Closed this week (Rule 15.1)', () => {
    fc.assert(
      fc.property(anyMilestones, (milestones) => {
        const settled = milestones.filter(
          ({ shown }) => shown.billingStatus === 'Paid' || shown.billingStatus === 'Closed',
        );
        const { 'Closed this week': _, ...others } = planReview(reviewFacts(settled), policy, WEDNESDAY).sections;
        expect(Object.values(others).flat()).toEqual([]);
      }),
    );
  });
});
