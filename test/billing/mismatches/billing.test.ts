import { describe, expect, test } from 'vitest';
import { plainDate } from '../../../src/billing/calendar.ts';
import type { Invoice, Milestone, Policy, Project } from '../../../src/billing/facts.ts';
import type { ProjectFacts } from '../../../src/billing/mismatches/mismatch.ts';
import { aMilestone, aPolicy, aProject, currency, nothingShown } from '../../support/facts.ts';
import { bill, creditedBy, invoicedShown, keyOf, mismatchIds, mismatchIn, pageId, paidAt, theProject } from '../kit.ts';

const NOW = '2026-11-10T10:00:00Z';
type Around = Partial<Omit<ProjectFacts, 'now'>> & { now?: string };
const project = ({ now = NOW, ...changes }: Around = {}) => theProject({ now, ...changes });
const shows = (facts: ProjectFacts, id: string) => mismatchIn(facts, id)?.words;

const sent = bill(400_000);
const shown = invoicedShown(4000, { due: plainDate('2026-11-17') });

describe('M01 approved and ready, no invoice, for more than one business day', () => {
  test.each<{ name: string; around: Around; opens: boolean }>([
    { name: 'on the day of the decision', around: { now: '2026-11-03T16:00:00Z' }, opens: false },
    { name: 'one business day later', around: { now: '2026-11-04T16:00:00Z' }, opens: false },
    { name: 'two business days later', around: { now: '2026-11-05T09:00:00Z' }, opens: true },
    {
      name: 'over a weekend',
      around: { now: '2026-11-09T09:00:00Z', milestones: [aMilestone({ decidedOn: plainDate('2026-11-06') })] },
      opens: false,
    },
    { name: 'billed', around: { milestones: [aMilestone({ shown })], invoices: [sent] }, opens: false },
    { name: 'not approved', around: { milestones: [aMilestone({ approval: 'Requested' })] }, opens: false },
    { name: 'held up by something', around: { milestones: [aMilestone({ hasEvidence: false })] }, opens: false },
    {
      name: 'closed',
      around: { milestones: [aMilestone({ shown: { ...nothingShown, billingStatus: 'Closed' } })] },
      opens: false,
    },
    { name: 'in shadow mode, which bills nothing', around: { policy: aPolicy({ shadow: true }) }, opens: false },
  ])('$name: $opens', ({ around, opens }) => {
    expect(shows(project(around), 'M01')).toEqual(
      opens ? expect.stringMatching(/^Ready since 2026-11-03\./) : undefined,
    );
  });
});

describe('M05 the milestone’s amount differs from what live invoices bill for it', () => {
  const edited = (amount: number | null, changes: Partial<Milestone> = {}) => aMilestone({ amount, shown, ...changes });
  const byPart = aProject({ partialApproval: 'Bill approved part' });

  test.each<{
    name: string;
    milestone: Milestone;
    invoices: readonly Invoice[];
    project?: Project;
    said: RegExp | undefined;
  }>([
    { name: 'the same', milestone: edited(4000), invoices: [sent], said: undefined },
    {
      name: 'more',
      milestone: edited(4500),
      invoices: [sent],
      said: /^500\.00 GBP more here than was billed\. Log a new decision/,
    },
    {
      name: 'less',
      milestone: edited(3600),
      invoices: [sent],
      said: /^400\.00 GBP less here than was billed\. Give it back with a credit note/,
    },
    { name: 'less, and credited', milestone: edited(3600), invoices: [creditedBy(sent, 40_000)], said: undefined },
    {
      name: 'the same, and credited',
      milestone: edited(4000),
      invoices: [creditedBy(sent, 40_000)],
      said: /^A credit note took back 400\.00 GBP of the amount here\./,
    },
    {
      name: 'a deposit taken off',
      milestone: edited(4000),
      invoices: [bill(300_000, { takenOff: 100_000 })],
      said: undefined,
    },
    {
      name: 'billed in two parts',
      milestone: edited(4000),
      invoices: [
        bill(150_000, { id: 'in_1', billingKey: keyOf('part-1') }),
        bill(250_000, { id: 'in_2', billingKey: keyOf('part-2') }),
      ],
      said: undefined,
    },
    {
      name: 'one part billed, the rest not approved',
      milestone: edited(4000, { approval: 'Approved in part', approvedAmount: 1500 }),
      project: byPart,
      invoices: [bill(150_000, { billingKey: keyOf('part-1') })],
      said: undefined,
    },
    { name: 'not to be read any more', milestone: edited(null), invoices: [sent], said: /the amount is empty\.$/ },
    {
      name: 'another currency, which is M06',
      milestone: edited(4500, { currency: 'EUR' }),
      invoices: [sent],
      said: undefined,
    },
    {
      name: 'approval withdrawn, which is M02',
      milestone: edited(4500, { approval: 'Withdrawn' }),
      invoices: [sent],
      said: undefined,
    },
    { name: 'written off', milestone: edited(4500), invoices: [{ ...sent, status: 'uncollectible' }], said: undefined },
    { name: 'voided', milestone: edited(4500), invoices: [{ ...sent, status: 'void' }], said: undefined },
  ])('$name: $said', ({ milestone, invoices, project: within = aProject(), said }) => {
    const words = shows(project({ milestones: [milestone], invoices, project: within }), 'M05');
    if (said === undefined) expect(words).toBeUndefined();
    else expect(words).toMatch(said);
  });

  test('a retainer that was billed by its days is no difference', () => {
    const care = aMilestone({ trigger: 'Retainer renewal', amount: 4500, plannedDate: plainDate('2026-11-01'), shown });
    const of = (pausedRetainer: Project['pausedRetainer']) =>
      mismatchIds(project({ milestones: [care], invoices: [sent], project: aProject({ pausedRetainer }) }));
    expect(of('Prorate')).not.toContain('M05');
    expect(of('Full')).toContain('M05');
  });
});

