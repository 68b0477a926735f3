import { describe, expect, test } from 'vitest';
import { plainDate } from '../../../src/billing/calendar.ts';
import type { Invoice, Milestone } from '../../../src/billing/facts.ts';
import { aMilestone, aPolicy, MILESTONE_ID } from '../../support/facts.ts';
import { bill, invoicedShown, mismatchIn, theProject } from '../kit.ts';

const sent = bill(400_000);
const withInvoice = (milestone: Partial<Milestone>, invoices: readonly Invoice[] = [sent]) =>
  theProject({
    milestones: [aMilestone({ ...milestone, shown: invoicedShown(4000) })],
    invoices,
    now: '2026-11-10T10:00:00Z',
  });

describe('M02 a live invoice without a valid approval', () => {
  test.each<{ name: string; milestone: Partial<Milestone>; invoices?: readonly Invoice[]; said: string | undefined }>([
    { name: 'approved', milestone: {}, said: undefined },
    {
      name: 'withdrawn',
      milestone: { approval: 'Withdrawn' },
      said: 'Invoice NW-0001 is out. Not approved: "Approval" says Withdrawn.',
    },
    {
      name: 'decided by somebody else',
      milestone: { decidedBy: ['r.lane@client.example'] },
      said: 'Invoice NW-0001 is out. Decided by r.lane@client.example, but the approval owner is d.osei@client.example.',
    },
    {
      name: 'without proof',
      milestone: { decisionProof: null },
      said: 'Invoice NW-0001 is out. Link the decision: "Decision proof" is empty.',
    },
    {
      name: 'withdrawn, and voided',
      milestone: { approval: 'Withdrawn' },
      invoices: [{ ...sent, status: 'void' }],
      said: undefined,
    },
    {
      name: 'withdrawn, of an invoice without a number',
      milestone: { approval: 'Withdrawn' },
      invoices: [{ ...sent, number: null }],
      said: 'Invoice in_1 is out. Not approved: "Approval" says Withdrawn.',
    },
    { name: 'a deposit, which nobody approves', milestone: { trigger: 'Deposit', approval: null }, said: undefined },
  ])('$name: $said', ({ milestone, invoices, said }) => {
    expect(mismatchIn(withInvoice(milestone, invoices), 'M02')?.words).toBe(said);
  });
});

describe('M03 a live invoice without evidence', () => {
  test.each<{ name: string; milestone: Partial<Milestone>; invoices?: readonly Invoice[]; opens: boolean }>([
    { name: 'with evidence', milestone: {}, opens: false },
    { name: 'without', milestone: { hasEvidence: false }, opens: true },
    { name: 'without, and not billed', milestone: { hasEvidence: false }, invoices: [], opens: false },
    { name: 'without, of a deposit', milestone: { hasEvidence: false, trigger: 'Deposit' }, opens: false },
  ])('$name: $opens', ({ milestone, invoices, opens }) => {
    expect(mismatchIn(withInvoice(milestone, invoices), 'M03')?.words).toBe(
      opens
        ? 'Invoice NW-0001 is out. Show what was delivered: a link in "Deliverable" or a file in "Evidence".'
        : undefined,
    );
  });
});

describe('M04 delivered, and no decision within the review window of five business days', () => {
  const delivered = (now: string, milestone: Partial<Milestone> = {}, since = '2026-11-03') =>
    theProject({
      milestones: [aMilestone({ approval: 'Requested', ...milestone })],
      deliveredSince: new Map([[MILESTONE_ID, plainDate(since)]]),
      now,
    });

  test.each([
    { name: 'five business days', now: '2026-11-10T10:00:00Z', opens: false },
    { name: 'six business days', now: '2026-11-11T10:00:00Z', opens: true },
  ])('$name: $opens', ({ now, opens }) => {
    expect(mismatchIn(delivered(now), 'M04')).toEqual(
      opens
        ? expect.objectContaining({
            person: 'Jonas',
            words: 'Delivered since 2026-11-03, waiting for 6 business days. Ask the client for the decision.',
          })
        : undefined,
    );
  });

  test('closes with the decision', () => {
    expect(mismatchIn(delivered('2026-11-20T10:00:00Z', { approval: 'Approved' }), 'M04')).toBeUndefined();
  });

  test('is not opened where nobody knows since when', () => {
    const facts = { ...delivered('2026-11-20T10:00:00Z'), deliveredSince: new Map() };
    expect(mismatchIn(facts, 'M04')).toBeUndefined();
  });

  test('leaves out holidays, the team’s own as well', () => {
    const policy = aPolicy({ holidays: [plainDate('2026-11-06')] });
    expect(mismatchIn({ ...delivered('2026-11-11T10:00:00Z'), policy }, 'M04')).toBeUndefined();
  });
});
