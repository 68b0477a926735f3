import { describe, expect, test } from 'vitest';
import { dateIn, instantFromIso, plainDate } from '../../../src/billing/calendar.ts';
import { attentionOf } from '../../../src/billing/deals/attention.ts';
import type { DealFacts } from '../../../src/billing/deals/deal-facts.ts';
import type { Client, Deal, Policy } from '../../../src/billing/facts.ts';
import { aClient, aDeal, aMilestone, aPolicy, aProject, person } from '../../support/facts.ts';

const NOW = instantFromIso('2026-11-20T10:00:00Z');
const TODAY = plainDate('2026-11-20');

const PLANS: Policy['paymentPlans'] = {
  Halves: [
    { name: 'Design', trigger: 'Milestone approval', share: 50 },
    { name: 'Launch', trigger: 'Final handoff', share: 50 },
  ],
};

type Given = { readonly deal?: Partial<Deal>; readonly client?: Partial<Client>; readonly policy?: Partial<Policy> } & {
  readonly facts?: Partial<DealFacts>;
};

/** The lines of `Attention`, of a deal that nothing is missing of but what a case takes away. */
function linesOf({ deal = {}, client, policy = {}, facts = {} }: Given): readonly string[] {
  const settings = aPolicy({ paymentPlans: PLANS, ...policy });
  const attention = attentionOf({
    facts: {
      deal: aDeal(deal),
      client: aClient(client),
      stageSince: TODAY,
      proposal: { kind: 'elsewhere' },
      making: { kind: 'nothing' },
      project: undefined,
      milestones: undefined,
      ...facts,
    },
    policy: settings,
    now: NOW,
    today: dateIn(settings.timeZone, NOW),
  });
  return attention.split('\n').filter(Boolean);
}

type Case = { readonly name: string; readonly says: string | undefined } & Given;
const cases = (...all: readonly Case[]): readonly Case[] => all;

/** A case whose `says` is undefined is one just before something is missing. */
const says = ({ name: _, says: line, ...given }: Case) =>
  expect(linesOf(given)).toEqual(line === undefined ? [] : [line]);

describe('an open deal says (Rule 19.2)', () => {
  test.each(
    cases(
      { name: 'nothing, when all is there', says: undefined },
      { name: 'that it has no stage', deal: { stage: null }, says: 'Choose the stage: "Stage" is empty (Mara)' },
      {
        name: 'that it has no owner',
        deal: { owners: [] },
        policy: { defaultBillingOwner: 'billing@studio.example' },
        says: 'Name the owner: "Owner" is empty (billing@studio.example)',
      },
      {
        name: 'that it has no owner, where the client’s account owner is all there is',
        deal: { owners: [] },
        says: 'Name the owner: "Owner" is empty (Jonas)',
      },
      {
        name: 'that it has no owner, where nobody is left to see to it',
        deal: { owners: [] },
        client: { accountOwners: [] },
        says: 'Name the owner: "Owner" is empty (nobody is responsible yet)',
      },
      {
        name: 'that it has two owners',
        deal: { owners: [person('Mara'), person('Ben')] },
        says: 'Name exactly one person as "Owner" (Jonas)',
      },
      {
        name: 'that its owner is a group or a bot',
        deal: { owners: [person('Sales', { isPerson: false })] },
        says: 'Name exactly one person as "Owner" (Jonas)',
      },
      {
        name: 'that it has no next action',
        deal: { nextAction: '' },
        says: 'Say what happens next: "Next action" is empty (Mara)',
      },
      {
        name: 'that the next action has no day',
        deal: { nextActionOn: null },
        says: 'Say when it happens: "Next action on" is empty (Mara)',
      },
      { name: 'nothing of an action for today', deal: { nextActionOn: TODAY }, says: undefined },
      {
        name: 'that the day of its action has passed',
        deal: { nextActionOn: plainDate('2026-11-19') },
        says: 'Late since 2026-11-19: Call them (Mara)',
      },
      {
        name: 'that, in one line, of an action in several',
        deal: { nextActionOn: plainDate('2026-11-19'), nextAction: 'Call them,\n then write' },
        says: 'Late since 2026-11-19: Call them, then write (Mara)',
      },
      { name: 'nothing after 14 days in one stage', facts: { stageSince: plainDate('2026-11-06') }, says: undefined },
      {
        name: 'that it is in one stage for more than 14 days',
        deal: { stage: 'Qualified' },
        facts: { stageSince: plainDate('2026-11-05') },
        says: 'In Qualified since 2026-11-05, more than 14 days: move it on, or give it up (Mara)',
      },
    ),
  )('$name', says);

  test('a day that has passed and the missing action, each in a line', () => {
    expect(linesOf({ deal: { nextAction: '', nextActionOn: plainDate('2026-11-19') } })).toEqual([
      'Say what happens next: "Next action" is empty (Mara)',
      '"Next action on" has passed: 2026-11-19 (Mara)',
    ]);
  });

  test('a day in the zone of the business, not in UTC', () => {
    // 23:00 of the 19th in New York, and the 20th in UTC.
    const late = { deal: { nextActionOn: instantFromIso('2026-11-20T04:00:00Z') } };
    expect(linesOf({ ...late, policy: { timeZone: 'America/New_York' } })).toEqual([
      'Late since 2026-11-19: Call them (Mara)',
    ]);
    expect(linesOf(late)).toEqual([]);
  });

  test('nothing any more when it is lost', () => {
    const nothing = { owners: [], nextAction: '', nextActionOn: null, clientIds: [], value: null };
    expect(linesOf({ deal: { stage: 'Lost', ...nothing }, facts: { stageSince: plainDate('2026-01-01') } })).toEqual(
      [],
    );
  });
});

