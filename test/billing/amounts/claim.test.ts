import { describe, expect, test } from 'vitest';
import { billsPart, claimOf } from '../../../src/billing/amounts/claim.ts';
import { billingCurrency, dueDateAfter, termDays } from '../../../src/billing/amounts/terms.ts';
import { plainDate } from '../../../src/billing/calendar.ts';
import type { Client, Milestone, Project } from '../../../src/billing/facts.ts';
import { formatMoney } from '../../../src/billing/money.ts';
import { aClient, aMilestone, aPolicy, aProject, currency } from '../../support/facts.ts';
import { inputOf } from '../kit.ts';

const byPart: Partial<Project> = { partialApproval: 'Bill approved part' };
const inPart = (approvedAmount: number | null): Partial<Milestone> => ({
  approval: 'Approved in part',
  approvedAmount,
});

describe('what a milestone entitles us to bill (R08, 10.1)', () => {
  type Case = { name: string; milestone: Partial<Milestone>; project?: Partial<Project>; claim: string };

  test.each<Case>([
    { name: 'its amount', milestone: {}, claim: '4,000.00 GBP' },
    { name: 'its amount, approved expressly', milestone: { approvedAmount: 4000 }, claim: '4,000.00 GBP' },
    {
      name: 'its amount, before anybody approved another',
      milestone: { approval: 'Requested', approvedAmount: 1 },
      claim: '4,000.00 GBP',
    },
    { name: 'the approved part', milestone: inPart(1500), project: byPart, claim: '1,500.00 GBP' },
    { name: 'a part that is all of it', milestone: inPart(4000), project: byPart, claim: '4,000.00 GBP' },
    { name: 'its amount, while a part waits for the rest', milestone: inPart(1500), claim: '4,000.00 GBP' },
    { name: 'no amount', milestone: { amount: null }, claim: 'the amount is empty' },
    { name: 'an amount of nothing', milestone: { amount: 0 }, claim: 'the amount is zero' },
    { name: 'fractions of a cent', milestone: { amount: 0.301 }, claim: 'GBP allows 2 decimals, the amount has 3' },
    {
      name: 'another amount than the approved one',
      milestone: { approvedAmount: 3900 },
      claim: 'the amount is 4000, the approved amount is 3900',
    },
    {
      name: 'a part without an amount',
      milestone: inPart(null),
      project: byPart,
      claim: 'a part was approved, but "Approved amount" is empty',
    },
    {
      name: 'a part above the whole',
      milestone: inPart(4001),
      project: byPart,
      claim: 'the approved amount 4001 is above the amount 4000',
    },
    { name: 'a currency that is none', milestone: { currency: 'Euros' }, claim: '"Euros" is not a currency' },
  ])('$name: $claim', ({ milestone, project, claim }) => {
    const result = claimOf(inputOf({ milestone: aMilestone(milestone), project: aProject(project) }));
    expect(result.ok ? formatMoney(result.money) : result.why).toBe(claim);
  });

  test('names the client’s currency where that is none', () => {
    expect(claimOf(inputOf({ client: aClient({ currency: 'Pounds' }) }))).toEqual({
      ok: false,
      why: '"Pounds" is not a currency',
    });
  });

  test.each([
    { approval: 'Approved in part', policy: 'Bill approved part', is: true },
    { approval: 'Approved in part', policy: 'Wait for full', is: false },
    { approval: 'Approved in part', policy: null, is: false },
    { approval: 'Approved', policy: 'Bill approved part', is: false },
  ] as const)('$approval under "$policy" is billed as a part: $is', ({ approval, policy, is }) => {
    expect(billsPart({ approval }, aProject({ partialApproval: policy }))).toBe(is);
  });
});

describe('the currency of a bill', () => {
  test.each<{ milestone: string | null; client: string | null; bills: string | undefined }>([
    { milestone: 'usd', client: 'EUR', bills: 'USD' },
    { milestone: null, client: 'EUR', bills: 'EUR' },
    { milestone: null, client: null, bills: 'CHF' },
    { milestone: 'Euros', client: 'EUR', bills: undefined },
  ])('$milestone on the milestone and $client on the client is $bills', ({ milestone, client, bills }) => {
    const policy = aPolicy({ currency: currency('CHF') });
    expect(billingCurrency(aMilestone({ currency: milestone }), aClient({ currency: client }), policy)).toBe(bills);
  });
});

describe('the terms of payment (R14, 2.3)', () => {
  test.each<{ client: Partial<Client>; days: number | undefined }>([
    { client: { paymentTermsDays: null }, days: 14 },
    { client: { paymentTermsDays: 0 }, days: 0 },
    { client: { paymentTermsDays: 365 }, days: 365 },
    { client: { paymentTermsDays: 366 }, days: undefined },
    { client: { paymentTermsDays: -1 }, days: undefined },
    { client: { paymentTermsDays: 14.5 }, days: undefined },
  ])('$client are $days days', ({ client, days }) => {
    expect(termDays(aClient(client), aPolicy())).toBe(days);
  });

  test('are the configured ones where there is no client', () => {
    expect(termDays(undefined, aPolicy({ paymentTermsDays: 30 }))).toBe(30);
  });

  test('never roll over a weekend: the printed date is the due date', () => {
    expect(dueDateAfter(plainDate('2026-11-07'), 14)).toBe('2026-11-21');
  });
});
