import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantFromIso, plainDate, toIso } from '../../../src/billing/calendar.ts';
import type { DealFacts } from '../../../src/billing/deals/deal-facts.ts';
import { type DealDecision, decideDeal } from '../../../src/billing/deals/decide.ts';
import { DEAL_STAGES, type Policy } from '../../../src/billing/facts.ts';
import { aClient, aDeal, aMilestone, aPolicy, aProject, person } from '../../support/facts.ts';

const NOW = instantFromIso('2026-11-20T10:00:00Z');
const TODAY = plainDate('2026-11-20');
const policy = aPolicy({
  paymentPlans: {
    Standard: [
      { name: 'Deposit', trigger: 'Deposit', share: 30 },
      { name: 'Design', trigger: 'Milestone approval', share: 40, afterDays: 30 },
      { name: 'Launch', trigger: 'Final handoff', share: 30 },
    ],
  },
});

const facts = (changes: Partial<DealFacts> = {}): DealFacts => ({
  deal: aDeal(),
  client: aClient(),
  stageSince: TODAY,
  proposal: { kind: 'elsewhere' },
  making: { kind: 'nothing' },
  project: undefined,
  milestones: undefined,
  ...changes,
});
const won = aDeal({ stage: 'Won', agreement: 'https://sign.example/1', paymentPlan: 'Standard' });
const decide = (changes: Partial<DealFacts>, own: Partial<Policy> = {}) =>
  decideDeal(facts(changes), { ...policy, ...own }, NOW);
const looksAgain = ({ lookAgainAt }: DealDecision) =>
  lookAgainAt === undefined ? 'never' : toIso(lookAgainAt).replace('.000', '');

describe('a won deal', () => {
  test('becomes a project with its policies, and the milestones of its plan in order', () => {
    expect(decide({ deal: won }).action).toEqual({
      kind: 'make project',
      plan: {
        project: {
          dealId: 'deal-1',
          dealName: 'Website',
          name: 'Website',
          clientId: 'client-1',
          ownerIds: ['user-mara'],
          contractValue: 10_000,
          agreement: 'https://sign.example/1',
          policies: policy.newProjects,
        },
        milestones: [
          ['Deposit', 'Deposit', 3000, '2026-11-20'],
          ['Design', 'Milestone approval', 4000, '2026-12-20'],
          ['Launch', 'Final handoff', 3000, null],
        ].map(([name, trigger, amount, plannedDate], at) => ({
          ...{ dealId: 'deal-1', plan: 'Standard', order: at + 1, currency: 'GBP' },
          ...{ name, trigger, amount, plannedDate },
        })),
      },
    });
  });

  test('without a name is called as its client', () => {
    const { action } = decide({ deal: { ...won, name: ' ' } });
    expect(action).toMatchObject({ plan: { project: { name: 'Northwind' } } });
  });

  test('takes the currency of its client, else the configured one, where it names none', () => {
    const currencyOf = (client: Partial<ReturnType<typeof aClient>>) => {
      const { action } = decide({ deal: { ...won, currency: null }, client: aClient(client) });
      return action?.kind === 'make project' ? action.plan.milestones[0]?.currency : undefined;
    };
    expect([currencyOf({ currency: 'CHF' }), currencyOf({ currency: null })]).toEqual(['CHF', 'GBP']);
  });

  test('that was begun is finished, though something is missing by now', () => {
    const making = { kind: 'begun', since: NOW } as const;
    expect(decide({ deal: { ...won, agreement: null }, making }).action?.kind).toBe('make project');
  });

  test('whose project was made keeps it linked, unless that is in the trash', () => {
    const making = { kind: 'made', projectId: 'project-1' } as const;
    expect(decide({ deal: won, making, project: aProject() }).projectIds).toEqual(['project-1']);
    expect(decide({ deal: won, making }).projectIds).toEqual([]);
  });
});

