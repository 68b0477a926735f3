import { describe, expect, test } from 'vitest';
import { type Instant, instantFromIso, plainDate } from '../../../src/billing/calendar.ts';
import { decide } from '../../../src/billing/decide.ts';
import type { Invoice } from '../../../src/billing/facts.ts';
import { projectView } from '../../../src/billing/project-view.ts';
import { missingLines } from '../../../src/billing/readiness/readiness.ts';
import { aMilestone, aPolicy, theFacts } from '../../support/facts.ts';
import { at, failedChecks, issued, orderedBy, pageId, paidAt, showing, theProject } from '../kit.ts';

const policy = aPolicy();

describe('X01 Happy path: 4,000.00 approved by the named owner on Tuesday 2026-11-03 at 14:10', () => {
  const milestone = aMilestone({ name: 'Milestone 2', order: 2, decidedOn: at('2026-11-03T14:10:00Z') });
  const facts = theFacts({ milestone });
  const order = orderedBy(decide(facts, policy, at('2026-11-03T14:20:00Z')));
  const invoice = issued(order, at('2026-11-03T14:20:05Z'));
  const looked = (invoices: Invoice[], iso: string) => decide({ ...facts, invoices }, policy, at(iso));

  test('X01 is issued at 14:20, not before, and due on Tuesday 17 November', () => {
    expect(looked([], '2026-11-03T14:19:59Z').action).toBeUndefined();
    expect(order).toMatchObject({
      money: { minor: 400_000, currency: 'GBP' },
      issuedAt: at('2026-11-03T00:00:00Z'),
      dueDate: '2026-11-17',
      dueAt: at('2026-11-17T23:59:59Z'),
    });
  });

  test.each([
    { status: 'Sent', from: '2026-11-03T14:21:00Z', to: '2026-11-09T23:59:59Z' },
    { status: 'Due soon', from: '2026-11-10T00:00:00Z', to: '2026-11-17T23:59:59Z' },
    { status: 'Overdue', from: '2026-11-18T00:00:00Z', to: '2027-01-31T12:00:00Z' },
  ])('X01 is $status from $from to $to while it is not paid', ({ status, from, to }) => {
    for (const iso of [from, to]) expect(looked([invoice], iso).shown.billingStatus).toBe(status);
  });

  test('X01 paid by card on 16 November at 11:02 is paid on 2026-11-16, with no reminder pending', () => {
    const { shown } = looked([paidAt(invoice, '2026-11-16T11:02:00Z')], '2026-11-16T11:02:30Z');
    expect(shown).toMatchObject({ billingStatus: 'Paid', paidOn: '2026-11-16', remaining: 0, nextFollowUp: null });
  });

  test('X01 paid makes milestone 3 the next billing event', () => {
    const paid = paidAt(invoice, '2026-11-16T11:02:00Z');
    const { shown } = looked([paid], '2026-11-16T11:02:30Z');
    const third = aMilestone({ id: pageId(3), name: 'Milestone 3', order: 3, approval: 'Not requested' });
    const facts = theProject({
      milestones: [third, showing(milestone, shown)],
      invoices: [paid],
      now: '2026-11-16T11:03:00Z',
    });
    expect(projectView(facts, () => facts.today)).toMatchObject({
      shown: { nextBillingEvent: 'Milestone 3: 4,000.00 GBP, milestone approval, Mara' },
      mismatches: [],
    });
  });
});

describe('X02 Praise in chat: the lead sets "Approved", and no decision is logged', () => {
  const milestone = aMilestone({ decidedOn: null, decidedBy: [], decisionChannel: null, decisionProof: null });

  test('X02 fails R03, R04 and R05, while R02 passes: the status is there', () => {
    const input = { facts: theFacts({ milestone }), policy, now: at('2026-11-03T14:30:00Z') };
    expect(failedChecks(input)).toEqual(['R03', 'R04', 'R05']);
  });

  test.each(['2026-11-03T14:10:00Z', '2026-11-03T14:30:00Z', '2026-11-10T09:00:00Z'])(
    'X02 sends no invoice at %s',
    (iso) => {
      const { action, shown, checks } = decide(theFacts({ milestone }), policy, at(iso));
      expect(action).toBeUndefined();
      expect(shown).toMatchObject({
        billingStatus: 'Not yet triggered',
        billingDetail: 'Blocked: 3 things are missing, see "Missing for billing".',
        missingForBilling: missingLines(checks),
      });
      expect(shown.missingForBilling).toContain('praise alone is not a decision (Mara)');
    },
  );
});

