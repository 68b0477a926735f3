import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lookAroundClient, lookAroundProject, lookForMilestone } from '../../jobs/fan-out.ts';
import { lookAtOpenInvoices, type OpenInvoicesDeps } from '../../jobs/open-invoices.ts';
import type { Work } from '../../jobs/ports.ts';
import { lookAtProject } from '../../jobs/project.ts';
import { type SweepDeps, sweep } from '../../jobs/sweep.ts';
import { dateIn, instantFromMillis } from '../../src/billing/calendar.ts';
import { TryAgain } from '../../src/billing/failure.ts';
import { aReadyMilestone, startWorld, type TestWorld, text } from '../support/world.ts';

let world: TestWorld;
let unreadable: string[];
beforeEach(async () => {
  world = await startWorld();
  unreadable = [];
});
afterEach(() => world.close());

const ready = () => aReadyMilestone(world.notionSandbox, world.workspace);
const today = () => dateIn('Europe/London', instantFromMillis(world.clock.now()));
const deps = (changes: Partial<SweepDeps> = {}): SweepDeps => ({
  ...world.context,
  notion: world.notion,
  stripe: world.stripe,
  dueAgain: async () => [],
  onUnreadable: (id) => void unreadable.push(id),
  ...changes,
});
/** What one sweep asks for, and its effects once all of it is done. */
async function sweepAndDo(): Promise<string[]> {
  world.asked.length = 0;
  await sweep(deps());
  const asked = world.asked.map(({ name, id }) => `${name} ${id}`);
  for (const { name, id } of [...world.asked]) if (name === 'milestone') await world.look(id);
  return asked;
}

describe('a sweep', () => {
  test('without marks looks at every row; the next one at none', async () => {
    const { milestone, project, client } = ready();
    expect(await sweepAndDo()).toEqual([
      `milestone ${milestone}`,
      `project ${project}`,
      `around project ${project}`,
      `around client ${client}`,
    ]);
    expect(await sweepAndDo()).toEqual([]);
  });

  test('finds an approval that no webhook told of', async () => {
    const { milestone, approve } = ready();
    await sweepAndDo();
    approve(today());
    expect(await sweepAndDo()).toContain(`milestone ${milestone}`);
    expect(await world.shown(milestone)).toMatchObject({ billingStatus: 'Sent' });
  });

  test('finds a second edit within the same minute: contents are compared, not times', async () => {
    const { milestone, mara } = ready();
    await sweepAndDo();
    world.notionSandbox.editAs(mara, milestone, { Amount: { number: 5000 } });
    await sweepAndDo();
    world.notionSandbox.editAs(mara, milestone, { Amount: { number: 6000 } });
    expect(await sweepAndDo()).toContain(`milestone ${milestone}`);
  });

  test('does not take the hub’s own writes for news', async () => {
    const { approve } = ready();
    await sweepAndDo();
    approve(today());
    await sweepAndDo();
    expect(await sweepAndDo()).toEqual([]);
  });

  test('finds a hand edit of what the hub owns, and puts it back', async () => {
    const { milestone, mara } = ready();
    await sweepAndDo();
    world.notionSandbox.editAs(mara, milestone, { 'Billing detail': text('all good') });
    await sweepAndDo();
    expect((await world.shown(milestone)).billingDetail).toMatch(/^Waiting for approval/);
  });

  test('finds a payment that no webhook told of, and asks about it once', async () => {
    const { milestone, approve } = ready();
    await sweepAndDo();
    approve(today());
    await sweepAndDo();
    await world.stripeSandbox.pay(world.stripeSandbox.store.invoices()[0]?.id ?? '');
    await world.stripeSandbox.webhooks.idle();
    expect(await sweepAndDo()).toContain(`milestone ${milestone}`);
    expect(await world.shown(milestone)).toMatchObject({ billingStatus: 'Paid' });
    expect(await sweepAndDo()).toEqual([]);
  });

  test('that cannot queue what a service told of hears it again the next time', async () => {
    const { milestone, approve } = ready();
    await sweepAndDo();
    approve(today());
    await sweepAndDo();
    await world.stripeSandbox.pay(world.stripeSandbox.store.invoices()[0]?.id ?? '');
    await world.stripeSandbox.webhooks.idle();
    await expect(sweep(deps({ addWork: () => Promise.reject(new Error('queue away')) }))).rejects.toThrow('queue away');
    expect(await sweepAndDo()).toContain(`milestone ${milestone}`);
  });

  test('looks at the milestones whose moment has come by the clock', async () => {
    await sweep(deps({ dueAgain: async () => ['milestone-7'] }));
    expect(world.asked).toContainEqual({ name: 'milestone', id: 'milestone-7', origin: 'clock' });
  });

  test('passes over a row that cannot be read, says which, and looks at the others', async () => {
    const { milestone, mara } = ready();
    const other = ready().milestone;
    world.notionSandbox.editAs(mara, milestone, { Trigger: { select: { name: 'Basically done' } } });
    const asked = await sweepAndDo();
    expect(unreadable).toEqual([milestone]);
    expect(asked).toContain(`milestone ${other}`);
  });

  test('whose work could not be queued moves no mark', async () => {
    const { milestone } = ready();
    const failing = deps({ addWork: () => Promise.reject(new Error('queue away')) });
    await expect(sweep(failing)).rejects.toThrow('queue away');
    expect(await sweepAndDo()).toContain(`milestone ${milestone}`);
  });

  test('sees a client’s edit as news about its projects', async () => {
    const { client, mara } = ready();
    await sweepAndDo();
    world.notionSandbox.editAs(mara, client, { 'Payment terms': { number: 30 } });
    expect(await sweepAndDo()).toEqual([`around client ${client}`]);
  });
});

