import { describe, expect, test } from 'vitest';
import { nextBill } from '../../../src/billing/amounts/next-bill.ts';
import { renewalPauseProblem, renewsNextOn, seriesName, seriesOf } from '../../../src/billing/amounts/retainer.ts';
import { plainDate } from '../../../src/billing/calendar.ts';
import { decide } from '../../../src/billing/decide.ts';
import type { Invoice, Milestone, MilestoneFacts, Project } from '../../../src/billing/facts.ts';
import { aMilestone, aPolicy, aProject, nothingShown, theFacts } from '../../support/facts.ts';
import { at, bill, failedChecks, inputOf, keyOf, pageId } from '../kit.ts';

const policy = aPolicy();

/** Care for 3,000.00 a month; nobody approves it. */
const care = (on: string, changes: Partial<Milestone> = {}): Milestone =>
  aMilestone({
    id: pageId(Number(on.slice(5, 7))),
    name: `Care (${on})`,
    trigger: 'Retainer renewal',
    amount: 3000,
    plannedDate: plainDate(on),
    approval: null,
    decidedOn: null,
    decidedBy: [],
    hasEvidence: false,
    delivery: null,
    ...changes,
  });
const pausedFrom = (pausedOn: string, resumeOn?: string): Partial<Project> => ({
  status: 'Paused',
  pausedOn: plainDate(pausedOn),
  resumeOn: resumeOn === undefined ? null : plainDate(resumeOn),
});
const renewing = (
  on: string,
  project: Partial<Project>,
  facts: Partial<MilestoneFacts> = {},
): Partial<MilestoneFacts> => ({
  milestone: care(on),
  project: aProject({ agreement: 'https://sign.example/1', ...project }),
  ...facts,
});

describe('a renewal in a pause, by the policy for paused retainers (10)', () => {
  type Case = { name: string; project: Partial<Project>; now: string; outcome: string | number };

  test.each<Case>([
    { name: 'no pause', project: {}, now: '2026-11-01', outcome: 300_000 },
    { name: 'skip is the default', project: pausedFrom('2026-10-20'), now: '2026-11-01', outcome: 'nothing' },
    {
      name: 'skip',
      project: { ...pausedFrom('2026-10-20'), pausedRetainer: 'Skip' },
      now: '2026-11-01',
      outcome: 'nothing',
    },
    {
      name: 'skip on the first day of the pause',
      project: pausedFrom('2026-11-01'),
      now: '2026-11-01',
      outcome: 'nothing',
    },
    {
      name: 'skip, once it has gone on again',
      project: { status: 'Active', pausedOn: plainDate('2026-10-20'), resumeOn: plainDate('2026-11-05') },
      now: '2026-11-10',
      outcome: 'nothing',
    },
    {
      name: 'no skip on the day on which it goes on',
      project: pausedFrom('2026-10-20', '2026-11-01'),
      now: '2026-11-01',
      outcome: 300_000,
    },
    {
      name: 'no skip for a pause that begins later',
      project: pausedFrom('2026-11-02'),
      now: '2026-11-03',
      outcome: 300_000,
    },
    {
      name: 'full',
      project: { ...pausedFrom('2026-10-20'), pausedRetainer: 'Full' },
      now: '2026-11-01',
      outcome: 300_000,
    },
    {
      name: 'prorate waits while nobody knows how long',
      project: { ...pausedFrom('2026-10-20'), pausedRetainer: 'Prorate' },
      now: '2026-11-01',
      outcome: 'wait',
    },
    {
      name: 'prorate waits for a known end',
      project: { ...pausedFrom('2026-10-20', '2026-11-11'), pausedRetainer: 'Prorate' },
      now: '2026-11-01',
      outcome: 'wait',
    },
    {
      name: 'prorate from the day on which it goes on',
      project: { ...pausedFrom('2026-10-20', '2026-11-11'), pausedRetainer: 'Prorate' },
      now: '2026-11-11',
      outcome: 200_000,
    },
    {
      name: 'prorate once the whole period has passed in the pause',
      project: { ...pausedFrom('2026-10-20'), pausedRetainer: 'Prorate' },
      now: '2026-12-01',
      outcome: 'nothing',
    },
    {
      name: 'prorate of a pause before the period',
      project: { ...pausedFrom('2026-10-20', '2026-11-01'), pausedRetainer: 'Prorate' },
      now: '2026-11-01',
      outcome: 300_000,
    },
    { name: 'a pause that nobody dated waits', project: { status: 'Paused' }, now: '2026-11-01', outcome: 'wait' },
  ])('$name: $outcome', ({ project, now, outcome }) => {
    const input = inputOf(renewing('2026-11-01', project), `${now}T10:00:00Z`);
    const waits = renewalPauseProblem(input);
    const result = nextBill(input);
    if (outcome === 'wait') {
      expect(waits).toMatch(/^Deferred: the project is paused/);
      expect(failedChecks(input)).toEqual(['R15']);
    } else {
      expect(waits).toBeUndefined();
      expect(result.kind === 'bill' ? result.bill.net.minor : result.kind).toBe(outcome);
    }
  });

  test('says why it waits, and until when', () => {
    const prorate: Partial<Project> = { ...pausedFrom('2026-10-20', '2026-11-11'), pausedRetainer: 'Prorate' };
    const said = (project: Partial<Project>) =>
      renewalPauseProblem(inputOf(renewing('2026-11-01', project), '2026-11-01T10:00:00Z'));
    expect(said(prorate)).toBe(
      'Deferred: the project is paused until 2026-11-11; this period is then billed by its active days',
    );
    expect(said({ status: 'Paused' })).toBe(
      'Deferred: the project is paused; say since when in "Paused on" of the project',
    );
  });

  test('is closed as skipped, and stays so when the dates of the pause are gone', () => {
    const skipped = decide(
      theFacts(renewing('2026-11-01', pausedFrom('2026-10-20'))),
      policy,
      at('2026-11-01T10:00:00Z'),
    );
    expect(skipped.shown).toMatchObject({
      billingStatus: 'Closed',
      billingDetail: 'Skipped: the project was paused on 2026-11-01, and its retainer skips paused periods.',
      missingForBilling: '',
    });
    const row = care('2026-11-01', {
      shown: { ...nothingShown, billingStatus: 'Closed', billingDetail: skipped.shown.billingDetail },
    });
    for (const project of [
      aProject(),
      aProject({ pausedOn: plainDate('2026-12-01'), resumeOn: plainDate('2026-12-05') }),
    ])
      expect(
        decide(theFacts({ milestone: row, project }), policy, at('2026-12-10T10:00:00Z')).shown.billingStatus,
      ).toBe('Closed');
  });

  test('is billed all the same once somebody logs a decision after its date', () => {
    const milestone = care('2026-11-01', { approval: 'Approved', decidedOn: plainDate('2026-11-04') });
    expect(
      nextBill(inputOf({ ...renewing('2026-11-01', pausedFrom('2026-10-20')), milestone }, '2026-11-04T10:00:00Z')),
    ).toMatchObject({
      kind: 'bill',
      bill: { net: { minor: 300_000 } },
    });
  });

  test('is billed in full where it has no date or no project to be paused', () => {
    const undated = {
      ...renewing('2026-11-01', pausedFrom('2026-10-20')),
      milestone: care('2026-11-01', { plannedDate: null }),
    };
    expect(nextBill(inputOf(undated))).toMatchObject({ bill: { net: { minor: 300_000 } } });
    expect(nextBill(inputOf({ milestone: care('2026-11-01'), project: undefined }))).toMatchObject({
      bill: { net: { minor: 300_000 } },
    });
  });
});

