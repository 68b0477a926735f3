import { describe, expect, test } from 'vitest';
import type { Delivery, Milestone, Project } from '../../../src/billing/facts.ts';
import type { ProjectFacts } from '../../../src/billing/mismatches/mismatch.ts';
import { aClient, aMilestone, aProject } from '../../support/facts.ts';
import { invoicedShown, mismatchIn, pageId, theProject } from '../kit.ts';

const NOW = '2026-11-10T10:00:00Z';
const said = (facts: ProjectFacts, id: string) => mismatchIn(facts, id)?.words;
const within = (project: Partial<Project>, milestones: readonly Milestone[], client = aClient()) =>
  theProject({ project: aProject(project), milestones, client, now: NOW });

const settled = (status: 'Paid' | 'Closed', changes: Partial<Milestone> = {}): Milestone =>
  aMilestone({ ...changes, shown: invoicedShown(4000, { billingStatus: status, remaining: 0 }) });
const notBilled = aMilestone({ id: pageId(2), name: 'Build', approval: 'Not requested', delivery: 'Planned' });

describe('M08 work began while the project waits for its deposit', () => {
  const deposit = (shown = invoicedShown(6000)): Milestone =>
    aMilestone({ id: pageId(1), name: 'Deposit', trigger: 'Deposit', delivery: 'Delivered', shown });
  const work = (name: string, delivery: Delivery | null): Milestone => ({ ...notBilled, id: name, name, delivery });

  test.each<{ name: string; project: Partial<Project>; milestones: readonly Milestone[]; words: string | undefined }>([
    {
      name: 'nothing begun',
      project: {},
      milestones: [deposit(), work('Build', 'Planned'), work('Launch', null)],
      words: undefined,
    },
    {
      name: 'begun',
      project: {},
      milestones: [deposit(), work('Build', 'In progress')],
      words: 'Build: the project waits for the deposit to be paid.',
    },
    {
      name: 'begun and delivered',
      project: {},
      milestones: [deposit(), work('Build', 'In progress'), work('Launch', 'Delivered')],
      words: 'Build, Launch: the project waits for the deposit to be paid.',
    },
    {
      name: 'begun after the deposit was paid',
      project: {},
      milestones: [deposit(invoicedShown(6000, { billingStatus: 'Paid' })), work('Build', 'In progress')],
      words: undefined,
    },
    {
      name: 'begun before the deposit was billed',
      project: { kickoffWaitsFor: 'Invoice' },
      milestones: [{ ...deposit(), shown: notBilled.shown }, work('Build', 'In progress')],
      words: 'Build: the project waits for the deposit to be billed.',
    },
    {
      name: 'begun where nothing is waited for',
      project: { kickoffWaitsFor: 'Nothing' },
      milestones: [deposit(), work('Build', 'In progress')],
      words: undefined,
    },
    { name: 'begun without a deposit', project: {}, milestones: [work('Build', 'In progress')], words: undefined },
  ])('$name: $words', ({ project, milestones, words }) => {
    expect(said(within(project, milestones), 'M08')).toBe(words);
  });
});

describe('M13 the project is done, and something is not paid or not billed', () => {
  const unpaid = aMilestone({ shown: invoicedShown(4000) });

  test.each<{ name: string; project: Partial<Project>; milestones: readonly Milestone[]; words: string | undefined }>([
    {
      name: 'all settled',
      project: { status: 'Done' },
      milestones: [settled('Paid'), settled('Closed')],
      words: undefined,
    },
    {
      name: 'one unpaid, one not billed',
      project: { status: 'Done' },
      milestones: [unpaid, notBilled, settled('Paid')],
      words: 'Not settled: Design, Build.',
    },
    {
      name: 'one cancelled before it was billed',
      project: { status: 'Done' },
      milestones: [{ ...notBilled, approval: 'Rejected' }],
      words: undefined,
    },
    {
      name: 'one cancelled after it was billed',
      project: { status: 'Done' },
      milestones: [{ ...unpaid, approval: 'Withdrawn' }],
      words: 'Not settled: Design.',
    },
    { name: 'not done', project: { status: 'Active' }, milestones: [unpaid], words: undefined },
  ])('$name: $words', ({ project, milestones, words }) => {
    expect(said(within(project, milestones), 'M13')).toBe(words);
  });
});

describe('M20 paid, the project goes on, and nothing says what comes next', () => {
  test.each<{ name: string; project: Partial<Project>; milestones: readonly Milestone[]; opens: boolean }>([
    { name: 'all paid', project: {}, milestones: [settled('Paid'), settled('Closed')], opens: true },
    { name: 'something left', project: {}, milestones: [settled('Paid'), notBilled], opens: false },
    { name: 'nothing paid', project: {}, milestones: [settled('Closed')], opens: false },
    { name: 'nothing planned', project: {}, milestones: [], opens: false },
    { name: 'paused', project: { status: 'Paused' }, milestones: [settled('Paid')], opens: false },
    { name: 'done', project: { status: 'Done' }, milestones: [settled('Paid')], opens: false },
  ])('$name: $opens', ({ project, milestones, opens }) => {
    expect(said(within(project, milestones), 'M20')).toBe(
      opens ? 'Plan the next milestone, or set the project to Done.' : undefined,
    );
  });
});

describe('M24 the milestones do not add up to the contract’s value', () => {
  const priced = (amount: number | null, changes: Partial<Milestone> = {}): Milestone =>
    aMilestone({ id: `m-${String(amount)}`, amount, approval: 'Not requested', ...changes });
  const deposit = priced(6000, { trigger: 'Deposit' });

  test.each<{ name: string; value: number | null; milestones: readonly Milestone[]; words: string | undefined }>([
    { name: 'they do', value: 20_000, milestones: [priced(8000), priced(12_000)], words: undefined },
    {
      name: 'they do not',
      value: 20_000,
      milestones: [priced(8000), priced(11_000)],
      words: "The milestones add up to 19,000.00 GBP, the contract's value is 20,000.00 GBP.",
    },
    {
      name: 'with the deposit on top',
      value: 20_000,
      milestones: [deposit, priced(8000), priced(12_000)],
      words: undefined,
    },
    {
      name: 'with the deposit as a part of it',
      value: 26_000,
      milestones: [deposit, priced(8000), priced(12_000)],
      words: undefined,
    },
    {
      name: 'with a deposit, and neither way',
      value: 25_000,
      milestones: [deposit, priced(8000), priced(12_000)],
      words: "The milestones add up to 26,000.00 GBP, the contract's value is 25,000.00 GBP.",
    },
    {
      name: 'but for retainers',
      value: 8000,
      milestones: [priced(8000), priced(500, { trigger: 'Retainer renewal' })],
      words: undefined,
    },
    {
      name: 'but for cancelled ones',
      value: 8000,
      milestones: [priced(8000), priced(500, { approval: 'Rejected' })],
      words: undefined,
    },
    { name: 'no value', value: null, milestones: [priced(8000)], words: undefined },
    { name: 'a value that is none', value: -1, milestones: [priced(8000)], words: undefined },
    { name: 'no milestones', value: 20_000, milestones: [], words: undefined },
    { name: 'an amount is not known yet', value: 20_000, milestones: [priced(8000), priced(null)], words: undefined },
    { name: 'a currency is none', value: 20_000, milestones: [priced(8000, { currency: 'Euros' })], words: undefined },
    { name: 'an amount cannot be one', value: 20_000, milestones: [priced(8000), priced(-5)], words: undefined },
  ])('$name: $words', ({ value, milestones, words }) => {
    expect(said(within({ contractValue: value }, milestones), 'M24')).toBe(words);
  });
});
