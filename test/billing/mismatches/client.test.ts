import { describe, expect, test } from 'vitest';
import { plainDate } from '../../../src/billing/calendar.ts';
import type { Client, Invoice, Milestone } from '../../../src/billing/facts.ts';
import type { ProjectFacts } from '../../../src/billing/mismatches/mismatch.ts';
import { aClient, aMilestone, aProject, currency } from '../../support/facts.ts';
import { bill, invoicedShown, mismatchIn, pageId, paidAt, theProject } from '../kit.ts';

const sent = bill(400_000);
const sentFacts = (client: Partial<Client>, invoices: readonly Invoice[] = [sent]) =>
  theProject({
    client: aClient(client),
    milestones: [aMilestone({ shown: invoicedShown(4000) })],
    invoices,
    now: '2026-11-10T10:00:00Z',
  });
const said = (facts: ProjectFacts, id: string) => mismatchIn(facts, id)?.words;

describe('M07 the invoice’s customer or contact is not the project’s client or contact', () => {
  type Case = { name: string; client?: Partial<Client>; invoice?: Partial<Invoice>; words: string | undefined };

  test.each<Case>([
    { name: 'the client’s', words: undefined },
    { name: 'the client’s, in capitals', client: { billingEmail: ' AP@Client.example' }, words: undefined },
    {
      name: 'another customer',
      invoice: { customerId: 'cus_2' },
      words:
        "Invoice NW-0001 is for another Stripe customer than this project's client. Link the right client, or void the invoice and decide anew.",
    },
    {
      name: 'another contact by now',
      client: { billingEmail: 'finance@client.example' },
      words:
        'Invoice NW-0001 went to ap@client.example, the finance contact is finance@client.example by now. Forward it to them.',
    },
    {
      name: 'another contact, of an invoice without a number',
      client: { billingEmail: 'finance@client.example' },
      invoice: { number: null },
      words:
        'Invoice in_1 went to ap@client.example, the finance contact is finance@client.example by now. Forward it to them.',
    },
    {
      name: 'another contact, paid since',
      client: { billingEmail: 'finance@client.example' },
      invoice: { status: 'paid' },
      words: undefined,
    },
    {
      name: 'no address in Stripe',
      client: { billingEmail: 'finance@client.example' },
      invoice: { customerEmail: null },
      words: undefined,
    },
    { name: 'no contact any more', client: { billingEmail: null }, words: undefined },
    {
      name: 'a client that is not linked to Stripe',
      client: { shown: { stripeCustomer: '', accountStatus: null } },
      words: undefined,
    },
  ])('$name: $words', ({ client = {}, invoice, words }) => {
    expect(said(sentFacts(client, [{ ...sent, ...invoice }]), 'M07')).toBe(words);
  });

  test('another customer, of an invoice without a number', () => {
    expect(said(sentFacts({}, [{ ...sent, customerId: 'cus_2', number: null }]), 'M07')).toMatch(
      /^Invoice in_1 is for another/,
    );
  });

  test('says nothing of a client that cannot be read', () => {
    expect(said({ ...sentFacts({}), client: undefined }, 'M07')).toBeUndefined();
  });
});

describe('M17 the purchase order is missing, expired or exceeded after sending', () => {
  const ordered: Partial<Client> = { poRequired: true, poNumber: 'PO-7', poValue: 10_000 };
  const under = { ...sent, poNumber: 'PO-7' };
  const other = bill(700_000, { id: 'in_9', milestoneId: pageId(9), poNumber: 'PO-7' });
  type Case = { name: string; client: Partial<Client>; invoices: readonly Invoice[]; words: string | undefined };

  test.each<Case>([
    { name: 'covered', client: ordered, invoices: [under], words: undefined },
    { name: 'none required', client: {}, invoices: [sent], words: undefined },
    {
      name: 'missing',
      client: { ...ordered, poNumber: '' },
      invoices: [under],
      words: 'The client requires a purchase order: "PO number" is empty',
    },
    {
      name: 'expired',
      client: { ...ordered, poExpires: plainDate('2026-11-09') },
      invoices: [under],
      words: 'Purchase order PO-7 expired on 2026-11-09',
    },
    {
      name: 'expired, but paid',
      client: { ...ordered, poExpires: plainDate('2026-11-09') },
      invoices: [paidAt(under, '2026-11-09T10:00:00Z')],
      words: undefined,
    },
    {
      name: 'sent without one',
      client: ordered,
      invoices: [sent],
      words: "Invoice NW-0001 names no purchase order, the client's is PO-7",
    },
    {
      name: 'sent under another one',
      client: ordered,
      invoices: [{ ...sent, number: null, poNumber: 'PO-6' }],
      words: "Invoice in_1 names purchase order PO-6, the client's is PO-7",
    },
    {
      name: 'exceeded',
      client: ordered,
      invoices: [under, other],
      words: 'Purchase order PO-7 is exceeded by 1,000.00 GBP',
    },
    { name: 'exactly used up', client: { ...ordered, poValue: 11_000 }, invoices: [under, other], words: undefined },
    { name: 'without a value', client: { ...ordered, poValue: null }, invoices: [under, other], words: undefined },
    {
      name: 'with a value that is none',
      client: { ...ordered, poValue: -1 },
      invoices: [under, other],
      words: undefined,
    },
  ])('$name: $words', ({ client, invoices, words }) => {
    expect(said(sentFacts(client, invoices), 'M17')).toBe(
      words === undefined ? undefined : `${words}. Agree with the client how the invoice is to be paid.`,
    );
  });
});

