import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lookAroundClient, lookAroundProject, lookForMilestone } from '../../jobs/fan-out.ts';
import { lookAtOpenInvoices, type OpenInvoicesDeps } from '../../jobs/open-invoices.ts';
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

describe('after months without a word, when Stripe has no events any more', () => {
  const MONTHS_MS = 100 * 24 * 60 * 60_000;

  /** Three milestones that were billed; the first is paid. */
  async function threeBilled() {
    const rows = [ready(), ready(), ready()];
    for (const { approve } of rows) approve(today());
    await sweepAndDo();
    const invoiceOf = (n: number): string =>
      world.stripeSandbox.store.invoices().find(({ metadata }) => metadata?.milepost_milestone === rows[n]?.milestone)
        ?.id ?? '';
    await world.stripeSandbox.pay(invoiceOf(0));
    await world.stripeSandbox.webhooks.idle();
    await sweepAndDo();
    return { ids: rows.map(({ milestone }) => milestone), invoiceOf };
  }

  test('a sweep looks at what differs from the last night, and at what went back meanwhile, and at nothing else', async () => {
    const { ids, invoiceOf } = await threeBilled();
    await lookAtOpenInvoices({ ...world.context, stripe: world.stripe });
    await world.stripeSandbox.pay(invoiceOf(1));
    world.clock.advance(MONTHS_MS / 2);
    world.stripeSandbox.refund(invoiceOf(0));
    world.clock.advance(MONTHS_MS / 2);
    const asked = await sweepAndDo();
    expect(asked).toContain(`milestone ${ids[1]}`);
    expect(asked).toContainEqual(expect.stringMatching(/^stripe payment pi_/));
    expect(asked).not.toContain(`milestone ${ids[2]}`);
  });

  test('without a note of the last night every milestone is looked at', async () => {
    const { ids } = await threeBilled();
    world.clock.advance(MONTHS_MS);
    expect(await sweepAndDo()).toEqual(expect.arrayContaining(ids.map((id) => `milestone ${id}`)));
  });
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
  const deaf = { ...world.stripe, eventsSince: () => Promise.reject(new TryAgain('Stripe is away')) };
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
  await lookAroundProject({ addWork: world.context.addWork, notion: world.notion }, project, 'test');
  expect(world.asked).toContainEqual({ name: 'milestone', id: milestone, origin: 'test' });
});

describe('work that spreads', () => {
  const spread = () => ({ addWork: world.context.addWork, notion: world.notion, stripe: world.stripe });

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