test('a sweep that breaks off anywhere loses nothing: the next one asks for what is missing', async () => {
  const rows = [ready(), ready(), ready()];
  await sweepAndDo();
  const change = async (amount: number): Promise<void> => {
    world.clock.advance(10 * 60_000);
    for (const { mara, milestone, project, client } of rows) {
      world.notionSandbox.editAs(mara, milestone, { Amount: { number: amount } });
      world.notionSandbox.editAs(mara, project, { 'Contract value': { number: amount } });
      world.notionSandbox.editAs(mara, client, { 'Payment terms': { number: amount % 60 } });
    }
  };
  const all = rows.flatMap(({ milestone, project, client }) => [
    `milestone ${milestone}`,
    `around project ${project}`,
    `around client ${client}`,
  ]);
  for (let n = 1; n <= 9; n += 1) {
    await change(1_000 + n);
    world.asked.length = 0;
    let calls = 0;
    const addWork = async (works: readonly Work[]): Promise<void> => {
      calls += works.length > 0 ? 1 : 0;
      if (calls >= n) throw new TryAgain('Redis does not answer');
      await world.context.addWork(works);
    };
    await expect(sweep(deps({ addWork }))).rejects.toThrow('Redis does not answer');
    await sweep(deps());
    expect(world.asked.map(({ name, id }) => `${name} ${id}`)).toEqual(expect.arrayContaining(all));
    await sweepAndDo();
  }
});

test('an edit that queries do not show yet is found once they do', async () => {
  const [early, late] = [ready(), ready()];
  await sweepAndDo();
  world.notionSandbox.queryLagMs = 60_000;
  world.notionSandbox.editAs(early.mara, early.milestone, { Amount: { number: 5000 } });
  world.clock.advance(3 * 60_000);
  expect(await sweepAndDo()).toEqual([]);
  world.notionSandbox.editAs(late.mara, late.milestone, { Amount: { number: 6000 } });
  expect(await sweepAndDo()).toEqual([]);
  world.notionSandbox.queryLagMs = 0;
  expect(await sweepAndDo()).toEqual(
    expect.arrayContaining([`milestone ${early.milestone}`, `milestone ${late.milestone}`]),
  );
});