describe('a deal in Proposal sent says (Rule 19.3)', () => {
  const sent = { stage: 'Proposal sent', proposal: 'https://www.notion.so/p' } as const;
  test.each(
    cases(
      {
        name: 'nothing of a complete one',
        deal: sent,
        facts: { proposal: { kind: 'page', gaps: [] } },
        says: undefined,
      },
      {
        name: 'what its proposal lacks',
        deal: sent,
        facts: { proposal: { kind: 'page', gaps: ['Scope', 'Milestones', 'Approval owner'] } },
        says: 'The proposal does not say yet: scope, milestones, approval owner (Mara)',
      },
      { name: 'nothing of one that is kept elsewhere', deal: sent, says: undefined },
      {
        name: 'nothing while one is about to be made',
        deal: { ...sent, proposal: null },
        facts: { proposal: { kind: 'none' } },
        says: undefined,
      },
      {
        name: 'that none is linked, where nobody makes one',
        deal: { ...sent, proposal: null },
        facts: { proposal: { kind: 'none' } },
        policy: { proposal: { create: false, templateId: undefined } },
        says: 'Link the proposal: "Proposal" is empty (Mara)',
      },
      {
        name: 'that the one that was made is not linked any more',
        deal: { ...sent, proposal: ' ' },
        facts: { proposal: { kind: 'unlinked' } },
        says: 'Link the proposal: "Proposal" is empty (Mara)',
      },
    ),
  )('$name', says);

  test('nothing of it in any other stage', () => {
    for (const stage of ['Inquiry', 'Qualified'] as const)
      expect(linesOf({ deal: { stage }, facts: { proposal: { kind: 'unlinked' } } })).toEqual([]);
  });
});

describe.each(['Agreed', 'Won'] as const)('a deal in %s says (Rule 19.4)', (stage) => {
  const agreed = { stage, agreement: 'https://sign.example/1', paymentPlan: 'Halves' } as const;
  const ordered = { poRequired: true, poNumber: 'PO-1', poExpires: plainDate('2026-11-20') };
  test.each(
    cases(
      { name: 'nothing, when all is there', deal: agreed, says: undefined },
      {
        name: 'that the agreement is not linked',
        deal: { ...agreed, agreement: ' ' },
        says: 'Link the agreement: "Agreement" is empty (Mara)',
      },
      {
        name: 'that it has no client',
        deal: { ...agreed, clientIds: [] },
        facts: { client: undefined },
        says: 'Link the client: "Client" is empty (Mara)',
      },
      {
        name: 'that it has two clients',
        deal: { ...agreed, clientIds: ['client-1', 'client-2'] },
        facts: { client: undefined },
        says: 'Link exactly one client: "Client" names 2 (Mara)',
      },
      {
        name: 'that its client cannot be read',
        deal: agreed,
        facts: { client: undefined },
        says: 'Link the client again: the one in "Client" cannot be read (Mara)',
      },
      {
        name: 'that there is no finance contact',
        deal: agreed,
        client: { billingEmail: null },
        says: 'Add the finance contact: the "Billing email" of the client is empty (Jonas)',
      },
      {
        name: 'that the finance contact is no address',
        deal: agreed,
        client: { billingEmail: 'Ines Ruiz' },
        says: '"Billing email" of the client is not an address: Ines Ruiz (Jonas)',
      },
      {
        name: 'that the finance contact is one of ours',
        deal: agreed,
        client: { billingEmail: 'Mara@studio.example' },
        says: '"Billing email" of the client is our own address: Mara@studio.example (Jonas)',
      },
      { name: 'nothing of a purchase order that ends today', deal: agreed, client: ordered, says: undefined },
      {
        name: 'that the purchase order is missing',
        deal: agreed,
        client: { ...ordered, poNumber: '' },
        says: 'The client requires a purchase order: "PO number" is empty (Jonas)',
      },
      {
        name: 'that the purchase order has expired',
        deal: agreed,
        client: { ...ordered, poExpires: plainDate('2026-11-19') },
        says: 'Purchase order PO-1 expired on 2026-11-19 (Jonas)',
      },
      {
        name: 'that nobody knows how the portal takes invoices',
        deal: agreed,
        client: { submission: 'Portal' },
        says: 'Ask the client how its portal takes invoices: "Submission notes" of the client is empty (Jonas)',
      },
      {
        name: 'it to the deal’s owner, where the client has none of its own',
        deal: agreed,
        client: { billingEmail: null, accountOwners: [] },
        says: 'Add the finance contact: the "Billing email" of the client is empty (Mara)',
      },
    ),
  )('$name', says);
});