describe('proration is exact, both ends counted, rounded once (10.3)', () => {
  test.each([
    { price: 3000, from: '2026-11-11', to: '2026-11-21', minor: 200_000, words: ' (20 of 30 days)' },
    { price: 1000, from: '2026-11-11', to: '2026-11-21', minor: 66_667, words: ' (20 of 30 days)' },
    { price: 1000, from: '2026-11-11', to: '2026-12-01', minor: 33_333, words: ' (10 of 30 days)' },
    { price: 1000, from: '2026-11-30', to: '2026-12-01', minor: 96_667, words: ' (29 of 30 days)' },
    { price: 1000, from: '2026-10-01', to: '2026-11-30', minor: 3333, words: ' (1 of 30 days)' },
  ])('$price paused from $from and active again on $to is $minor', ({ price, from, to, minor, words }) => {
    const milestone = care('2026-11-01', { amount: price });
    const facts = renewing('2026-11-01', { ...pausedFrom(from, to), pausedRetainer: 'Prorate' }, { milestone });
    expect(nextBill(inputOf(facts, '2026-12-01T10:00:00Z'))).toMatchObject({
      kind: 'bill',
      bill: { gross: { minor }, takenOff: 0, words },
    });
  });
});

describe('a pause inside a period that had been billed is given back with the next renewal (10.3)', () => {
  const november = bill(300_000, {
    id: 'in_11',
    milestoneId: pageId(11),
    billingKey: keyOf('all', 1, pageId(11)),
    trigger: 'Retainer renewal',
  });
  const december = (project: Partial<Project>, facts: Partial<MilestoneFacts> = {}) =>
    inputOf(
      renewing(
        '2026-12-01',
        { pausedRetainer: 'Prorate', ...project },
        { siblings: [care('2026-11-01')], clientInvoices: [november], ...facts },
      ),
      '2026-12-20T10:00:00Z',
    );
  const tenDays = pausedFrom('2026-11-11', '2026-11-21');

  test.each<{ name: string; invoices: readonly Invoice[]; siblings?: readonly Milestone[]; takenOff: number }>([
    { name: 'ten of thirty days', invoices: [november], takenOff: 100_000 },
    { name: 'what was credited by hand', invoices: [{ ...november, credited: 40_000 }], takenOff: 60_000 },
    { name: 'nothing that was billed by days already', invoices: [{ ...november, total: 200_000 }], takenOff: 0 },
    {
      name: 'what the period before had been given back counts as billed',
      invoices: [{ ...november, total: 200_000, takenOff: 100_000 }],
      takenOff: 100_000,
    },
    { name: 'nothing that was written off', invoices: [{ ...november, status: 'uncollectible' }], takenOff: 0 },
    { name: 'nothing that was never billed', invoices: [], takenOff: 0 },
    { name: 'nothing without a period before', invoices: [november], siblings: [], takenOff: 0 },
    {
      name: 'nothing of a period without an amount',
      invoices: [november],
      siblings: [care('2026-11-01', { amount: null })],
      takenOff: 0,
    },
    {
      name: 'nothing of a period whose amount is wrong by now',
      invoices: [november],
      siblings: [care('2026-11-01', { amount: -3 })],
      takenOff: 0,
    },
  ])('$name: $takenOff', ({ invoices, siblings = [care('2026-11-01')], takenOff }) => {
    expect(nextBill(december(tenDays, { clientInvoices: invoices, siblings }))).toMatchObject({
      kind: 'bill',
      bill: {
        gross: { minor: 300_000 },
        takenOff,
        takenOffFor: 'Paused days of the period before',
        net: { minor: 300_000 - takenOff },
        words: '',
      },
    });
  });

  test('and the rest of the pause is not billed', () => {
    // 21 to 30 November are given back (10 of 30), 1 to 10 December are not billed (21 of 31).
    expect(nextBill(december(pausedFrom('2026-11-21', '2026-12-11')))).toMatchObject({
      bill: { gross: { minor: 203_226 }, takenOff: 100_000, net: { minor: 103_226 }, words: ' (21 of 31 days)' },
    });
  });

  test('remembers the anchor day of earlier periods', () => {
    const facts = renewing(
      '2027-03-31',
      { pausedRetainer: 'Prorate', ...pausedFrom('2027-03-11', '2027-03-21') },
      {
        siblings: [care('2027-02-28', { name: 'Care' }), care('2027-01-31', { name: 'Care' })],
        clientInvoices: [{ ...november, milestoneId: pageId(2) }],
      },
    );
    // 28 February to 30 March has 31 days, of which 21 were active.
    expect(nextBill(inputOf(facts, '2027-03-31T10:00:00Z'))).toMatchObject({ bill: { takenOff: 300_000 - 203_226 } });
  });

  test('leaves what exceeds the next period to a person, and says how much', () => {
    // November was billed, and nothing of December is: the pause began on 11 November and has not ended.
    expect(
      nextBill(
        inputOf(
          renewing(
            '2026-12-01',
            { pausedRetainer: 'Prorate', ...pausedFrom('2026-11-11') },
            { siblings: [care('2026-11-01')], clientInvoices: [november] },
          ),
          '2027-01-01T10:00:00Z',
        ),
      ),
    ).toEqual({
      kind: 'nothing',
      why: 'Nothing to bill: the project was active on 0 of 31 days. 2,000.00 GBP of the period before are still to be given back by hand.',
    });
  });

  test('bills nothing, and gives nothing back by hand, where the two are even', () => {
    const even = { ...november, total: 100_000 };
    expect(
      nextBill(
        inputOf(
          renewing(
            '2026-12-01',
            { pausedRetainer: 'Prorate', ...pausedFrom('2026-11-11') },
            { siblings: [care('2026-11-01')], clientInvoices: [even] },
          ),
          '2027-01-01T10:00:00Z',
        ),
      ),
    ).toEqual({ kind: 'nothing', why: 'Nothing to bill: the project was active on 0 of 31 days.' });
  });
});

describe('the renewals of one retainer', () => {
  test.each([
    { name: 'Care', series: 'Care' },
    { name: 'Care (2026-11-01)', series: 'Care' },
    { name: ' Care  (2026-11-01) ', series: 'Care' },
    { name: 'Care (gold)', series: 'Care (gold)' },
  ])('"$name" belongs to "$series"', ({ name, series }) => {
    expect(seriesName(name)).toBe(series);
  });

  test('have its name and a date, the latest first', () => {
    const siblings = [
      care('2026-09-01'),
      care('2026-12-01'),
      care('2026-10-01', { name: 'Hosting' }),
      care('2026-08-01', { plannedDate: null }),
      aMilestone({ id: pageId(20), name: 'Care' }),
    ];
    const facts = theFacts({ milestone: care('2026-11-01'), siblings });
    expect(seriesOf(facts, policy).map(({ on }) => on)).toEqual(['2026-12-01', '2026-09-01']);
  });

  test('go on by the day that the retainer began with', () => {
    const siblings = [care('2027-01-31'), care('2026-12-31')];
    const facts = theFacts({ milestone: care('2027-02-28'), siblings });
    expect(renewsNextOn(facts, plainDate('2027-02-28'), policy)).toBe('2027-03-31');
  });
});
