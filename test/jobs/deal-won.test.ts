import { describe, expect, test } from 'vitest';
import type { Fault } from '../../sandbox/kit/faults.ts';
import type { Policy } from '../../src/billing/facts.ts';
import { choice, link } from '../support/example.ts';
import { type Pipeline, startPipeline } from '../support/pipeline.ts';
import { title } from '../support/world.ts';

const STARTS = '2026-11-02T10:00:00Z';
const POLICIES = ['Kickoff waits for', 'Partial approval', 'When paused', 'Paused retainer'];
const MADE = ['1 Deposit Deposit 3000 GBP', '2 Design Milestone approval 4000 GBP', '3 Launch Final handoff 3000 GBP'];

/** Sweeps until nothing is left to try again, as often as it takes after a crash. */
async function settle({ world, hub }: Pipeline, sweeps = 4): Promise<void> {
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    world.clock.advance(6 * 60_000);
    await hub.sweep();
  }
}

/** The end that every history of one won deal comes to. */
function end({ projects, plan, relation, deal, attention, milestoneRows }: Pipeline) {
  const all = projects().map(({ id }) => id);
  return {
    projects: all.length,
    linked: relation(deal, 'Project'),
    isLinked: relation(deal, 'Project')[0] === all[0],
    plan: plan(all[0] ?? ''),
    milestones: milestoneRows().length,
    attention: attention(),
  };
}
const good = (pipeline: Pipeline) => ({
  projects: 1,
  linked: [pipeline.projects()[0]?.id],
  isLinked: true,
  plan: MADE,
  milestones: 3,
  attention: [],
});

