import { describe, expect, test } from 'vitest';
import { instantFromIso, plainDate } from '../../../src/billing/calendar.ts';
import type { Client, Milestone, MilestoneFacts, Project } from '../../../src/billing/facts.ts';
import { missingLines, readiness } from '../../../src/billing/readiness/readiness.ts';
import {
  aClient,
  aMilestone,
  anInvoice,
  aPolicy,
  aProject,
  nothingShown,
  person,
  theFacts,
} from '../../support/facts.ts';

const now = instantFromIso('2026-11-03T14:30:00Z');
const check = (facts: MilestoneFacts, policy = aPolicy()) => readiness({ facts, policy, now });
const failedIds = (facts: MilestoneFacts): string[] =>
  check(facts)
    .filter((result) => !result.passed)
    .map((result) => result.id);

type Spoiled = {
  name: string;
  milestone?: Partial<Milestone>;
  project?: Partial<Project>;
  client?: Partial<Client>;
  failed: string[];
};

describe('readiness (Rule 5)', () => {
  test('passes every check for a milestone that is approved and complete', () => {
    expect(failedIds(theFacts())).toEqual([]);
    expect(missingLines(check(theFacts()))).toBe('');
  });

  test.each<Spoiled>([
    { name: 'no trigger', milestone: { trigger: null }, failed: ['R01'] },
    { name: 'not requested', milestone: { approval: 'Not requested' }, failed: ['R02'] },
    { name: 'only requested', milestone: { approval: 'Requested' }, failed: ['R02'] },
    { name: 'changes requested', milestone: { approval: 'Changes requested' }, failed: ['R02'] },
    { name: 'approved in part', milestone: { approval: 'Approved in part' }, failed: ['R07'] },
    { name: 'no decision date', milestone: { decidedOn: null }, failed: ['R03'] },
    { name: 'decision tomorrow', milestone: { decidedOn: plainDate('2026-11-04') }, failed: ['R03'] },
    { name: 'decision before delivery', milestone: { delivery: 'In progress' }, failed: ['R03'] },
    { name: 'wrong approver (X03)', milestone: { decidedBy: ['r.lane@client.example'] }, failed: ['R04'] },
    {
      name: 'two approval owners',
      project: { approvalOwners: ['a@client.example', 'b@client.example'] },
      failed: ['R04'],
    },
    { name: 'no approval owner', project: { approvalOwners: [] }, failed: ['R04'] },
    { name: 'another channel than agreed', milestone: { decisionChannel: 'Notion' }, failed: ['R05'] },
    { name: 'no proof', milestone: { decisionProof: null }, failed: ['R05'] },
    {
      name: 'praise in chat (X02)',
      milestone: { decidedOn: null, decidedBy: [], decisionChannel: null, decisionProof: null },
      failed: ['R03', 'R04', 'R05'],
    },
    { name: 'no evidence', milestone: { hasEvidence: false }, failed: ['R06'] },
    { name: 'no amount', milestone: { amount: null }, failed: ['R08'] },
    { name: 'an approved amount that differs', milestone: { approvedAmount: 3900 }, failed: ['R08'] },
    { name: 'a currency that is none', milestone: { currency: 'Euros' }, failed: ['R08'] },
    { name: 'no billing address', client: { billingEmail: null }, failed: ['R10'] },
    { name: 'a broken billing address', client: { billingEmail: 'ap@client' }, failed: ['R10'] },
    { name: 'our own billing address', client: { billingEmail: 'Mara@studio.example' }, failed: ['R10'] },
    { name: 'a missing purchase order', client: { poRequired: true }, failed: ['R11'] },
    {
      name: 'an expired purchase order',
      client: { poRequired: true, poNumber: 'PO-1', poExpires: plainDate('2026-11-02') },
      failed: ['R11'],
    },
    { name: 'fractional terms', client: { paymentTermsDays: 14.5 }, failed: ['R14'] },
    { name: 'negative terms', client: { paymentTermsDays: -1 }, failed: ['R14'] },
    {
      name: 'an invoice that is not ours',
      milestone: { shown: { ...nothingShown, stripeInvoice: 'in_typed' } },
      failed: ['R16'],
    },
    { name: 'two billing owners', milestone: { billingOwners: [person('Mara'), person('Jonas')] }, failed: ['R17'] },
    {
      name: 'a bot as billing owner',
      milestone: { billingOwners: [person('Bot', { isPerson: false })] },
      failed: ['R17'],
    },
    { name: 'a client with a portal', client: { submission: 'Portal' }, failed: ['R12'] },
    {
      name: 'a paused project that defers (X17)',
      project: { status: 'Paused', pausedOn: plainDate('2026-11-05'), whenPaused: 'Defer until resume' },
      failed: ['R15'],
    },
    {
      name: 'a pause before the decision (X17)',
      project: { status: 'Paused', pausedOn: plainDate('2026-11-02') },
      failed: ['R15'],
    },
    { name: 'a pause that nobody dated', project: { status: 'Paused' }, failed: ['R15'] },
    {
      name: 'a decision before the pause (X17)',
      project: { status: 'Paused', pausedOn: plainDate('2026-11-05') },
      failed: [],
    },
    { name: 'no project', milestone: { projectIds: [] }, failed: ['place'] },
  ])('fails $failed for $name', ({ milestone, project, client, failed }) => {
    const facts = theFacts({ milestone: aMilestone(milestone), project: aProject(project), client: aClient(client) });
    expect(failedIds(facts)).toEqual(failed);
  });

  test('compares the decider with the approval owner by address, whatever the capitals', () => {
    expect(failedIds(theFacts({ milestone: aMilestone({ decidedBy: ['D.Osei@Client.example '] }) }))).toEqual([]);
  });

  test('lets the milestone’s own approval owner stand before the project’s', () => {
    const milestone = aMilestone({ approvalOwners: ['cfo@client.example'] });
    expect(failedIds(theFacts({ milestone }))).toEqual(['R04']);
  });

  test('keeps every failure, each with who can mend it', () => {
    const facts = theFacts({
      milestone: aMilestone({ hasEvidence: false, amount: -3 }),
      client: aClient({ billingEmail: null }),
    });
    expect(missingLines(check(facts)).split('\n')).toEqual([
      'Show what was delivered: a link in "Deliverable" or a file in "Evidence" (Mara)',
      'Correct the amount: the amount is negative (Mara)',
      'Add the finance contact: the "Billing email" of the client is empty (Jonas)',
    ]);
  });

  test('says that nobody is responsible when nobody is', () => {
    const facts = theFacts({
      project: aProject({ owners: [] }),
      client: aClient({ accountOwners: [] }),
      milestone: aMilestone({ hasEvidence: false }),
    });
    expect(missingLines(check(facts))).toContain('(nobody is responsible yet)');
    expect(missingLines(check(facts, aPolicy({ defaultBillingOwner: 'office@studio.example' })))).toContain(
      '(office@studio.example)',
    );
  });

  test('refuses a biller who is also the approver', () => {
    const facts = theFacts({ project: aProject({ owners: [person('Dele', { email: 'd.osei@client.example' })] }) });
    expect(failedIds(facts)).toContain('R17');
  });
});

describe('a purchase order (X19)', () => {
  const under = (poValue: number): MilestoneFacts =>
    theFacts({
      client: aClient({ poRequired: true, poNumber: 'PO-7', poValue }),
      clientInvoices: [
        anInvoice({ id: 'in_a', milestoneId: 'a', poNumber: 'PO-7', total: 500_000, status: 'paid' }),
        anInvoice({ id: 'in_b', milestoneId: 'b', poNumber: 'PO-7', total: 250_000 }),
        anInvoice({ id: 'in_c', milestoneId: 'c', poNumber: 'PO-7', total: 900_000, status: 'void' }),
        anInvoice({ id: 'in_d', milestoneId: 'd', poNumber: 'PO-6', total: 900_000 }),
      ],
    });

  test('of 10,000.00 with 7,500.00 used is short by 1,500.00 for 4,000.00', () => {
    expect(missingLines(check(under(10_000)))).toBe(
      'Purchase order PO-7 is short by 1,500.00 GBP: ask the client to raise it (Jonas)',
    );
  });

  test('raised to 12,000.00 is enough', () => {
    expect(failedIds(under(12_000))).toEqual([]);
  });
});
