import { describe, expect, test } from 'vitest';
import { depositCredit, finalOf, hasOpenDeposit, lateDepositProblem } from '../../../src/billing/amounts/deposit.ts';
import { nextBill } from '../../../src/billing/amounts/next-bill.ts';
import type { Invoice, Milestone, MilestoneFacts } from '../../../src/billing/facts.ts';
import { aMilestone, aPolicy, aProject, currency, theFacts } from '../../support/facts.ts';
import { bill, inputOf, keyOf, pageId } from '../kit.ts';

const pounds = (minor: number) => ({ minor, currency: currency('GBP') });

const build = aMilestone({ id: pageId(2), name: 'Build', order: 2, amount: 8000 });
const launch = aMilestone({ id: pageId(3), name: 'Launch', order: 3, amount: 12_000 });
const planned = aMilestone({ id: pageId(1), name: 'Deposit', order: 1, trigger: 'Deposit', amount: 6000 });

const deposit = (minor: number, changes: Partial<Invoice> = {}): Invoice =>
  bill(minor, {
    id: 'in_d',
    number: 'NW-0001',
    milestoneId: pageId(1),
    billingKey: keyOf('all', 1, pageId(1)),
    trigger: 'Deposit',
    ...changes,
  });

/** The last milestone, after a deposit of 6,000.00. */
const last = (facts: Partial<MilestoneFacts> = {}): Partial<MilestoneFacts> => ({
  milestone: launch,
  siblings: [planned, build],
  clientInvoices: [deposit(600_000)],
  ...facts,
});
const creditOf = (facts: Partial<MilestoneFacts>, policy = aPolicy()) =>
  depositCredit(inputOf(facts, undefined, policy), pounds(1_200_000));

describe('the final invoice takes off what a deposit billed (10)', () => {
  test.each<{ name: string; facts: Partial<MilestoneFacts>; minor: number }>([
    { name: 'asked for', facts: last(), minor: 600_000 },
    { name: 'paid', facts: last({ clientInvoices: [deposit(600_000, { status: 'paid' })] }), minor: 600_000 },
    {
      name: 'partly credited',
      facts: last({ clientInvoices: [deposit(600_000, { credited: 100_000 })] }),
      minor: 500_000,
    },
    {
      name: 'written off: it never came',
      facts: last({ clientInvoices: [deposit(600_000, { status: 'uncollectible' })] }),
      minor: 0,
    },
    { name: 'voided', facts: last({ clientInvoices: [deposit(600_000, { status: 'void' })] }), minor: 0 },
    {
      name: 'of another project',
      facts: last({ clientInvoices: [deposit(600_000, { projectId: 'project-2' })] }),
      minor: 0,
    },
    {
      name: 'in two invoices',
      facts: last({ clientInvoices: [deposit(600_000), deposit(100_000, { id: 'in_e', number: null })] }),
      minor: 700_000,
    },
    {
      name: 'taken off before',
      facts: last({
        clientInvoices: [deposit(600_000), bill(200_000, { id: 'in_b', milestoneId: pageId(2), takenOff: 400_000 })],
      }),
      minor: 200_000,
    },
    {
      name: 'beside a retainer that gave back days of a pause',
      facts: last({
        clientInvoices: [
          deposit(600_000),
          bill(200_000, { id: 'in_r', trigger: 'Retainer renewal', milestoneId: pageId(8), takenOff: 100_000 }),
        ],
      }),
      minor: 600_000,
    },
    {
      name: 'but not by an earlier milestone',
      facts: last({ milestone: build, siblings: [planned, launch] }),
      minor: 0,
    },
    { name: 'nowhere', facts: last({ clientInvoices: [] }), minor: 0 },
    { name: 'without a project', facts: last({ project: undefined }), minor: 0 },
  ])('$name: $minor', ({ facts, minor }) => {
    expect(creditOf(facts)).toMatchObject({ ok: true, minor });
  });

  test('names the invoices whose sum it takes off, by id where they have no number', () => {
    const two = last({ clientInvoices: [deposit(600_000), deposit(100_000, { id: 'in_e', number: null })] });
    expect(creditOf(two)).toMatchObject({ numbers: ['NW-0001', 'in_e'] });
    expect(nextBill(inputOf(two))).toMatchObject({
      bill: {
        gross: pounds(1_200_000),
        takenOff: 700_000,
        takenOffFor: 'Deposit (invoice NW-0001, in_e)',
        net: pounds(500_000),
      },
    });
  });

  test('does not where the team credits deposits nowhere', () => {
    expect(creditOf(last(), aPolicy({ depositCreditedTo: 'nothing' }))).toMatchObject({ minor: 0 });
  });

  test.each([
    { name: 'on top of the price', contractValue: 20_000, minor: 600_000 },
    { name: 'a part of the price', contractValue: 26_000, minor: 0 },
    { name: 'half on top of it', contractValue: 23_000, minor: 300_000 },
    { name: 'of a price that nobody wrote down', contractValue: null, minor: 600_000 },
    { name: 'of a price that cannot be one', contractValue: -1, minor: 600_000 },
  ])('takes off a deposit that is $name: $minor', ({ contractValue, minor }) => {
    expect(creditOf(last({ project: aProject({ contractValue }) }))).toMatchObject({ ok: true, minor });
  });

  test('leaves cancelled milestones and empty amounts out of the price', () => {
    const siblings = [
      planned,
      build,
      aMilestone({ id: pageId(4), order: 9, approval: 'Rejected', amount: 9000 }),
      aMilestone({ id: pageId(5), order: 0, amount: null }),
    ];
    expect(creditOf(last({ siblings, project: aProject({ contractValue: 20_000 }) }))).toMatchObject({
      minor: 600_000,
    });
  });

  test('refuses a deposit above the last milestone, and says what to do', () => {
    expect(nextBill(inputOf(last({ clientInvoices: [deposit(1_200_001)] })))).toEqual({
      kind: 'problem',
      why: 'the deposit of 12,000.01 GBP is above the 12,000.00 GBP of this last milestone: credit the difference in Stripe, or move it to another milestone',
    });
  });

  test('refuses a deposit in another currency', () => {
    expect(creditOf(last({ clientInvoices: [deposit(600_000, { currency: currency('EUR') })] }))).toEqual({
      ok: false,
      why: 'the deposit was billed in another currency',
    });
  });

  test('bills nothing where the deposit covers all of it', () => {
    expect(nextBill(inputOf(last({ clientInvoices: [deposit(1_200_000)] }))).kind).toBe('nothing');
  });

  test('says so where too little is left for Stripe', () => {
    expect(nextBill(inputOf(last({ clientInvoices: [deposit(1_199_990)] })))).toEqual({
      kind: 'problem',
      why: 'the amount is below 0.30 GBP, the least that Stripe charges, after 11,999.90 GBP were taken off',
    });
  });
});

