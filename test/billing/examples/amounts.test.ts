import { describe, expect, test } from 'vitest';
import { plainDate } from '../../../src/billing/calendar.ts';
import { decide } from '../../../src/billing/decide.ts';
import type { Invoice, Milestone } from '../../../src/billing/facts.ts';
import { formatMoney } from '../../../src/billing/money.ts';
import { kickoffOf } from '../../../src/billing/project/kickoff.ts';
import { projectView } from '../../../src/billing/project-view.ts';
import { splitByShares } from '../../../src/billing/shares.ts';
import { aMilestone, aPolicy, aProject, currency, theFacts } from '../../support/facts.ts';
import {
  at,
  bill,
  creditedBy,
  issued,
  keyOf,
  mismatchIds,
  mismatchIn,
  orderedBy,
  pageId,
  paidAt,
  showing,
  theProject,
} from '../kit.ts';

const policy = aPolicy();

describe('X14 Amount changed after sending: 4,000.00 sent', () => {
  const sent = bill(400_000);
  const edited = (amount: number, changes: Partial<Milestone> = {}): Milestone => aMilestone({ amount, ...changes });
  const looked = (milestone: Milestone, invoices: readonly Invoice[], iso: string) =>
    decide(theFacts({ milestone, invoices, approvedSince: at('2026-11-06T09:00:00Z') }), policy, at(iso));
  const inProject = (milestone: Milestone, invoices: readonly Invoice[]) =>
    theProject({ milestones: [milestone], invoices, now: '2026-11-06T10:00:00Z' });

  test('X14 edited to 4,500.00 opens M05', () => {
    expect(mismatchIn(inProject(edited(4500), [sent]), 'M05')).toMatchObject({
      severity: 'high',
      person: 'Mara',
      words: '500.00 GBP more here than was billed. Log a new decision to bill the difference, or put the amount back.',
    });
  });

  test('X14 edited to 4,500.00 leaves Stripe untouched and asks for a new decision', () => {
    const { action, shown } = looked(edited(4500), [sent], '2026-11-06T10:00:00Z');
    expect(action).toBeUndefined();
    expect(shown).toMatchObject({ billingStatus: 'Sent', invoiced: 4000, remaining: 4000 });
    expect(shown.billingDetail).toBe(
      'Sent on 2026-11-03, due on 2026-11-17. The amount here is 500.00 GBP more than was billed: log a new decision to bill the difference.',
    );
  });

  test('X14 approved over 4,500.00 makes a supplementary invoice over 500.00 with its own due date', () => {
    const milestone = edited(4500, { decidedOn: plainDate('2026-11-06') });
    const order = orderedBy(looked(milestone, [sent], '2026-11-06T09:10:00Z'));
    expect(order).toMatchObject({
      key: keyOf('supplement-1'),
      money: { minor: 50_000, currency: 'GBP' },
      dueDate: '2026-11-20',
    });

    const both = [sent, issued(order, at('2026-11-06T09:10:05Z'))];
    const { action, shown } = looked(milestone, both, '2026-11-06T09:11:00Z');
    expect(action).toBeUndefined();
    expect(shown).toMatchObject({ invoiced: 4500, remaining: 4500, due: '2026-11-17' });
    expect(mismatchIds(inProject(milestone, both))).toEqual([]);
  });

  test('X14 edited to 3,600.00 proposes a credit note over 400.00, and a person makes it', () => {
    const { action, shown } = looked(edited(3600), [sent], '2026-11-06T10:00:00Z');
    expect(action).toBeUndefined();
    expect(shown.remaining).toBe(4000);
    expect(shown.billingDetail).toContain(
      '400.00 GBP more than the amount here was billed: Mara gives it back with a credit note on invoice NW-0001',
    );
    expect(mismatchIds(inProject(edited(3600), [sent]))).toEqual(['M05']);
  });

  test('X14 has 3,600.00 remaining after the credit note, and M05 is closed', () => {
    const credited = creditedBy(sent, 40_000);
    expect(looked(edited(3600), [credited], '2026-11-06T11:00:00Z').shown).toMatchObject({
      billingStatus: 'Sent',
      remaining: 3600,
    });
    expect(mismatchIds(inProject(edited(3600), [credited]))).toEqual([]);
  });
});

