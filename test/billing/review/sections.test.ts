import { describe, expect, it, test } from 'vitest';
import { instantFromIso, plainDate } from '../../../src/billing/calendar.ts';
import type { Milestone } from '../../../src/billing/facts.ts';
import { planReview, type RowSection } from '../../../src/billing/review/plan-review.ts';
import { invoiced, invoiceOf, milestone, person, policy, project, reviewFacts, WEDNESDAY } from './sample.ts';

const listed = (section: RowSection, milestones: readonly Milestone[], asOf = WEDNESDAY) =>
  planReview(reviewFacts(milestones), policy, asOf).sections[section];
const names = (...args: Parameters<typeof listed>) => listed(...args).map((row) => row.item);

describe('Waiting on a trigger', () => {
  test.each([
    { why: 'delivered', given: { delivery: 'Delivered' }, isListed: true },
    { why: 'approved', given: { approval: 'Approved' }, isListed: true },
    { why: 'approved in part', given: { approval: 'Approved in part' }, isListed: true },
    { why: 'past its planned date', given: { plannedDate: plainDate('2026-11-10') }, isListed: true },
    { why: 'planned for today, decided by a person', given: { plannedDate: plainDate('2026-11-11') }, isListed: false },
    {
      why: 'planned for today, billed by the date',
      given: { plannedDate: plainDate('2026-11-11'), trigger: 'Deposit' },
      isListed: true,
    },
    { why: 'without a trigger (Rule 3.2)', given: { trigger: null }, isListed: true },
    { why: 'blocked', given: { shown: { billingDetail: 'Blocked: 2 things are missing' } }, isListed: true },
    {
      why: 'deferred, in shadow mode',
      given: { shown: { billingDetail: 'Shadow: Deferred until 1 Dec' } },
      isListed: true,
    },
    { why: 'merely planned', given: { plannedDate: plainDate('2026-12-01') }, isListed: false },
    { why: 'billed', given: { delivery: 'Delivered', shown: { billingStatus: 'Sent' } }, isListed: false },
    { why: 'paid', given: { delivery: 'Delivered', shown: { billingStatus: 'Paid' } }, isListed: false },
  ] as const)('$why: $isListed', ({ given, isListed }) => {
    expect(names('Waiting on a trigger', [milestone('Design', given)])).toEqual(isListed ? ['Design'] : []);
  });

  it('shows the failed checks, the days waiting and the person', () => {
    const [row] = listed('Waiting on a trigger', [
      milestone('Design', {
        approval: 'Approved',
        decidedOn: plainDate('2026-11-05'),
        plannedDate: plainDate('2026-11-20'),
        shown: { missingForBilling: 'Add the finance contact (Ana)\nAdd the purchase order (Ben)' },
      }),
    ]);
    expect(row).toMatchObject({
      days: 6,
      detail: 'Add the finance contact (Ana); Add the purchase order (Ben)',
      person: 'Priya',
      nextStep: 'Mend what is missing; it then bills itself',
      sum: { minor: 100_000, currency: 'GBP' },
    });
  });

  it('comes by days waiting, then by amount within a currency', () => {
    const planned = plainDate('2026-11-01');
    const rows = names('Waiting on a trigger', [
      milestone('small', { plannedDate: planned, amount: 10 }),
      milestone('yen', { plannedDate: planned, amount: 99_999, currency: 'JPY' }),
      milestone('large', { plannedDate: planned, amount: 20 }),
      milestone('oldest', { plannedDate: plainDate('2026-10-01'), amount: 1 }),
      milestone('unknown', { delivery: 'Delivered', amount: 5000 }),
    ]);
    expect(rows).toEqual(['oldest', 'large', 'small', 'yen', 'unknown']);
  });

  it('shows the approved part where the project bills parts, and the whole where it waits for all', () => {
    const part = milestone('Design', { approval: 'Approved in part', approvedAmount: 400 });
    const sumWith = (partialApproval: 'Bill approved part' | 'Wait for full') =>
      planReview(reviewFacts([part], { projects: [{ ...project, partialApproval }] }), policy, WEDNESDAY).sections[
        'Waiting on a trigger'
      ][0]?.sum?.minor;
    expect(sumWith('Bill approved part')).toBe(40_000);
    expect(sumWith('Wait for full')).toBe(100_000);
  });
});

describe('Waiting on a trigger says', () => {
  it('of what is deferred its rule, its reason and its end, and not merely what is missing (Rule 10.2)', () => {
    const detail = 'Deferred: the project is paused until 2026-12-01, and its policy is to defer.';
    const [row] = listed('Waiting on a trigger', [
      milestone('Design', {
        approval: 'Approved',
        shown: { billingDetail: detail, missingForBilling: 'Deferred until later (Priya)' },
      }),
    ]);
    expect(row).toMatchObject({ detail, nextStep: 'Wait for the end of the pause', person: 'Priya' });
  });

  it('what is left of a milestone of which a part was billed by itself (Rule 10.1), also when that part is paid', () => {
    const part = milestone('Design', {
      approval: 'Approved in part',
      approvedAmount: 400,
      decidedOn: plainDate('2026-10-02'),
      shown: { billingStatus: 'Paid', invoiced: 400, remaining: 0, paidOn: plainDate('2026-11-10') },
    });
    const facts = reviewFacts([part], { projects: [{ ...project, partialApproval: 'Bill approved part' }] });
    const { sections } = planReview(facts, policy, WEDNESDAY);
    expect(sections['Waiting on a trigger']).toMatchObject([
      { status: 'Not yet triggered', sum: { minor: 60_000 }, nextStep: 'Ask for the decision on the rest' },
    ]);
    expect(sections['Closed this week']).toMatchObject([{ item: 'Design', sum: { minor: 40_000 } }]);
  });
});