describe('a won deal', () => {
  test('becomes a project with the milestones of its plan, linked both ways', async () => {
    const pipeline = await startPipeline(STARTS);
    const { at, winsWith, projects, relation, look, shows, client, mara } = pipeline;
    await at('2026-11-02T10:10:00Z');
    winsWith('Standard');
    await at('2026-11-03T10:20:00Z');
    expect(end(pipeline)).toEqual(good(pipeline));
    const project = projects()[0]?.id ?? '';
    expect(relation(project, 'Client')).toEqual([client]);
    expect(pipeline.people(project, 'Owner')).toEqual([mara]);
    const row = look(project);
    expect(['Name', 'Status', 'Contract value', 'Agreement'].map(row)).toEqual([
      'Harbour site',
      'Planned',
      '10000',
      'https://sign.example/harbour',
    ]);
    expect(POLICIES.map(row)).toEqual(['Payment', 'Wait for full', 'Bill if earned', 'Skip']);
    expect(shows('Stage since')).toBe('2026-11-03');
    expect(row('Mismatches')).toBe('');
  });

  test('gets the policies that the team has decided on, and keeps what somebody decides for it', async () => {
    const newProjects: Policy['newProjects'] = {
      kickoffWaitsFor: 'Nothing',
      partialApproval: 'Bill approved part',
      whenPaused: 'Defer until resume',
      pausedRetainer: 'Prorate',
    };
    const pipeline = await startPipeline(STARTS, { newProjects });
    pipeline.winsWith('Standard');
    await settle(pipeline, 1);
    const project = pipeline.projects()[0]?.id ?? '';
    expect(POLICIES.map(pipeline.look(project))).toEqual(Object.values(newProjects));
    pipeline.edit(project, { 'Kickoff waits for': choice('Invoice') });
    await settle(pipeline, 2);
    expect(pipeline.look(project)('Kickoff waits for')).toBe('Invoice');
  });

  test('is made once, however often it is looked at, by sweeps, hints and after a loss of Redis', async () => {
    const pipeline = await startPipeline(STARTS);
    pipeline.winsWith('Standard');
    await settle(pipeline, 2);
    for (let look = 0; look < 3; look += 1) await pipeline.hearsOfDeal();
    pipeline.hub.forget();
    await settle(pipeline, 2);
    await pipeline.hearsOfDeal();
    expect(end(pipeline)).toEqual(good(pipeline));
  });

  test('moved back and won again keeps what was made, and nothing is made twice', async () => {
    const pipeline = await startPipeline(STARTS);
    const { winsWith, edit, deal, hub } = pipeline;
    winsWith('Standard');
    await settle(pipeline, 2);
    edit(deal, { Stage: choice('Agreed') });
    await settle(pipeline, 1);
    expect(pipeline.milestoneRows()).toHaveLength(3);
    hub.forget();
    await settle(pipeline, 1);
    edit(deal, { Stage: choice('Won') });
    await settle(pipeline, 2);
    expect(end(pipeline)).toEqual(good(pipeline));
  });

  const NOT_YET: Readonly<Record<string, readonly [Parameters<Pipeline['edit']>[1], RegExp]>> = {
    'no payment plan': [{ 'Payment plan': { select: null } }, /^Choose the "Payment plan"/],
    'a payment plan that nobody has configured': [
      { 'Payment plan': choice('Quarters') },
      /^The configuration has no payment plan "Quarters"; there is: Standard, Halves, Thirds/,
    ],
    'no link to the agreement': [{ Agreement: { url: null } }, /^Link the agreement: "Agreement" is empty/],
    'no client': [{ Client: { relation: [] } }, /^Link the client/],
    'no value': [{ Value: { number: null } }, /"Value" of the deal is empty/],
  };
  test.each(Object.entries(NOT_YET))(
    'with %s waits for it, says so, and is made once it is there',
    async (_, [without, says]) => {
      const pipeline = await startPipeline(STARTS);
      const { winsWith, edit, deal, client, projects, attention } = pipeline;
      winsWith('Standard');
      edit(deal, without);
      await settle(pipeline, 1);
      expect(projects()).toEqual([]);
      expect(attention()).toEqual([expect.stringMatching(says)]);
      expect(attention()[0]).toMatch(/\((Mara Lindqvist)\)$/);
      edit(deal, {
        'Payment plan': choice('Standard'),
        Client: { relation: [{ id: client }] },
        Value: { number: 10_000 },
        Agreement: link('https://sign.example/1'),
      });
      await settle(pipeline, 2);
      expect(end(pipeline)).toEqual(good(pipeline));
    },
  );

  test('is a mismatch after three business days without a plan (M25)', async () => {
    const pipeline = await startPipeline(STARTS);
    pipeline.edit(pipeline.deal, { Stage: choice('Won'), Agreement: link('https://sign.example/1') });
    await pipeline.at('2026-11-02T10:10:00Z');
    await pipeline.at('2026-11-05T10:10:00Z');
    expect(pipeline.attention()).toHaveLength(1);
    await pipeline.at('2026-11-06T10:10:00Z');
    expect(pipeline.attention()[1]).toBe('Won since 2026-11-02, and still without a project (Mara Lindqvist)');
  });

  test('that names a project of the team keeps it, and nothing is made', async () => {
    const pipeline = await startPipeline(STARTS);
    const { edit, deal, project, projects, relation, hub, winsWith } = pipeline;
    edit(deal, { Project: { relation: [{ id: project }] } });
    winsWith('Standard');
    await settle(pipeline, 2);
    hub.forget();
    await settle(pipeline, 2);
    expect(projects()).toEqual([]);
    expect(relation(deal, 'Project')).toEqual([project]);
  });
});

const CUT_AFTER: Fault = { kind: 'cut after commit' };
const CRASHES: readonly Fault[] = [
  { kind: 'cut before commit' },
  CUT_AFTER,
  { kind: 'answer after commit', status: 502, body: 'Bad gateway' },
];

const HALVES = ['1 Design Milestone approval 5000 GBP', '2 Launch Final handoff 5000 GBP'];

/** How many calls of Notion it takes to make a project: a crash at each of them is tried. */
async function callsOfWinning({ world, newDeal, winsWith, lookAt }: Pipeline): Promise<number> {
  const { entries } = world.notionSandbox.journal;
  const before = entries().length;
  const deal = newDeal();
  winsWith('Halves', deal);
  await lookAt(deal);
  return entries().length - before;
}

type Crashed = {
  readonly pipeline: Pipeline;
  readonly deal: string;
  /** Counted from 0. */
  readonly crash: number;
};

