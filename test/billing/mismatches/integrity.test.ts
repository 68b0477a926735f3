import { describe, expect, test } from 'vitest';
import type { Invoice, Milestone, ShownOnMilestone } from '../../../src/billing/facts.ts';
import type { ProjectFacts } from '../../../src/billing/mismatches/mismatch.ts';
import { aClient, aMilestone, aProject, person } from '../../support/facts.ts';
import { bill, invoicedShown, keyOf, mismatchIn, pageId, theProject } from '../kit.ts';

const NOW = '2026-11-10T10:00:00Z';
const said = (facts: ProjectFacts, id: string) => mismatchIn(facts, id)?.words;
const withInvoices = (...invoices: Invoice[]) =>
  theProject({ milestones: [aMilestone({ shown: invoicedShown(4000) })], invoices, now: NOW });

describe('M14 two live invoices for one billing key', () => {
  const one = bill(400_000);
  const twin = bill(400_000, { id: 'in_2', number: 'NW-0002' });

  test.each<{ name: string; invoices: readonly Invoice[]; words: string | undefined }>([
    { name: 'one', invoices: [one], words: undefined },
    {
      name: 'two',
      invoices: [one, twin],
      words: 'Invoices NW-0001 and NW-0002 ask for the same. Void or credit one in Stripe.',
    },
    {
      name: 'two, one without a number',
      invoices: [one, { ...twin, number: null }],
      words: 'Invoices NW-0001 and in_2 ask for the same. Void or credit one in Stripe.',
    },
    { name: 'two, one voided', invoices: [{ ...one, status: 'void' }, twin], words: undefined },
    {
      name: 'two of different parts',
      invoices: [
        { ...one, billingKey: keyOf('part-1') },
        { ...twin, billingKey: keyOf('part-2') },
      ],
      words: undefined,
    },
  ])('$name: $words', ({ invoices, words }) => {
    expect(said(withInvoices(...invoices), 'M14')).toBe(words);
  });
});

describe('M15 an invoice of ours whose milestone is gone', () => {
  const orphan = (changes: Partial<Invoice> = {}): Invoice =>
    bill(400_000, { id: 'in_9', number: 'NW-0009', milestoneId: pageId(9), ...changes });

  test.each<{ name: string; invoices: readonly Invoice[]; words: string | undefined }>([
    { name: 'here', invoices: [bill(400_000)], words: undefined },
    {
      name: 'gone',
      invoices: [orphan()],
      words: 'Invoice NW-0009 bills a milestone that is not here. Restore its row, or void the invoice in Stripe.',
    },
    {
      name: 'two gone, one without a number',
      invoices: [orphan(), orphan({ id: 'in_10', number: null })],
      words:
        'Invoice NW-0009, in_10 bills a milestone that is not here. Restore its row, or void the invoice in Stripe.',
    },
    { name: 'gone, and voided', invoices: [orphan({ status: 'void' })], words: undefined },
    { name: 'in another project', invoices: [orphan({ projectId: 'project-2' })], words: undefined },
  ])('$name: $words', ({ invoices, words }) => {
    expect(said(withInvoices(...invoices), 'M15')).toBe(words);
  });

  test('a row that is there and cannot be read is not gone', () => {
    expect(said({ ...withInvoices(orphan()), unreadable: [pageId(9)] }, 'M15')).toBeUndefined();
  });
});

describe('M15 an invoice of the client that Milepost knows nothing of', () => {
  const strange = bill(90_000, { id: 'in_8', number: 'NW-0008', milestoneId: '', billingKey: '', projectId: '' });
  const words =
    'Invoice NW-0008 asks this client for money and no milestone names it. If it bills one, write its id (in_8) into "Stripe invoice" there; Milepost leaves it alone otherwise.';
  const typed = aMilestone({ shown: { ...invoicedShown(4000), stripeInvoice: 'in_8' } });

  test.each<{ name: string; facts: Partial<ProjectFacts>; said: string | undefined }>([
    { name: 'open', facts: {}, said: words },
    { name: 'open, and another project speaks for the client', facts: { speaksForClient: false }, said: undefined },
    { name: 'named by a milestone', facts: { milestones: [typed] }, said: undefined },
    { name: 'paid', facts: { invoices: [{ ...strange, status: 'paid' }] }, said: undefined },
    { name: 'a draft', facts: { invoices: [{ ...strange, status: 'draft' }] }, said: undefined },
  ])('$name', ({ facts, said: expected }) => {
    expect(said({ ...withInvoices(strange), ...facts }, 'M15')).toBe(expected);
  });
});

describe('M18 closed out, and the money went back', () => {
  test.each<{ name: string; shown: Partial<ShownOnMilestone>; opens: boolean }>([
    {
      name: 'returned',
      shown: { billingStatus: 'Overdue', billingDetail: 'Money returned: 4,000.00 GBP of invoice NW-0001' },
      opens: true,
    },
    {
      name: 'just overdue',
      shown: { billingStatus: 'Overdue', billingDetail: 'Overdue since 2026-11-18.' },
      opens: false,
    },
    { name: 'paid again', shown: { billingStatus: 'Paid', billingDetail: 'Paid on 2026-11-20.' }, opens: false },
  ])('$name: $opens', ({ shown, opens }) => {
    const facts = theProject({
      milestones: [aMilestone({ shown: invoicedShown(4000, shown) })],
      invoices: [bill(400_000)],
      now: NOW,
    });
    expect(mismatchIn(facts, 'M18')).toEqual(
      opens
        ? expect.objectContaining({
            severity: 'critical',
            person: 'Jonas',
            words: 'It was paid, and the money went back. Agree with the client how to go on.',
          })
        : undefined,
    );
  });
});

describe('M21 nobody is responsible', () => {
  type Case = { name: string; milestone?: Partial<Milestone>; around?: Partial<ProjectFacts>; opens: boolean };
  const nobody = { project: aProject({ owners: [] }), client: aClient({ accountOwners: [] }) };

  test.each<Case>([
    { name: 'the project’s owner', opens: false },
    { name: 'two billing owners', milestone: { billingOwners: [person('Mara'), person('Jonas')] }, opens: true },
    { name: 'a bot', milestone: { billingOwners: [person('Hook', { isPerson: false })] }, opens: true },
    { name: 'nobody at all', around: nobody, opens: true },
    { name: 'the account owner', around: { ...nobody, client: aClient() }, opens: false },
    {
      name: 'nobody, of what is paid',
      milestone: { shown: invoicedShown(4000, { billingStatus: 'Paid' }) },
      around: nobody,
      opens: false,
    },
    {
      name: 'nobody, of what is closed',
      milestone: { shown: invoicedShown(4000, { billingStatus: 'Closed' }) },
      around: nobody,
      opens: false,
    },
  ])('$name: $opens', ({ milestone, around, opens }) => {
    const facts = theProject({ milestones: [aMilestone(milestone)], ...around, now: NOW });
    expect(said(facts, 'M21')).toBe(
      opens ? 'Name exactly one person: "Billing owner" here, or "Owner" of the project.' : undefined,
    );
  });
});
