import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readReviewFacts } from '../../jobs/review-facts.ts';
import { createClock } from '../../sandbox/kit/clock.ts';
import { createWorkspace, type NotionSandbox, type PropertyWrites, startNotion } from '../../sandbox/notion/index.ts';
import { type Instant, instantFromIso, toIso } from '../../src/billing/calendar.ts';
import { NeedsPerson, TryAgain } from '../../src/billing/failure.ts';
import type { RecordFacts } from '../../src/billing/review/facts.ts';
import { aPolicy } from '../support/facts.ts';
import { connectTo, text, title } from '../support/world.ts';

const NOW = instantFromIso('2026-11-25T10:00:00Z');
const policy = aPolicy();
const choice = (name: string) => ({ select: { name } });
const on = (start: string) => ({ date: { start } });
const related = (id: string) => ({ relation: [{ id }] });

const PAID_LONG_AGO = {
  'Billing status': choice('Paid'),
  Invoiced: { number: 1000 },
  Issued: on('2025-03-01'),
  'Paid on': on('2025-03-20'),
};

/** Each milestone is named by why it is there, or is not. */
const MILESTONES: readonly { readonly name: string; readonly isRead: boolean; readonly given: PropertyWrites }[] = [
  { name: 'planned, nothing shown yet', isRead: true, given: {} },
  { name: 'not yet triggered', isRead: true, given: { 'Billing status': choice('Not yet triggered') } },
  { name: 'overdue for a year', isRead: true, given: { ...PAID_LONG_AGO, 'Billing status': choice('Overdue') } },
  { name: 'paid long ago', isRead: false, given: PAID_LONG_AGO },
  { name: 'paid within the period', isRead: true, given: { ...PAID_LONG_AGO, 'Paid on': on('2026-08-28') } },
  { name: 'paid a day before it', isRead: false, given: { ...PAID_LONG_AGO, 'Paid on': on('2026-08-27') } },
  {
    name: 'paid long ago and disputed',
    isRead: true,
    given: { ...PAID_LONG_AGO, 'Billing detail': text("Disputed: the client's bank disputes it.") },
  },
  {
    name: 'a part of it paid long ago',
    isRead: true,
    given: { ...PAID_LONG_AGO, Approval: choice('Approved in part') },
  },
];

let sandbox: NotionSandbox;
let facts: RecordFacts;
let requests: readonly string[];
const told: string[] = [];

beforeAll(async () => {
  const clock = createClock(instantFromIso('2025-01-06T09:00:00Z'));
  sandbox = await startNotion({ clock, rateLimit: { requests: 1_000_000, seconds: 60 } });
  const workspace = createWorkspace(sandbox);
  const row = (table: 'clients' | 'projects' | 'milestones' | 'deals', properties: PropertyWrites): string =>
    sandbox.createPage({ dataSourceId: workspace[table].dataSourceId, properties }).id;
  const advanceTo = (instant: Instant) => clock.advance(instant - clock.now());

  const closedLongAgo = { ...PAID_LONG_AGO, 'Billing status': choice('Closed') };
  const [acme, other] = [row('clients', { Name: title('Acme') }), row('clients', { Name: title('Nobody asks') })];
  const done = row('projects', { Name: title('Done'), Client: related(acme), Status: choice('Done') });
  const idle = row('projects', { Name: title('Idle'), Client: related(other), Status: choice('Done') });
  for (let n = 0; n < 250; n += 1)
    row('milestones', { Name: title(`old ${n}`), Project: related(idle), ...PAID_LONG_AGO });
  row('milestones', { Name: title('closed long ago'), Project: related(idle), ...closedLongAgo });
  for (const { name, given } of MILESTONES) row('milestones', { Name: title(name), Project: related(done), ...given });
  row('projects', { Name: title('Active'), Client: related(acme), Status: choice('Active') });
  row('projects', { Name: title('Odd'), Client: related(acme), Status: choice('Done'), Mismatches: text('Something') });
  for (const stage of ['Inquiry', 'Agreed', 'Won', 'Lost']) row('deals', { Name: title(stage), Stage: choice(stage) });
  advanceTo(instantFromIso('2026-11-20T09:00:00Z'));
  row('milestones', { Name: title('closed this week'), Project: related(done), ...closedLongAgo });
  advanceTo(NOW);

  sandbox.journal.clear();
  facts = await readReviewFacts({
    notion: connectTo(sandbox, workspace),
    stripe: undefined,
    clock: () => NOW,
    policy,
    tell: (line) => told.push(line),
  });
  requests = sandbox.journal.entries().map(({ method, path }) => `${method} ${path}`);
});
afterAll(() => sandbox.close());