/** Each call on the way to a project fails once, for a deal of its own, and with one fault after the other. */
async function crashAtEveryCall(after: (crashed: Crashed) => Promise<void> | void, faults: readonly Fault[] = CRASHES) {
  const pipeline = await startPipeline(STARTS);
  const { world, newDeal, winsWith, lookAt, projects, milestoneRows } = pipeline;
  const calls = await callsOfWinning(pipeline);
  expect(calls).toBeGreaterThan(10);
  const deals: string[] = [];
  for (let crash = 0; crash < calls * faults.length; crash += 1) {
    const fault = faults[Math.floor(crash / calls)];
    if (fault === undefined) throw new Error('Every crash has its fault.');
    const deal = newDeal();
    winsWith('Halves', deal);
    world.notionSandbox.faults.add({ skip: crash % calls, fault });
    await lookAt(deal);
    world.notionSandbox.faults.clear();
    await after({ pipeline, deal, crash });
    deals.push(deal);
  }
  for (let look = 0; look < 3; look += 1) {
    world.clock.advance(6 * 60_000);
    for (const deal of deals) await lookAt(deal);
  }
  return {
    pipeline,
    /** The deals that did not come to a good end. */
    others: (isGood: (deal: string) => boolean) => deals.filter((deal) => !isGood(deal)),
    made: { projects: projects().length, milestones: milestoneRows().length },
    // The one that nothing interrupted, and these.
    expected: { projects: deals.length + 1, milestones: 2 * (deals.length + 1) },
  };
}

const isWhole =
  ({ relation, plan, attention }: Pipeline) =>
  (deal: string): boolean => {
    const [project = '', ...more] = relation(deal, 'Project');
    return more.length === 0 && plan(project).join() === HALVES.join() && attention(deal).length === 0;
  };

describe('interrupted at any call', { timeout: 240_000 }, () => {
  test.each([
    { name: 'with its memory kept', forgets: false },
    { name: 'with Redis lost', forgets: true },
  ])('$name, everything is there once in the end', async ({ forgets }) => {
    const { pipeline, others, made, expected } = await crashAtEveryCall((crashed) =>
      forgets ? crashed.pipeline.hub.forget() : undefined,
    );
    expect(others(isWhole(pipeline))).toEqual([]);
    expect(made).toEqual(expected);
  });

  test('and looked at again while lists do not show yet what was made, nothing is made twice', async () => {
    const { pipeline, others, made, expected } = await crashAtEveryCall(
      async ({ pipeline: { hub, world, lookAt }, deal, crash }) => {
        if (crash % 2 === 0) hub.forget();
        world.notionSandbox.queryLagMs = 1_000_000_000;
        await lookAt(deal);
        world.clock.advance(60_000);
        await lookAt(deal);
        world.notionSandbox.queryLagMs = 0;
      },
      [CUT_AFTER],
    );
    expect(others(isWhole(pipeline))).toEqual([]);
    expect(made).toEqual(expected);
  });

  test('what people changed or threw away meanwhile is left alone', async () => {
    const thrownAway: string[] = [];
    const { pipeline, others, made, expected } = await crashAtEveryCall(
      ({ pipeline: { hub, relation, milestoneRows, edit, world, mara }, deal, crash }) => {
        const [project = ''] = relation(deal, 'Project');
        const [first, second] = milestoneRows().filter(({ id }) => relation(id, 'Project').includes(project));
        if (first !== undefined)
          edit(first.id, { Name: title('Concept'), Order: { number: 7 }, Amount: { number: 1 } });
        if (first !== undefined && second !== undefined && crash % 2 === 0) {
          world.notionSandbox.trash(mara, first.id);
          thrownAway.push(deal);
        }
        if (crash % 3 === 0) hub.forget();
      },
      [CUT_AFTER],
    );
    const isLeftAlone = (deal: string): boolean => {
      const rows = pipeline.plan(pipeline.relation(deal, 'Project')[0] ?? '').join();
      const launch = '2 Launch Final handoff 5000 GBP';
      return thrownAway.includes(deal)
        ? rows === launch
        : rows === HALVES.join() || rows === `${launch},7 Concept Milestone approval 1 GBP`;
    };
    expect(thrownAway.length).toBeGreaterThan(1);
    expect(others(isLeftAlone)).toEqual([]);
    expect(made).toEqual({ ...expected, milestones: expected.milestones - thrownAway.length });
  });
});