describe('X03 Wrong approver: R. Lane decided, the approval owner is D. Osei', () => {
  const byLane = aMilestone({ decidedBy: ['r.lane@client.example'] });
  const byOsei = aMilestone({ decidedBy: ['d.osei@client.example'], decidedOn: plainDate('2026-11-05') });

  test('X03 fails R04 only, and names both', () => {
    const input = { facts: theFacts({ milestone: byLane }), policy, now: at('2026-11-03T14:30:00Z') };
    expect(failedChecks(input)).toEqual(['R04']);
    const { action, shown } = decide(input.facts, policy, input.now);
    expect(action).toBeUndefined();
    expect(shown.missingForBilling).toBe(
      'Decided by r.lane@client.example, but the approval owner is d.osei@client.example (Mara)',
    );
  });

  test('X03 after a decision by Osei on 5 November is issued on 5 November, not on the 3rd', () => {
    const facts = theFacts({ milestone: byOsei, approvedSince: at('2026-11-05T09:00:00Z') });
    expect(orderedBy(decide(facts, policy, at('2026-11-05T09:10:00Z')))).toMatchObject({
      issuedAt: at('2026-11-05T00:00:00Z'),
      dueDate: '2026-11-19',
    });
  });
});

describe('X04 Mis-click: approved 10:00, back to review 10:06, approved 10:30', () => {
  const minute = (time: string): Instant => instantFromIso(`2026-11-03T${time}:00Z`);
  const isApproved = (now: Instant): boolean =>
    (now >= minute('10:00') && now < minute('10:06')) || now >= minute('10:30');

  /** Looks at each of these times and whenever a look asks for another one. An approval counts from the look that read it. */
  function invoicesAfter(hints: readonly string[]): { readonly at: Instant; readonly invoice: Invoice }[] {
    const agenda = hints.map(minute);
    const found: { at: Instant; invoice: Invoice }[] = [];
    let approvedSince: Instant | undefined;
    for (let now = agenda.shift(); now !== undefined; now = agenda.sort((a, b) => a - b).shift()) {
      if (now > minute('11:00')) break;
      const approval = isApproved(now) ? 'Approved' : 'Requested';
      approvedSince = isApproved(now) ? (approvedSince ?? now) : undefined;
      const invoices = found.map(({ invoice }) => invoice);
      const decision = decide(theFacts({ milestone: aMilestone({ approval }), approvedSince, invoices }), policy, now);
      if (decision.lookAgainAt !== undefined) agenda.push(decision.lookAgainAt);
      if (decision.action?.kind === 'issue invoice')
        found.push({ at: now, invoice: issued(decision.action.order, now) });
    }
    return found;
  }

  test.each([
    { name: 'in order', hints: ['10:00', '10:06', '10:30'] },
    { name: 'in the order 10:30, 10:00, 10:06', hints: ['10:30', '10:30', '10:30'] },
    { name: 'with the middle one lost', hints: ['10:00', '10:30'] },
    { name: 'twice each', hints: ['10:00', '10:00', '10:06', '10:06', '10:30', '10:30'] },
    { name: 'and looked at again just before the quiet period ends', hints: ['10:00', '10:06', '10:30', '10:39'] },
  ])('X04 with the webhooks delivered $name makes one invoice, at 10:40', ({ hints }) => {
    expect(invoicesAfter(hints).map((one) => one.at)).toEqual([minute('10:40')]);
  });
});