describe('a deposit that comes after the final invoice', () => {
  const finalInvoice = bill(1_200_000, { id: 'in_f', number: 'NW-0009', milestoneId: pageId(3) });
  const late = (facts: Partial<MilestoneFacts> = {}, policy = aPolicy()) =>
    lateDepositProblem(
      inputOf(
        { milestone: planned, siblings: [build, launch], clientInvoices: [finalInvoice], ...facts },
        undefined,
        policy,
      ),
      pounds(600_000),
    );

  test('would bill it a second time', () => {
    expect(late()).toBe(
      'invoice NW-0009 for "Launch" bills the whole price already, the deposit would come on top of it',
    );
    expect(nextBill(inputOf({ milestone: planned, siblings: [launch], clientInvoices: [finalInvoice] })).kind).toBe(
      'problem',
    );
  });

  test.each<{ name: string; facts: Partial<MilestoneFacts> }>([
    { name: 'the last milestone is not billed', facts: { clientInvoices: [] } },
    { name: 'its invoice was voided', facts: { clientInvoices: [{ ...finalInvoice, status: 'void' }] } },
    { name: 'it is a part of the price', facts: { project: aProject({ contractValue: 26_000 }) } },
    { name: 'there is no last milestone', facts: { siblings: [], clientInvoices: [] } },
    { name: 'it is no deposit', facts: { milestone: build } },
  ])('may come where $name', ({ facts }) => {
    expect(late(facts)).toBeUndefined();
  });

  test('may come where the team credits deposits nowhere', () => {
    expect(late({}, aPolicy({ depositCreditedTo: 'nothing' }))).toBeUndefined();
  });
});

describe('the milestone that settles the price', () => {
  const named = (name: string, changes: Partial<Milestone> = {}): Milestone =>
    aMilestone({ id: name, name, ...changes });

  test.each<{ name: string; milestones: readonly Milestone[]; is: string | undefined }>([
    { name: 'the last one by order', milestones: [named('b', { order: 2 }), named('a', { order: 1 })], is: 'b' },
    {
      name: 'the last by name without an order',
      milestones: [named('b', { order: null }), named('a', { order: null }), named('c', { order: 7 })],
      is: 'b',
    },
    {
      name: 'the final handoff before all',
      milestones: [named('a', { order: 1, trigger: 'Final handoff' }), named('b', { order: 2 })],
      is: 'a',
    },
    {
      name: 'no deposit and no retainer',
      milestones: [
        named('a'),
        named('b', { order: 8, trigger: 'Deposit' }),
        named('c', { order: 9, trigger: 'Retainer renewal' }),
      ],
      is: 'a',
    },
    {
      name: 'none that was cancelled',
      milestones: [named('a'), named('b', { order: 8, approval: 'Withdrawn' })],
      is: 'a',
    },
    { name: 'one of two of the same name and order', milestones: [named('a'), named('a')], is: 'a' },
    { name: 'nothing without milestones', milestones: [], is: undefined },
  ])('is $name', ({ milestones, is }) => {
    expect(finalOf(milestones)?.id).toBe(is);
  });
});

test.each<{ name: string; facts: Partial<MilestoneFacts>; is: boolean }>([
  { name: 'billed and not taken off', facts: last(), is: true },
  {
    name: 'taken off',
    facts: last({ invoices: [bill(600_000, { milestoneId: pageId(3), takenOff: 600_000 })] }),
    is: false,
  },
  { name: 'never billed', facts: {}, is: false },
])('a deposit is open where it was $name: $is', ({ facts, is }) => {
  expect(hasOpenDeposit(theFacts(facts))).toBe(is);
});