describe('Due soon and Overdue rest on the dates as of the review, not on what Notion was told', () => {
  test.each([
    { due: '2026-11-10', stale: 'Due soon', soon: false, late: true, why: 'the day after the due date' },
    { due: '2026-11-11', stale: 'Overdue', soon: true, late: false, why: 'the due day itself is on time' },
    { due: '2026-11-18', stale: 'Sent', soon: true, late: false, why: 'seven days ahead' },
    { due: '2026-11-19', stale: 'Due soon', soon: false, late: false, why: 'eight days ahead' },
  ] as const)('$due, last shown as $stale ($why)', ({ due, stale, soon, late }) => {
    const item = [invoiced('Design', due, { shown: { billingStatus: stale } })];
    expect(names('Due soon', item)).toHaveLength(soon ? 1 : 0);
    expect(names('Overdue', item)).toHaveLength(late ? 1 : 0);
  });

  it('lists as due soon what a short term keeps at Sent but falls due within seven days', () => {
    const shortTerm = invoiced('Design', '2026-11-16', { shown: { issued: plainDate('2026-11-09') } });
    expect(listed('Due soon', [shortTerm])[0]).toMatchObject({
      status: 'Sent',
      days: 5,
      nextStep: 'Payment by 2026-11-16',
    });
  });

  test.each(['Paid', 'Closed'] as const)('%s is in neither', (billingStatus) => {
    const item = [invoiced('Design', '2026-11-01', { shown: { billingStatus } })];
    expect([...names('Due soon', item), ...names('Overdue', item)]).toEqual([]);
  });

  it('keeps returned money out of Overdue', () => {
    const returned = invoiced('Design', '2026-11-01', {
      shown: { billingStatus: 'Overdue', billingDetail: 'Money returned: the bank took it back.' },
    });
    expect(names('Overdue', [returned])).toEqual([]);
  });

  it('shows the latest message, the next step and its date', () => {
    const chased = invoiced('Design', '2026-11-05', {
      shown: { followUpStep: 'Light', lastFollowUp: plainDate('2026-11-06'), nextFollowUp: plainDate('2026-11-12') },
    });
    expect(listed('Overdue', [chased])[0]).toMatchObject({
      days: 6,
      detail: 'Light on 2026-11-06',
      nextStep: 'Firm on 2026-11-12',
      invoice: { number: 'INV-Design', url: 'https://stripe.example/Design' },
    });
  });

  test.each([
    { stopUntil: '2026-11-20', nextStep: 'Promised for 2026-11-20: their payment run' },
    { stopUntil: '2026-11-10', nextStep: 'Promised for 2026-11-10: their payment run' },
    { stopUntil: '2026-11-09', nextStep: 'Decide by hand' },
  ])('a promise for $stopUntil reads "$nextStep"', ({ stopUntil, nextStep }) => {
    const promised = invoiced('Design', '2026-11-05', {
      followUpStop: 'Promised',
      stopUntil: plainDate(stopUntil),
      stopReason: 'their payment run',
    });
    expect(listed('Overdue', [promised])[0]?.nextStep).toBe(nextStep);
  });

  it('puts the longest overdue first, then the largest remaining sum', () => {
    const rows = names('Overdue', [
      invoiced('newer', '2026-11-08'),
      invoiced('small', '2026-11-01', { shown: { remaining: 10 } }),
      invoiced('large', '2026-11-01', { shown: { remaining: 20 } }),
    ]);
    expect(rows).toEqual(['large', 'small', 'newer']);
  });
});

describe('Upcoming billing', () => {
  test.each([
    { planned: '2026-11-10', isListed: false, why: 'yesterday' },
    { planned: '2026-11-11', isListed: true, why: 'today' },
    { planned: '2026-12-02', isListed: true, why: 'day 21' },
    { planned: '2026-12-03', isListed: false, why: 'day 22' },
  ])('$planned ($why): $isListed', ({ planned, isListed }) => {
    const item = milestone('Design', { plannedDate: plainDate(planned) });
    expect(names('Upcoming billing', [item])).toHaveLength(isListed ? 1 : 0);
  });

  it('reads a planned instant on the seller’s calendar', () => {
    const justAfterMidnightUtc = instantFromIso('2026-11-12T00:30:00+01:00');
    const [row] = listed('Upcoming billing', [milestone('Design', { plannedDate: justAfterMidnightUtc })]);
    expect(row?.date).toBe('2026-11-11');
  });
});