const names = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name).sort();

describe('what a weekly review reads', () => {
  it('is every milestone that is open, and what was settled within the periods of the figures', () => {
    const read = MILESTONES.filter(({ isRead }) => isRead).map(({ name }) => name);
    expect(names(facts.milestones)).toEqual([...read, 'closed this week'].sort());
  });

  it('is the projects under way, those where something does not match, and those of its milestones', () => {
    expect(names(facts.projects)).toEqual(['Active', 'Done', 'Odd']);
  });

  it('is the clients of these, and no others', () => {
    expect(names(facts.clients)).toEqual(['Acme']);
  });

  it('is the deals that are neither won nor lost', () => {
    expect(names(facts.deals)).toEqual(['Agreed', 'Inquiry']);
  });

  it('costs a list for each kind of row, not a read for each relation, and nothing for history', () => {
    const lists = requests.filter((request) => request.includes('/query'));
    // Milestones twice, deals, projects; the one project and the one client that are missing are read by themselves.
    expect(lists).toHaveLength(4);
    expect(requests.filter((request) => request.startsWith('GET /v1/pages/'))).toHaveLength(2);
  });
});

it('a row that cannot be read is named, and the others are read all the same', async () => {
  const workspace = createWorkspace(sandbox);
  const row = (properties: PropertyWrites): string =>
    sandbox.createPage({ dataSourceId: workspace.milestones.dataSourceId, properties }).id;
  const odd = row({ Name: title('odd'), Approval: choice('Perhaps') });
  row({ Name: title('fine') });
  const read = await readReviewFacts({
    notion: connectTo(sandbox, workspace),
    stripe: undefined,
    clock: () => NOW,
    policy,
  });
  expect(names(read.milestones)).toEqual(['fine']);
  expect(read.unreadable).toMatchObject([{ id: odd, why: expect.stringContaining('Perhaps') }]);
});

it('many rows that are named are found in lists, and a few that are gone cost a read each', async () => {
  const workspace = createWorkspace(sandbox);
  const ids = Array.from(
    { length: 150 },
    (_, n) =>
      sandbox.createPage({
        dataSourceId: workspace.clients.dataSourceId,
        properties: { Name: title(`Client ${n}`) },
      }).id,
  );
  const notion = connectTo(sandbox, workspace);
  const gone = '00000000-0000-4000-8000-000000000000';
  sandbox.journal.clear();
  const found = await Array.fromAsync(notion.findClients([...ids, gone]));
  expect(found.map(({ id }) => id).sort()).toEqual(ids.sort());
  const routes = sandbox.journal.entries().map(({ method, path }) => `${method} ${path.replace(/[^/]{32,}/g, '…')}`);
  expect(routes.filter((route) => route.includes('/query'))).toHaveLength(2);
  expect(routes.filter((route) => route.startsWith('GET /v1/pages'))).toHaveLength(1);
});

describe('what Stripe adds', () => {
  const read = async (stripe: Parameters<typeof readReviewFacts>[0]['stripe']) => {
    const workspace = createWorkspace(sandbox);
    return await readReviewFacts({ notion: connectTo(sandbox, workspace), stripe, clock: () => NOW, policy });
  };

  it('is asked for from the first day of the longest period on', async () => {
    const asked: string[] = [];
    const nothing = { invoices: [], givenUp: [] };
    const withStripe = await read({
      async invoicesForReview(since) {
        asked.push(toIso(since));
        return nothing;
      },
    });
    expect(asked).toEqual(['2026-08-27T23:00:00.000Z']); // midnight in London, in summer
    expect(withStripe.stripe).toBe(nothing);
  });

  it('is left out where somebody has to mend the way to Stripe, and waited for where it has a bad moment', async () => {
    const refusal = new NeedsPerson('Stripe refuses the key', { mend: 'Set another.', who: 'admin' });
    expect((await read({ invoicesForReview: () => Promise.reject(refusal) })).stripe).toBeUndefined();
    const busy = new TryAgain('Stripe answered 503');
    await expect(read({ invoicesForReview: () => Promise.reject(busy) })).rejects.toBe(busy);
  });
});