describe('M06 the milestone’s currency is not its invoice’s', () => {
  test.each<{ name: string; milestone: Partial<Milestone>; said: string | undefined }>([
    { name: 'the same', milestone: { currency: 'gbp' }, said: undefined },
    {
      name: 'another',
      milestone: { currency: 'EUR' },
      said: 'Invoice NW-0001 is in GBP, here it says EUR. Put the currency back; an invoice never changes it.',
    },
  ])('$name: $said', ({ milestone, said }) => {
    expect(shows(project({ milestones: [aMilestone({ ...milestone, shown })], invoices: [sent] }), 'M06')).toBe(said);
  });

  test('names an invoice without a number by its id, and a currency that is none', () => {
    const facts = project({
      milestones: [aMilestone({ currency: 'Euros', shown })],
      invoices: [{ ...sent, number: null }],
    });
    expect(shows(facts, 'M06')).toMatch(/^Invoice in_1 is in GBP, here it says Euros\./);
  });
});

describe('M19 a renewal date passed without an invoice or a reason, or a skipped period was billed', () => {
  const care = (changes: Partial<Milestone> = {}) =>
    aMilestone({
      trigger: 'Retainer renewal',
      approval: null,
      plannedDate: plainDate('2026-11-09'),
      decidedOn: null,
      decidedBy: [],
      ...changes,
    });
  const paused: Partial<Project> = { status: 'Paused', pausedOn: plainDate('2026-11-01') };
  const billed = bill(400_000, { trigger: 'Retainer renewal' });
  type Case = {
    name: string;
    milestone?: Partial<Milestone>;
    within?: Partial<Project>;
    invoices?: readonly Invoice[];
    policy?: Partial<Policy>;
    said: RegExp | undefined;
  };

  test.each<Case>([
    { name: 'passed', said: /^It renewed on 2026-11-09 and is not billed\. Look whether Milepost runs\.$/ },
    {
      name: 'passed, and something is missing',
      milestone: { amount: null },
      said: /is not billed\. Correct the amount: the amount is empty\.$/,
    },
    { name: 'today', milestone: { plannedDate: plainDate('2026-11-10') }, said: undefined },
    { name: 'without a date', milestone: { plannedDate: null }, said: undefined },
    { name: 'passed and billed', invoices: [billed], said: undefined },
    {
      name: 'passed and skipped',
      milestone: {
        shown: { ...nothingShown, billingStatus: 'Closed', billingDetail: 'Skipped: the project was paused' },
      },
      said: undefined,
    },
    { name: 'passed and to be skipped', within: paused, said: undefined },
    { name: 'passed and deferred', within: { ...paused, pausedRetainer: 'Prorate' }, said: undefined },
    {
      name: 'billed during a pause that skips',
      within: paused,
      invoices: [billed],
      said: /^The period of 2026-11-09 was billed although the project was paused and skips paused periods\./,
    },
    {
      name: 'billed on the day on which it goes on',
      within: { ...paused, resumeOn: plainDate('2026-11-09') },
      invoices: [billed],
      said: undefined,
    },
    {
      name: 'billed before a pause that ends later',
      within: { ...paused, resumeOn: plainDate('2026-11-20') },
      invoices: [billed],
      said: /although the project was paused/,
    },
    {
      name: 'billed before the pause',
      within: { ...paused, pausedOn: plainDate('2026-11-10') },
      invoices: [billed],
      said: undefined,
    },
    {
      name: 'billed during a pause that bills in full',
      within: { ...paused, pausedRetainer: 'Full' },
      invoices: [billed],
      said: undefined,
    },
    {
      name: 'billed during a pause, and credited since',
      within: paused,
      invoices: [{ ...creditedBy(billed, 400_000), status: 'paid' }],
      said: undefined,
    },
  ])('$name: $said', ({ milestone, within, invoices = [], said }) => {
    const words = shows(project({ milestones: [care(milestone)], invoices, project: aProject(within) }), 'M19');
    if (said === undefined) expect(words).toBeUndefined();
    else expect(words).toMatch(said);
  });
});

