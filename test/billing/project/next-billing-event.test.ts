import { describe, expect, test } from 'vitest';
import { plainDate } from '../../../src/billing/calendar.ts';
import type { Milestone } from '../../../src/billing/facts.ts';
import { nextBillingEvent } from '../../../src/billing/project/next-billing-event.ts';
import { aClient, aMilestone, aPolicy, aProject, nothingShown } from '../../support/facts.ts';

const milestone = (
  name: string,
  order: number | null,
  status: Milestone['shown']['billingStatus'],
  changes: Partial<Milestone> = {},
): Milestone => aMilestone({ id: name, name, order, shown: { ...nothingShown, billingStatus: status }, ...changes });
const next = (...milestones: Milestone[]) =>
  nextBillingEvent(milestones, { project: aProject(), client: aClient(), policy: aPolicy() });

describe('the next billing event of a project (Rule 14)', () => {
  test('is the first milestone by order that is still to be billed, with its planned date', () => {
    const planned = plainDate('2026-12-01');
    expect(
      next(
        milestone('Build', 3, null),
        milestone('Design', 2, 'Not yet triggered', { plannedDate: planned }),
        milestone('Kickoff', 1, 'Paid'),
      ),
    ).toEqual({
      nextBillingEvent: 'Design: 4,000.00 GBP, milestone approval, Mara',
      nextBillingDate: planned,
    });
  });

  test.each(['Sent', 'Due soon', 'Overdue', 'Paid', 'Closed'] as const)('is not one that is %s', (status) => {
    expect(next(milestone('Design', 1, status)).nextBillingEvent).toMatch(/^Fully billed/);
  });

  test('is the winding up, once everything is settled', () => {
    const words = 'Fully billed: Mara winds the project up with the client';
    expect(next(milestone('Design', 1, 'Paid'), milestone('Build', 2, 'Closed')).nextBillingEvent).toBe(words);
    expect(next(milestone('Design', 1, 'Paid'), milestone('Build', 2, 'Sent')).nextBillingEvent).toBe('Fully billed');
  });

  test('shows a missing trigger and a missing amount as gaps', () => {
    expect(next(milestone('Launch', 1, null, { trigger: null, amount: null })).nextBillingEvent).toBe(
      'Launch: amount to be set, no trigger named, Mara',
    );
  });

  test('puts milestones without an order last, and says nothing for a project without milestones', () => {
    expect(next(milestone('Extra', null, null), milestone('Build', 9, null)).nextBillingEvent).toMatch(/^Build/);
    expect(next()).toEqual({ nextBillingEvent: '', nextBillingDate: null });
  });
});
