import { describe, expect, test } from 'vitest';
import { plainDate } from '../../../src/billing/calendar.ts';
import type { Milestone, Project } from '../../../src/billing/facts.ts';
import type { ReviewFacts } from '../../../src/billing/review/facts.ts';
import { planReview, type RowSection } from '../../../src/billing/review/plan-review.ts';
import { client, invoiced, milestone, policy, project, reviewFacts, WEDNESDAY } from './sample.ts';

const listed = (section: RowSection, milestones: readonly Milestone[], given: Partial<ReviewFacts> = {}) =>
  planReview(reviewFacts(milestones, given), policy, WEDNESDAY).sections[section];

describe('Mismatches are listed as they stand beside their projects', () => {
  const showing = (mismatches: string, changes: Partial<Project> = {}): Project => ({
    ...project,
    ...changes,
    shown: { ...project.shown, mismatches },
  });
  const LINES = [
    'Design: invoice without evidence. Show what was delivered. (Priya, since 2026-11-10)',
    'Build: billed twice. Void or credit one in Stripe. (nobody is responsible yet, since 2026-11-11)',
    'Design: amount differs. Log a new decision. (Priya, since 2026-11-09)',
    'Audit: amount differs. Log a new decision. (Priya, since 2026-11-02)',
    'Nothing left to bill. Plan the next milestone, or set the project to Done. (Priya, since 2026-11-01)',
  ].join('\n');

  test('the worst first, then the oldest', () => {
    expect(listed('Mismatches', [], { projects: [showing(LINES)] })).toMatchObject([
      { item: 'Build', status: 'critical', detail: 'billed twice', days: 0, person: undefined },
      { item: 'Audit', status: 'high', days: 9, person: 'Priya', client: 'Acme', project: 'Website' },
      { item: 'Design', status: 'high', days: 2, nextStep: 'Log a new decision.' },
      { item: 'Design', status: 'medium', days: 1 },
      { item: 'Website', status: 'low', detail: 'nothing left to bill', date: '2026-11-01' },
    ]);
  });

  test.each([
    { name: 'no client', clientIds: [] },
    { name: 'two clients', clientIds: ['acme', 'other'] },
    { name: 'a client that cannot be read', clientIds: ['other'] },
  ])('of a project with $name they name none', ({ clientIds }) => {
    const [row] = listed('Mismatches', [], { projects: [showing(LINES, { clientIds })], clients: [client] });
    expect(row).toMatchObject({ client: '' });
  });
});

describe('rows say what is not known', () => {
  test('an invoice without a number is named by its id, else as an invoice', () => {
    const of = (shown: Partial<Milestone['shown']>) =>
      listed('Overdue', [invoiced('Design', '2026-11-01', { shown: { invoiceNumber: '', ...shown } })])[0]?.invoice
        ?.number;
    expect(of({ stripeInvoice: 'in_1' })).toBe('in_1');
    expect(of({ stripeInvoice: '' })).toBe('Invoice');
  });

  test('a milestone without project and client is listed without them', () => {
    const [row] = listed('Overdue', [invoiced('Design', '2026-11-01', { projectIds: [] })]);
    expect(row).toMatchObject({ client: '', project: '', item: 'Design' });
  });

  test('what is due soon says when it was issued and by when it is to be paid, as far as it is known', () => {
    const of = (shown: Partial<Milestone['shown']>) =>
      listed('Due soon', [invoiced('Design', '2026-11-12', { shown: { billingStatus: 'Due soon', ...shown } })])[0];
    expect(of({})).toMatchObject({ detail: 'Issued 2026-10-29', nextStep: 'Payment by 2026-11-12', days: 1 });
    expect(of({ issued: null, due: null })).toMatchObject({ detail: '', nextStep: 'Set a due date', days: undefined });
  });

  test('an overdue one says which message went out last and which comes next', () => {
    const of = (shown: Partial<Milestone['shown']>) =>
      listed('Overdue', [invoiced('Design', '2026-11-01', { shown })])[0];
    const day = plainDate('2026-11-20');
    expect(of({})).toMatchObject({ detail: 'No follow-up yet', nextStep: 'Decide by hand' });
    expect(of({ lastFollowUp: day, nextFollowUp: day })).toMatchObject({
      detail: 'Follow-up on 2026-11-20',
      nextStep: 'Light on 2026-11-20',
    });
    expect(of({ followUpStep: 'Formal', lastFollowUp: day, nextFollowUp: day })).toMatchObject({
      detail: 'Formal on 2026-11-20',
      nextStep: 'Follow-up on 2026-11-20',
    });
  });

  test('a stop says its reason, if it has one', () => {
    const of = (stopReason: string) =>
      listed('Overdue', [invoiced('Design', '2026-11-01', { followUpStop: 'On hold', stopReason })])[0]?.nextStep;
    expect(of('new finance team')).toBe('On hold until 2026-11-25: new finance team');
    expect(of('')).toBe('On hold until 2026-11-25');
  });
});

describe('upcoming billing says what is to be done for it', () => {
  const planned = plainDate('2026-11-20');

  test.each<{ name: string; given: Partial<Milestone>; nextStep: string }>([
    { name: 'no trigger', given: { trigger: null }, nextStep: 'Name what bills it' },
    { name: 'approved', given: { approval: 'Approved' }, nextStep: 'Bills itself once ready' },
    { name: 'a handoff', given: { trigger: 'Final handoff' }, nextStep: 'Hand over and ask for approval' },
    { name: 'an approval', given: { trigger: 'Milestone approval' }, nextStep: 'Deliver and ask for approval' },
    { name: 'a deposit', given: { trigger: 'Deposit' }, nextStep: 'Prepare the invoice data' },
  ])('$name: $nextStep', ({ given, nextStep }) => {
    const { shown: _, ...rest } = given;
    expect(listed('Upcoming billing', [milestone('Design', { plannedDate: planned, ...rest })])[0]).toMatchObject({
      date: planned,
      days: 9,
      nextStep,
    });
  });
});