describe('is looked at again', () => {
  const morning = '2026-11-21T00:00:00Z';
  const made = { making: { kind: 'made', projectId: 'project-1' }, project: aProject() } as const;
  test.each<{ name: string; changes: Partial<DealFacts>; at: string }>([
    { name: 'an open deal each morning', changes: {}, at: morning },
    { name: 'a lost deal never', changes: { deal: aDeal({ stage: 'Lost' }) }, at: 'never' },
    {
      name: 'a proposal that lacks something after ten minutes',
      changes: {
        deal: aDeal({ stage: 'Proposal sent', proposal: 'https://www.notion.so/p' }),
        proposal: { kind: 'page', gaps: ['Scope'] },
      },
      at: '2026-11-20T10:10:00Z',
    },
    {
      name: 'an agreed deal whose client lacks something after ten minutes',
      changes: {
        deal: aDeal({ stage: 'Agreed', agreement: 'https://sign.example/1' }),
        client: aClient({ billingEmail: null }),
      },
      at: '2026-11-20T10:10:00Z',
    },
    {
      name: 'a won deal without a plan on the day on which that becomes a mismatch',
      changes: { deal: { ...won, paymentPlan: null } },
      at: '2026-11-26T00:00:00Z',
    },
    { name: 'a won deal each morning while its project goes on', changes: { deal: won, ...made }, at: morning },
    {
      name: 'a won deal never, once its project is done',
      changes: { deal: won, ...made, project: aProject({ status: 'Done' }) },
      at: 'never',
    },
  ])('$name', ({ changes, at }) => {
    expect(looksAgain(decide(changes))).toBe(at);
  });
});

const maybe = <T>(value: T): fc.Arbitrary<T | null> => fc.option(fc.constant(value));
const anyDeal = fc.record({
  name: fc.constantFrom('Website', ''),
  stage: fc.option(fc.constantFrom(...DEAL_STAGES)),
  clientIds: fc.constantFrom([], ['client-1'], ['client-1', 'client-2']),
  owners: fc.constantFrom([], [person('Mara')], [person('Mara'), person('Ben')]),
  value: fc.option(fc.constantFrom(10_000, 0, -1, 0.001, 99.99)),
  currency: fc.option(fc.constantFrom('GBP', 'JPY', 'Quid')),
  nextAction: fc.constantFrom('Call them', ''),
  nextActionOn: fc.option(fc.constantFrom(plainDate('2026-11-19'), plainDate('2026-12-01'))),
  proposal: maybe('https://files.example/p'),
  agreement: maybe('https://sign.example/1'),
  paymentPlan: fc.option(fc.constantFrom('Standard', 'Other', 'constructor')),
});
const anyFacts: fc.Arbitrary<DealFacts> = fc
  .record({
    changes: anyDeal,
    client: fc.option(fc.constantFrom(aClient(), aClient({ billingEmail: null, accountOwners: [] })), {
      nil: undefined,
    }),
    stageSince: fc.option(fc.constantFrom(TODAY, plainDate('2026-10-01'))),
    proposal: fc.constantFrom<DealFacts['proposal']>(
      { kind: 'none' },
      { kind: 'unlinked' },
      { kind: 'elsewhere' },
      { kind: 'page', gaps: ['Scope'] },
    ),
    making: fc.constantFrom<DealFacts['making']>(
      { kind: 'nothing' },
      { kind: 'begun', since: NOW },
      { kind: 'made', projectId: 'project-1' },
      { kind: 'linked' },
    ),
    project: fc.option(fc.constant(aProject()), { nil: undefined }),
    milestones: fc.option(fc.constant([aMilestone()]), { nil: undefined }),
  })
  .map(({ changes, ...rest }) => facts({ ...rest, deal: aDeal(changes) }));

describe('whatever the facts', () => {
  test('each line of "Attention" ends with who sees to it', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const lines = decide(given).shown.attention.split('\n').filter(Boolean);
        for (const one of lines) expect(one).toMatch(/ \((Mara|Jonas|Milepost|nobody is responsible yet)\)$/);
      }),
    );
  });

  test('a project is made of a won deal alone, and never a second one', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const { action } = decide(given);
        if (action?.kind !== 'make project') return;
        expect(given.deal.stage).toBe('Won');
        expect(['nothing', 'begun']).toContain(given.making.kind);
        const sums = action.plan.milestones.map(({ amount }) => amount);
        expect(Math.min(...sums)).toBeGreaterThan(0);
      }),
    );
  });

  test('a won deal without a project says why, or becomes one', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const waits = {
          ...given,
          deal: { ...given.deal, stage: 'Won' as const },
          making: { kind: 'nothing' as const },
        };
        const { action, shown } = decide(waits);
        expect(action !== undefined || shown.attention !== '').toBe(true);
      }),
    );
  });

  test('nothing is made in shadow mode', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        expect(decide(given, { shadow: true }).action).toBeUndefined();
      }),
    );
  });

  test('the same facts make the same decision, and what it shows changes nothing of it', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const first = decide(given);
        const shown = { ...given, deal: { ...given.deal, shown: first.shown } };
        expect(decide(shown)).toEqual(first);
      }),
    );
  });
});