describe('a first start on a workspace and an account that have a history', () => {
  /** Billed, paid, disputed and waiting milestones, as another hub left them. */
  async function history() {
    const rows = [ready(), ready(), ready(), ready()];
    for (const { approve } of rows.slice(0, 3)) approve(today());
    await sweepAndDo();
    const invoiceOf = (n: number) =>
      world.stripeSandbox.store.invoices().find(({ metadata }) => metadata?.milepost_milestone === rows[n]?.milestone)
        ?.id ?? '';
    for (const n of [0, 1]) await world.stripeSandbox.pay(invoiceOf(n));
    await world.stripeSandbox.webhooks.idle();
    await sweepAndDo();
    return { ids: rows.map(({ milestone }) => milestone), invoiceOf };
  }
  const statuses = async (ids: readonly string[]) =>
    await Promise.all(ids.map(async (id) => (await world.shown(id)).billingStatus));
  const counts = () => [
    world.stripeSandbox.store.invoices().length,
    world.stripeSandbox.store.mails().length,
    world.stripeSandbox.store.customers().length,
  ];

  test('looks at every row, changes what is not true any more, and bills and mails nothing twice', async () => {
    const { ids, invoiceOf } = await history();
    const before = counts();
    world.memory.forget();
    world.stripeSandbox.expireIdempotencyKeys();
    world.clock.advance(60 * 24 * 60 * 60_000);
    world.stripeSandbox.refund(invoiceOf(1));
    world.clock.advance(60 * 24 * 60 * 60_000);
    expect(await sweepAndDo()).toEqual(expect.arrayContaining(ids.map((id) => `milestone ${id}`)));
    expect(await statuses(ids)).toEqual(['Paid', 'Overdue', 'Overdue', 'Not yet triggered']);
    expect(counts()).toEqual(before);
    expect(ids.map((id) => world.notionSandbox.comments(id).length)).toEqual([1, 1, 0, 0]);
    expect(await sweepAndDo()).toEqual([]);
  });

  test('asks Stripe for one event beyond what the looks read', async () => {
    await history();
    world.memory.forget();
    const before = world.stripeSandbox.journal.entries().length;
    await sweep(deps());
    const asked = world.stripeSandbox.journal.entries().slice(before);
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /v1/events']);
  });
});