describe('5.3 billing data that is missing surfaces when the project starts', () => {
  const planned = (changes: Partial<Milestone> = {}) =>
    aMilestone({ approval: 'Not requested', delivery: 'Planned', ...changes });
  type Case = { name: string; client?: Partial<Client>; around?: Partial<ProjectFacts>; words: string | undefined };
  const facts = ({ client, around }: Pick<Case, 'client' | 'around'>) =>
    theProject({ milestones: [planned()], client: aClient(client), ...around, now: '2026-11-10T10:00:00Z' });
  const ordered: Partial<Client> = { poRequired: true, poNumber: 'PO-7' };
  const used = bill(700_000, { id: 'in_9', milestoneId: pageId(9), poNumber: 'PO-7' });

  test.each<Case>([
    { name: 'complete', words: undefined },
    {
      name: 'no finance contact',
      client: { billingEmail: null },
      words: 'Add the finance contact: the "Billing email" of the client is empty.',
    },
    {
      name: 'no purchase order',
      client: { poRequired: true },
      words: 'The client requires a purchase order: "PO number" is empty.',
    },
    {
      name: 'an expired one',
      client: { ...ordered, poExpires: plainDate('2026-11-09') },
      words: 'Purchase order PO-7 expired on 2026-11-09.',
    },
    {
      name: 'one that is too small for what is planned',
      client: { ...ordered, poValue: 10_000 },
      around: { invoices: [used] },
      words:
        'Purchase order PO-7 has 3,000.00 GBP left, 4,000.00 GBP are still to be billed: ask the client to raise it.',
    },
    {
      name: 'one that is used up and more',
      client: { ...ordered, poValue: 5000 },
      around: { invoices: [used] },
      words: 'Purchase order PO-7 has 0.00 GBP left, 4,000.00 GBP are still to be billed: ask the client to raise it.',
    },
    {
      name: 'one that is large enough',
      client: { ...ordered, poValue: 11_000 },
      around: { invoices: [used] },
      words: undefined,
    },
    { name: 'one without a value', client: ordered, around: { invoices: [used] }, words: undefined },
    { name: 'one with a value that is none', client: { ...ordered, poValue: -1 }, words: undefined },
    {
      name: 'one for amounts that nobody knows',
      client: { ...ordered, poValue: 1 },
      around: { milestones: [planned({ amount: null })] },
      words: undefined,
    },
    {
      name: 'one for currencies that are none',
      client: { ...ordered, poValue: 1 },
      around: { milestones: [planned({ currency: 'Euros' })] },
      words: undefined,
    },
    {
      name: 'one for several currencies',
      client: { ...ordered, poValue: 1 },
      around: { milestones: [planned(), planned({ id: pageId(2), currency: 'EUR' })] },
      words: undefined,
    },
    {
      name: 'a portal of which nothing is known',
      client: { submission: 'Portal' },
      words: 'Ask the client how its portal takes invoices: "Submission notes" of the client is empty.',
    },
    {
      name: 'all at once',
      client: { billingEmail: null, poRequired: true, submission: 'Portal' },
      words:
        'Add the finance contact: the "Billing email" of the client is empty. The client requires a purchase order: "PO number" is empty. Ask the client how its portal takes invoices: "Submission notes" of the client is empty.',
    },
    {
      name: 'a project that is done',
      client: { billingEmail: null },
      around: { project: aProject({ status: 'Done' }) },
      words: undefined,
    },
    {
      name: 'nothing left to bill',
      client: { billingEmail: null },
      around: { milestones: [aMilestone({ shown: invoicedShown(4000) })] },
      words: undefined,
    },
    { name: 'a client that cannot be read', around: { client: undefined }, words: undefined },
  ])('$name: $words', ({ words, ...given }) => {
    expect(said(facts(given), '5.3')).toBe(words);
  });

  test('counts what the purchase order’s own currency has used of it', () => {
    const euros = { ...used, currency: currency('EUR') };
    expect(
      said(facts({ client: { ...ordered, poValue: 10_000 }, around: { invoices: [euros] } }), '5.3'),
    ).toBeUndefined();
  });
});