describe('M27 the deposit is paid, and the final invoice does not take it off', () => {
  const deposit = bill(600_000, {
    id: 'in_d',
    trigger: 'Deposit',
    milestoneId: pageId(1),
    billingKey: keyOf('all', 1, pageId(1)),
    number: 'NW-D',
  });
  const paid = paidAt(deposit, '2026-11-05T10:00:00Z');
  const plan = [
    aMilestone({ id: pageId(1), name: 'Deposit', order: 0, trigger: 'Deposit', amount: 6000 }),
    aMilestone({ id: pageId(2), name: 'Build', order: 1, amount: 8000 }),
    aMilestone({ id: pageId(3), name: 'Launch', order: 2, amount: 12_000 }),
  ];
  const final = (changes: Partial<Invoice> = {}): Invoice =>
    bill(1_200_000, {
      id: 'in_f',
      number: 'NW-F',
      milestoneId: pageId(3),
      billingKey: keyOf('all', 1, pageId(3)),
      ...changes,
    });

  test.each<{ name: string; invoices: readonly Invoice[]; around?: Around; opens: boolean }>([
    { name: 'not taken off', invoices: [paid, final()], opens: true },
    { name: 'taken off', invoices: [paid, final({ total: 600_000, takenOff: 600_000 })], opens: false },
    { name: 'not paid yet', invoices: [deposit, final()], opens: false },
    {
      name: 'no final invoice yet',
      invoices: [paid, bill(800_000, { id: 'in_b', milestoneId: pageId(2) })],
      opens: false,
    },
    {
      name: 'a part of the price',
      invoices: [paid, final()],
      around: { project: aProject({ contractValue: 26_000 }) },
      opens: false,
    },
    {
      name: 'credited nowhere',
      invoices: [paid, final()],
      around: { policy: aPolicy({ depositCreditedTo: 'nothing' }) },
      opens: false,
    },
    { name: 'of another project', invoices: [{ ...paid, projectId: 'project-2' }, final()], opens: false },
  ])('$name: $opens', ({ invoices, around, opens }) => {
    expect(shows(project({ milestones: plan, invoices, ...around }), 'M27')).toBe(
      opens
        ? '6,000.00 GBP of the deposit are not taken off invoice NW-F. Give them back with a credit note in Stripe.'
        : undefined,
    );
  });

  test('names a final invoice without a number by its id', () => {
    expect(shows(project({ milestones: plan, invoices: [paid, final({ number: null })] }), 'M27')).toContain(
      'invoice in_f',
    );
  });

  test('does not compare pounds with euros', () => {
    const euros = final({ currency: currency('EUR'), total: 600_000, takenOff: 600_000 });
    expect(shows(project({ milestones: plan, invoices: [paid, euros] }), 'M27')).toBeUndefined();
  });
});