describe('after months without a word, when Stripe has no events any more', () => {
  const DAY_MS = 24 * 60 * 60_000;
  const MONTHS_MS = 100 * DAY_MS;

  /** Four milestones that were billed some days ago; the first and the last are paid. */
  async function fourBilled() {
    const rows = [ready(), ready(), ready(), ready()];
    for (const { approve } of rows) approve(today());
    await sweepAndDo();
    const invoiceOf = (n: number): string =>
      world.stripeSandbox.store.invoices().find(({ metadata }) => metadata?.milepost_milestone === rows[n]?.milestone)
        ?.id ?? '';
    await world.stripeSandbox.pay(invoiceOf(0));
    await world.stripeSandbox.pay(invoiceOf(3));
    await world.stripeSandbox.webhooks.idle();
    world.clock.advance(3 * DAY_MS);
    await sweepAndDo();
    return { ids: rows.map(({ milestone }) => milestone), invoiceOf };
  }

  const night = () => lookAtOpenInvoices({ ...world.context, stripe: world.stripe });

  test('a sweep looks at all that is unsettled or was, and at what went back meanwhile, and at nothing else', async () => {
    const { ids, invoiceOf } = await fourBilled();
    const unbilled = ready().milestone;
    await sweepAndDo();
    await night();
    await world.stripeSandbox.pay(invoiceOf(1));
    await world.stripeSandbox.webhooks.idle();
    world.clock.advance(MONTHS_MS / 2);
    world.stripeSandbox.refund(invoiceOf(0));
    world.clock.advance(MONTHS_MS / 2);
    const asked = await sweepAndDo();
    expect(asked.filter((work) => work.startsWith('milestone')).toSorted()).toEqual(
      [`milestone ${ids[1]}`, `milestone ${ids[2]}`].toSorted(),
    );
    expect(asked.filter((work) => work.startsWith('stripe'))).toEqual([expect.stringMatching(/^stripe payment pi_/)]);
    expect(asked).not.toContain(`milestone ${unbilled}`);
    expect(await sweepAndDo()).toEqual([]);
  });

  test('what was billed after the last night and paid before anybody looked is found as well', async () => {
    await fourBilled();
    await night();
    const { milestone, approve } = ready();
    approve(today());
    await sweepAndDo();
    const invoice = world.stripeSandbox.store.invoices().find((one) => one.metadata?.milepost_milestone === milestone);
    await world.stripeSandbox.pay(invoice?.id ?? '');
    world.clock.advance(MONTHS_MS);
    await sweepAndDo();
    expect(await world.shown(milestone)).toMatchObject({ billingStatus: 'Paid' });
  });

  test('a dispute that was opened before and lost meanwhile is found', async () => {
    const { invoiceOf } = await fourBilled();
    const dispute = world.stripeSandbox.dispute(invoiceOf(0));
    await sweepAndDo();
    await night();
    world.stripeSandbox.closeDispute(dispute, 'lost');
    world.clock.advance(MONTHS_MS);
    expect(await sweepAndDo()).toContainEqual(expect.stringMatching(/^stripe payment pi_/));
  });

  test('what could not be queued is found by the next sweep', async () => {
    const { ids, invoiceOf } = await fourBilled();
    await night();
    await world.stripeSandbox.pay(invoiceOf(1));
    world.clock.advance(MONTHS_MS);
    const failing = deps({ addWork: () => Promise.reject(new Error('queue away')) });
    await expect(sweep(failing)).rejects.toThrow('queue away');
    expect(await sweepAndDo()).toContain(`milestone ${ids[1]}`);
  });

  test('without a note of the last night every milestone is looked at', async () => {
    const { ids } = await fourBilled();
    world.clock.advance(MONTHS_MS);
    const deaf = {
      async *milestonesEditedSince(): AsyncGenerator<never> {
        yield* [];
        throw new TryAgain('Notion is away');
      },
    };
    await expect(sweep(deps({ notion: { ...world.notion, ...deaf } }))).rejects.toThrow('Notion is away');
    expect(await sweepAndDo()).toEqual(expect.arrayContaining(ids.map((id) => `milestone ${id}`)));
  });
});

test('while nothing happens for months, a sweep asks Stripe for one page of events', async () => {
  ready();
  await sweepAndDo();
  for (let week = 0; week < 8; week += 1) {
    world.clock.advance(7 * 24 * 60 * 60_000);
    const before = world.stripeSandbox.journal.entries().length;
    expect(await sweepAndDo()).toEqual([]);
    const asked = world.stripeSandbox.journal.entries().slice(before);
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /v1/events']);
  }
});

describe('the nightly look at open invoices', () => {
  const nightly = async (changes: Partial<OpenInvoicesDeps> = {}) => {
    world.asked.length = 0;
    const outcome = await lookAtOpenInvoices({ ...world.context, stripe: world.stripe, ...changes });
    return { outcome, asked: world.asked.map(({ name, id }) => `${name} ${id}`) };
  };
  const billed = async () => {
    const { milestone, approve } = ready();
    approve(today());
    await world.look(milestone);
    return { milestone, invoice: world.stripeSandbox.store.invoices()[0]?.id ?? '' };
  };

  test('finds what events did not tell: once, and by its contents', async () => {
    const { milestone, invoice } = await billed();
    expect(await nightly()).toMatchObject({ outcome: { outcome: 'done', open: 1 }, asked: [`milestone ${milestone}`] });
    expect(await nightly()).toMatchObject({ outcome: { outcome: 'unchanged' }, asked: [] });
    await world.stripeSandbox.pay(invoice, { amount: 100_000 });
    expect((await nightly()).asked).toEqual([`milestone ${milestone}`]);
    await world.stripeSandbox.pay(invoice);
    expect((await nightly()).asked).toEqual([`milestone ${milestone}`]);
    expect((await nightly()).asked).toEqual([]);
  });

  test('notes nothing when its work could not be queued', async () => {
    const { milestone } = await billed();
    await expect(nightly({ addWork: () => Promise.reject(new Error('queue away')) })).rejects.toThrow('queue away');
    expect((await nightly()).asked).toEqual([`milestone ${milestone}`]);
  });
});

