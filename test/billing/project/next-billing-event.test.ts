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

  test('is what a client with another currency is billed', () => {
    const around = { project: aProject(), client: aClient({ currency: 'EUR' }), policy: aPolicy() };
    expect(nextBillingEvent([milestone('Design', 1, null)], around).nextBillingEvent).toMatch(/^Design: 4,000\.00 EUR/);
    const unclear = { ...around, client: aClient({ currency: 'Euros' }) };
    expect(nextBillingEvent([milestone('Design', 1, null)], unclear).nextBillingEvent).toMatch(
      /^Design: amount to be set/,
    );
  });

  test('is not one that was cancelled', () => {
    expect(
      next(milestone('Design', 1, null, { approval: 'Rejected' }), milestone('Build', 2, null)).nextBillingEvent,
    ).toMatch(/^Build/);
  });

  test('names nobody where nobody is responsible', () => {
    const nobody = { project: aProject({ owners: [] }), client: aClient({ accountOwners: [] }), policy: aPolicy() };
    expect(nextBillingEvent([milestone('Design', 1, null)], nobody).nextBillingEvent).toBe(
      'Design: 4,000.00 GBP, milestone approval',
    );
    expect(nextBillingEvent([milestone('Design', 1, 'Paid')], nobody).nextBillingEvent).toBe('Fully billed');
  });

  test('is a milestone before any renewal, then the earliest renewal', () => {
    const renewal = (name: string, on: string | null) =>
      milestone(name, null, null, { trigger: 'Retainer renewal', plannedDate: on === null ? null : plainDate(on) });
    const renewals = [renewal('January', '2027-01-01'), renewal('Some day', null), renewal('December', '2026-12-01')];
    expect(next(...renewals, milestone('Design', null, null)).nextBillingEvent).toMatch(/^Design/);
    expect(next(...renewals)).toMatchObject({ nextBillingDate: '2026-12-01' });
    expect(next(...[...renewals].reverse())).toMatchObject({ nextBillingDate: '2026-12-01' });
  });
});

describe('where money went back, the next event is under review (Rule 14.1)', () => {
  const returned = milestone('Kickoff', 1, 'Overdue', {
    shown: { ...nothingShown, billingStatus: 'Overdue', billingDetail: 'Money returned: 4,000.00 GBP', invoiced: 4000 },
  });

  test('it is kept, and marked', () => {
    expect(next(returned, milestone('Design', 2, null)).nextBillingEvent).toBe(
      'Design: 4,000.00 GBP, milestone approval, Mara (under review: money went back on "Kickoff")',
    );
  });

  test('so is the end of billing', () => {
    expect(next(returned, milestone('Design', 2, 'Paid')).nextBillingEvent).toBe(
      'Fully billed (under review: money went back on "Kickoff")',
    );
  });

  test('money that was given back as agreed as well, until the milestone is off', () => {
    const refunded = milestone('Kickoff', 1, 'Closed', {
      shown: { ...nothingShown, billingStatus: 'Closed', billingDetail: 'Refunded: 4,000.00 GBP', invoiced: 4000 },
    });
    expect(next(refunded, milestone('Design', 2, null)).nextBillingEvent).toMatch(/^Design: .*\(under review: money/);
    expect(next({ ...refunded, approval: 'Withdrawn' }, milestone('Design', 2, null)).nextBillingEvent).not.toContain(
      'review',
    );
  });

  test('until it is settled', () => {
    expect(next(milestone('Kickoff', 1, 'Paid'), milestone('Design', 2, null)).nextBillingEvent).not.toContain(
      'review',
    );
  });
});