describe('Upcoming billing and money that went back', () => {
  const event = 'Build: 1,000.00 GBP, milestone approval, Priya (under review: money went back on "Design")';
  const upcoming = (item: Milestone) =>
    planReview(
      reviewFacts([item], { projects: [{ ...project, shown: { ...project.shown, nextBillingEvent: event } }] }),
      policy,
      WEDNESDAY,
    ).sections['Upcoming billing'];

  it.each([
    { why: 'far ahead', plannedDate: plainDate('2027-03-01') },
    { why: 'without a day', plannedDate: null },
  ])('lists the event that is under review $why', ({ plannedDate }) => {
    expect(upcoming(milestone('Build', { plannedDate }))).toMatchObject([
      {
        item: 'Build',
        detail: 'Milestone approval; under review: money went back on "Design"',
        nextStep: 'Settle what went back first',
      },
    ]);
  });

  it('leaves other events of the project where they are, and what was called off out', () => {
    expect(upcoming(milestone('Audit'))).toEqual([]);
    expect(upcoming(milestone('Audit', { plannedDate: plainDate('2026-11-20'), approval: 'Withdrawn' }))).toEqual([]);
  });
});

describe('Closed this week', () => {
  it('takes the day of a write-off from Stripe, where it is known', () => {
    const writtenOff = invoiced('Design', '2026-08-01', {
      lastEditedAt: instantFromIso('2026-11-10T09:00:00Z'),
      shown: { billingStatus: 'Closed', billingDetail: 'Written off: 1,000.00 GBP marked uncollectible in Stripe.' },
    });
    const on = (day: string) =>
      planReview(
        reviewFacts([writtenOff], {
          stripe: {
            invoices: [],
            givenUp: [{ invoice: invoiceOf(writtenOff), at: instantFromIso(`${day}T12:00:00Z`) }],
          },
        }),
        policy,
        WEDNESDAY,
      ).sections['Closed this week'];
    expect(on('2026-11-09')).toMatchObject([{ date: '2026-11-09' }]);
    expect(on('2026-11-07')).toEqual([]);
  });

  test.each([
    { paidOn: '2026-11-08', isListed: false, why: 'Sunday before' },
    { paidOn: '2026-11-09', isListed: true, why: 'Monday' },
    { paidOn: '2026-11-15', isListed: true, why: 'Sunday' },
    { paidOn: '2026-11-16', isListed: false, why: 'Monday after' },
  ])('paid on $paidOn ($why): $isListed', ({ paidOn, isListed }) => {
    const paid = invoiced('Design', '2026-11-20', {
      shown: { billingStatus: 'Paid', remaining: 0, paidOn: plainDate(paidOn) },
    });
    expect(names('Closed this week', [paid])).toHaveLength(isListed ? 1 : 0);
  });

  test.each([
    { editedAt: '2026-11-09T00:00:00Z', isListed: true },
    { editedAt: '2026-11-08T23:59:00Z', isListed: false },
  ])('closed without payment, last edited $editedAt: $isListed', ({ editedAt, isListed }) => {
    const writtenOff = invoiced('Design', '2026-08-01', {
      lastEditedAt: instantFromIso(editedAt),
      shown: { billingStatus: 'Closed', billingDetail: 'Written off' },
    });
    expect(names('Closed this week', [writtenOff])).toHaveLength(isListed ? 1 : 0);
  });
});

describe('Unassigned', () => {
  const nobody = [person('Ana'), person('Ben')];

  it('lists each item of the other sections without exactly one person once, oldest first, naming its section', () => {
    const rows = listed('Unassigned', [
      invoiced('late', '2026-11-05', { billingOwners: nobody }),
      milestone('both', { billingOwners: nobody, delivery: 'Delivered', plannedDate: plainDate('2026-11-15') }),
      invoiced('earlier', '2026-10-05', { billingOwners: nobody }),
      invoiced('assigned', '2026-09-05'),
    ]);
    expect(rows.map(({ item, detail }) => [item, detail])).toEqual([
      ['earlier', 'Overdue'],
      ['late', 'Overdue'],
      ['both', 'Waiting on a trigger'],
    ]);
  });

  it('leaves out what is finished, since nobody has to act on it', () => {
    const paid = invoiced('Design', '2026-11-20', {
      billingOwners: nobody,
      shown: { billingStatus: 'Paid', paidOn: plainDate('2026-11-10') },
    });
    expect(names('Unassigned', [paid])).toEqual([]);
    expect(names('Closed this week', [paid])).toEqual(['Design']);
  });
});

describe('a milestone whose records are incomplete', () => {
  it('is listed without project and client when it names two projects', () => {
    const [row] = listed('Waiting on a trigger', [
      milestone('Design', { delivery: 'Delivered', projectIds: ['website', 'x'] }),
    ]);
    expect(row).toMatchObject({ client: '', project: '', person: undefined });
  });

  it('is listed without a sum when its currency is none', () => {
    const [row] = listed('Waiting on a trigger', [milestone('Design', { delivery: 'Delivered', currency: 'shells' })]);
    expect(row?.sum).toBeUndefined();
  });
});