test('a service that fails keeps nobody from hearing of the other', async () => {
  const { milestone } = ready();
  const deaf = { ...world.stripe, newestEventAt: () => Promise.reject(new TryAgain('Stripe is away')) };
  await expect(sweep(deps({ stripe: deaf }))).rejects.toThrow('Stripe is away');
  expect(world.asked.map(({ id }) => id)).toContain(milestone);
});

test('other settings make every row be looked at once', async () => {
  const { milestone } = ready();
  await sweepAndDo();
  world.asked.length = 0;
  await sweep(deps({ policy: { ...world.context.policy, shadow: true } }));
  expect(world.asked.map(({ id }) => id)).toContain(milestone);
});

test('a milestone that cannot be read keeps nobody from hearing of its client', async () => {
  const { milestone, project, mara } = ready();
  world.notionSandbox.editAs(mara, milestone, { Trigger: { select: { name: 'Basically done' } } });
  await lookAroundProject({ ...world.context, notion: world.notion }, project, 'test');
  expect(world.asked).toContainEqual({ name: 'milestone', id: milestone, origin: 'test' });
});

test('a project whose milestones nobody could read is looked at within the hour once their column is there again', async () => {
  const { project } = ready();
  const { dataSourceId } = world.workspace.milestones;
  world.notionSandbox.renameProperty(dataSourceId, 'Amount', 'Betrag');
  await expect(lookAroundProject({ ...world.context, notion: world.notion }, project, 'test')).rejects.toThrow(
    'Amount',
  );
  world.notionSandbox.renameProperty(dataSourceId, 'Betrag', 'Amount');
  world.notion.forgetSchemas(dataSourceId);
  expect(world.again.get(`around project ${project}`)).toBeLessThanOrEqual(world.clock.now() + 60 * 60_000);
  await lookAroundProject({ ...world.context, notion: world.notion }, project, 'test');
  expect(world.again.get(`around project ${project}`)).toBeUndefined();
  expect(world.asked).toContainEqual({ name: 'project', id: project, origin: 'test' });
});

describe('work that spreads', () => {
  const spread = () => ({ ...world.context, notion: world.notion, stripe: world.stripe });

  test('from a client to its projects, from a project to its milestones and to itself', async () => {
    const { client, project, milestone } = ready();
    await lookAroundClient(spread(), client, 'test');
    expect(world.asked).toEqual([
      { name: 'around project', id: project, origin: 'test' },
      { name: 'client', id: client, origin: 'test' },
    ]);
    world.asked.length = 0;
    await lookAroundProject(spread(), project, 'test');
    expect(world.asked.map(({ name, id }) => [name, id])).toEqual([
      ['milestone', milestone],
      ['project', project],
    ]);
  });

  test('from an invoice to the milestone it bills, and nowhere from one that is not ours', async () => {
    const { milestone, approve } = ready();
    approve(today());
    await world.look(milestone);
    world.asked.length = 0;
    await lookForMilestone(spread(), world.stripeSandbox.store.invoices()[0]?.id ?? '', 'test');
    expect(world.asked).toMatchObject([{ name: 'milestone', id: milestone, origin: 'test' }]);
    expect(await lookForMilestone(spread(), 'in_unknown', 'test')).toMatchObject({ outcome: 'ignored' });
  });
});

describe('a look at a project', () => {
  const look = (id: string) => lookAtProject({ ...world.context, notion: world.notion, stripe: world.stripe }, id);
  const next = async (id: string) => (await world.notion.readProject(id))?.shown.nextBillingEvent;

  test('shows the first milestone that is still to be billed, and moves on when it was', async () => {
    const { project, milestone, approve } = ready();
    await look(project);
    expect(await next(project)).toBe('Design: 4,000.00 GBP, milestone approval, Mara Lindqvist');
    approve(today());
    await world.look(milestone);
    await look(project);
    expect(await next(project)).toBe('Fully billed');
    expect(await look(project)).toEqual({ outcome: 'unchanged' });
  });
});