describe('a won deal says', () => {
  const won = { stage: 'Won', agreement: 'https://sign.example/1', paymentPlan: 'Halves' } as const;
  const made = { kind: 'made', projectId: 'project-1' } as const;
  const project = aProject({ agreement: 'https://sign.example/1' });
  const two = (first: number, second: number) => [
    aMilestone({ amount: first }),
    aMilestone({ amount: second, trigger: 'Final handoff' }),
  ];
  test.each(
    cases(
      {
        name: 'that no payment plan is chosen',
        deal: { ...won, paymentPlan: null },
        says: 'Choose the "Payment plan": the milestones of the project are made from it (Mara)',
      },
      {
        name: 'that the configuration does not have its plan',
        deal: { ...won, paymentPlan: 'Quarters' },
        says: 'The configuration has no payment plan "Quarters"; there is: Halves (Mara)',
      },
      {
        name: 'that no plan is configured at all',
        deal: won,
        policy: { paymentPlans: {} },
        says: 'The configuration has no payment plan "Halves"; there is none yet (paymentPlans) (Mara)',
      },
      {
        name: 'that its plan cannot be used without a value',
        deal: { ...won, value: null },
        says: 'The payment plan "Halves" cannot be used: "Value" of the deal is empty (Mara)',
      },
      {
        name: 'that its currency is none',
        deal: { ...won, currency: 'Quid' },
        says: '"Quid" is no currency (Mara)',
      },
      {
        name: 'nothing more on the third business day without a project',
        deal: won,
        facts: { stageSince: plainDate('2026-11-17') },
        says: undefined,
      },
      {
        name: 'on the fourth that the project is still not there (M25)',
        deal: won,
        facts: { stageSince: plainDate('2026-11-16') },
        says: 'Won since 2026-11-16, and still without a project (Mara)',
      },
      {
        name: 'not while holidays of the team lie between',
        deal: won,
        facts: { stageSince: plainDate('2026-11-16') },
        policy: { holidays: [plainDate('2026-11-18')] },
        says: undefined,
      },
      {
        name: 'that its project is being made',
        deal: won,
        facts: { making: { kind: 'begun', since: NOW }, stageSince: plainDate('2026-11-01') },
        says: 'The project is being made since 2026-11-20 10:00 UTC (Milepost)',
      },
      {
        name: 'that the project made of it is gone',
        deal: won,
        facts: { making: made },
        says: 'The project made of this deal is gone: restore it from the trash; no second one is made (Mara)',
      },
      {
        name: 'that the project a person has linked cannot be read',
        deal: { ...won, projectIds: ['project-1'] },
        facts: { making: { kind: 'linked' } },
        says: 'The project in "Project" cannot be read: link it again (Mara)',
      },
      {
        name: 'nothing of a project that a person has linked, plan or not',
        deal: { ...won, projectIds: ['project-1'], paymentPlan: null },
        facts: { making: { kind: 'linked' }, project, stageSince: plainDate('2026-01-01') },
        says: undefined,
      },
      {
        name: 'that the agreement is missing on the project',
        deal: won,
        facts: { making: made, project: aProject({ agreement: null }) },
        says: 'Link the agreement on the project as well: its "Agreement" is empty (Mara)',
      },
      {
        name: 'nothing of milestones that add up to its value',
        deal: won,
        facts: { making: made, project, milestones: two(4000, 6000) },
        says: undefined,
      },
      {
        name: 'that the milestones do not add up to its value (M24)',
        deal: won,
        facts: { making: made, project, milestones: two(4000, 6500) },
        says: "The milestones add up to 10,500.00 GBP, the deal's value is 10,000.00 GBP (Jonas)",
      },
      {
        name: 'nothing of a deposit on top, which the last invoice takes off (19.5)',
        deal: won,
        facts: {
          making: made,
          project,
          milestones: [aMilestone({ amount: 3000, trigger: 'Deposit' }), ...two(4000, 6000)],
        },
        says: undefined,
      },
      {
        name: 'nothing of milestones that were not read',
        deal: won,
        facts: { making: made, project, milestones: undefined },
        says: undefined,
      },
    ),
  )('$name', says);

  test('nothing of next actions and days in its stage', () => {
    const deal = { ...won, nextAction: '', nextActionOn: null };
    const facts = { making: made, project, stageSince: plainDate('2026-01-01') };
    expect(linesOf({ deal, facts })).toEqual([]);
  });

  test('each missing thing once, however many follow from it', () => {
    expect(linesOf({ deal: { ...won, clientIds: [], agreement: null }, facts: { client: undefined } })).toEqual([
      'Link the agreement: "Agreement" is empty (Mara)',
      'Link the client: "Client" is empty (Mara)',
    ]);
  });
});