describe('X16 Deposit: price 20,000.00, deposit 30 % = 6,000.00, kickoff waits for payment', () => {
  const project = aProject({ contractValue: 20_000, agreement: 'https://sign.example/1', kickoffWaitsFor: 'Payment' });
  const deposit = aMilestone({
    id: pageId(1),
    name: 'Deposit',
    order: 1,
    trigger: 'Deposit',
    amount: 6000,
    plannedDate: plainDate('2026-11-02'),
    approval: 'Not requested',
    delivery: null,
    hasEvidence: false,
    decidedOn: null,
    decidedBy: [],
  });
  const build = aMilestone({ id: pageId(2), name: 'Build', order: 2, amount: 8000, delivery: 'Planned' });
  const launch = aMilestone({ id: pageId(3), name: 'Launch', order: 3, amount: 12_000 });
  const plan = [deposit, build, launch];

  /** One of them with the others around it, and everything that was billed for the project so far. */
  const looked = (milestone: Milestone, invoices: readonly Invoice[], iso: string) =>
    decide(
      theFacts({
        milestone,
        project,
        siblings: plan.filter(({ id }) => id !== milestone.id),
        invoices: invoices.filter(({ milestoneId }) => milestoneId === milestone.id),
        clientInvoices: invoices.filter(({ milestoneId }) => milestoneId !== milestone.id),
      }),
      policy,
      at(iso),
    );
  const billed = (milestone: Milestone, before: readonly Invoice[], iso: string): Invoice =>
    issued(orderedBy(looked(milestone, before, iso)), at(iso), { number: `NW-${milestone.name}` });

  const sent = billed(deposit, [], '2026-11-02T09:00:00Z');
  const paid = paidAt(sent, '2026-11-09T10:00:00Z');
  const showsAs = (invoice: Invoice, iso: string) => showing(deposit, looked(deposit, [invoice], iso).shown);
  const onSecond = showsAs(sent, '2026-11-02T09:00:10Z');
  const onNinth = showsAs(paid, '2026-11-09T10:01:00Z');
  const started: Milestone = { ...build, delivery: 'In progress', approval: 'Not requested' };

  test('X16 is sent on 2 November over 6,000.00, and the kickoff is closed', () => {
    expect(sent).toMatchObject({ total: 600_000, dueAt: at('2026-11-16T23:59:59Z') });
    expect(onSecond.shown).toMatchObject({ billingStatus: 'Sent', issued: '2026-11-02' });
    expect(kickoffOf(project, [onSecond, build, launch])).toBe('Waiting');
  });

  test('X16 with work started on 4 November opens M08', () => {
    const around = { project, invoices: [sent], now: '2026-11-04T09:00:00Z' };
    const waiting = { ...launch, delivery: 'Planned', approval: 'Not requested' } as const;
    expect(mismatchIds(theProject({ ...around, milestones: [onSecond, build, waiting] }))).not.toContain('M08');
    const early = theProject({ ...around, milestones: [onSecond, started, waiting] });
    expect(mismatchIn(early, 'M08')?.words).toBe('Build: the project waits for the deposit to be paid.');
  });

  test('X16 paid on 9 November opens the kickoff and closes M08', () => {
    const facts = theProject({
      project,
      milestones: [onNinth, started, launch],
      invoices: [paid],
      now: '2026-11-09T10:02:00Z',
    });
    expect(projectView(facts, () => facts.today).shown.kickoff).toBe('Clear');
    expect(mismatchIds(facts)).not.toContain('M08');
  });

  test('X16 bills 8,000.00 and 12,000.00 - 6,000.00 = 6,000.00, in total 20,000.00', () => {
    const delivered: Milestone = { ...build, delivery: 'Delivered' };
    const first = billed(delivered, [paid], '2026-11-12T10:00:00Z');
    const last = orderedBy(looked(launch, [paid, first], '2026-11-13T10:00:00Z'));
    expect(first.total).toBe(800_000);
    expect(last.lines).toEqual([
      { words: 'Website: Launch', minor: 1_200_000 },
      { words: 'Deposit (invoice NW-Deposit)', minor: -600_000 },
    ]);
    expect(last.money.minor).toBe(600_000);
    expect(paid.total + first.total + last.money.minor).toBe(2_000_000);
  });

  test('X16 with "invoice sent" opens the kickoff on 2 November', () => {
    const soon = { ...project, kickoffWaitsFor: 'Invoice' } as const;
    expect(kickoffOf(soon, [deposit, build, launch])).toBe('Waiting');
    expect(kickoffOf(soon, [onSecond, build, launch])).toBe('Clear');
  });
});

describe('X27 Split in three', () => {
  test.each([
    { sum: 1_000_000, code: 'GBP', parts: ['3,333.33 GBP', '3,333.33 GBP', '3,333.34 GBP'] },
    { sum: 10_000, code: 'JPY', parts: ['3,333 JPY', '3,333 JPY', '3,334 JPY'] },
  ])('X27 of $sum smallest units of $code gives $parts', ({ sum, code, parts }) => {
    const split = splitByShares({ minor: sum, currency: currency(code) }, [1, 1, 1]);
    expect(split.map(formatMoney)).toEqual(parts);
  });
});
