import Stripe from 'stripe';
import type { PropertyWrites } from '../../sandbox/notion/index.ts';
import { addDays, dateIn, instantFromMillis } from '../../src/billing/calendar.ts';
import { CLIENT_EDITS, type Fault, KINDS, MEDDLING, MONEY, PROJECT_EDITS, type Step, TEAM_EDITS } from './history.ts';
import { type LocalHub, localHub } from './local-hub.ts';
import { aProjectToBill, aReadyMilestone, startWorld, type TestWorld, text } from './world.ts';

const HOUR_MS = 60 * 60_000;

/** Two milestones of one project, the people around them, and a hub that hears of little. */
export type Play = {
  readonly world: TestWorld;
  readonly hub: LocalHub;
  readonly person: string;
  readonly client: string;
  readonly project: string;
  readonly milestones: readonly string[];
  /** Milestones that were approved at some time. */
  readonly approved: Set<string>;
  /** Stripe as somebody uses it in the dashboard. */
  readonly dashboard: Stripe;
};

export async function startPlay(): Promise<Play> {
  const world = await startWorld();
  const { notionSandbox, stripeSandbox, workspace } = world;
  const within = aProjectToBill(notionSandbox, workspace);
  const first = aReadyMilestone(notionSandbox, workspace, {}, within);
  const second = aReadyMilestone(notionSandbox, workspace, { Order: { number: 2 } }, within);
  const { hostname, port } = new URL(stripeSandbox.url);
  return {
    world,
    hub: localHub(world),
    person: within.mara,
    client: within.client,
    project: within.project,
    milestones: [first.milestone, second.milestone],
    approved: new Set(),
    dashboard: new Stripe('sk_test_sandbox', { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 }),
  };
}

/** The invoices that bill a milestone, oldest first. */
export const invoicesOf = ({ world }: Pick<Play, 'world'>, milestone: string) =>
  world.stripeSandbox.store.invoices().filter(({ metadata }) => metadata?.milepost_milestone === milestone);

/** Lets one thing happen. */
export async function perform(play: Play, step: Step): Promise<void> {
  const { world, hub, person } = play;
  const { notionSandbox: notion, stripeSandbox: stripe } = world;
  const milestone = ('of' in step ? play.milestones[step.of] : undefined) ?? '';
  switch (step.does) {
    case 'approve':
      play.approved.add(milestone);
      return edit(play, milestone, approval(play, step.daysAgo));
    case 'edit milestone':
      return edit(play, milestone, TEAM_EDITS[step.how]);
    case 'meddle':
      return edit(play, milestone, MEDDLING[step.how]);
    case 'edit client':
      edit(play, play.client, CLIENT_EDITS[step.how]);
      return await hub.work({ name: 'around client', id: play.client, origin: 'test' });
    case 'edit project':
      edit(play, play.project, PROJECT_EDITS[step.how]);
      return await hub.work({ name: 'around project', id: play.project, origin: 'test' });
    case 'scribble':
      return edit(play, play.project, { 'Next billing event': text('soon') });
    case 'trash or restore':
      if (notion.page(milestone).in_trash) notion.restore(person, milestone);
      else notion.trash(person, milestone);
      return await hub.work({ name: 'milestone', id: milestone, origin: 'test' });
    case 'money': {
      const newest = invoicesOf(play, milestone).at(-1);
      // What Stripe does not allow at this moment cannot be done by anybody.
      if (newest?.id !== undefined)
        await MONEY[step.how]({ sandbox: stripe, dashboard: play.dashboard }, newest.id).catch(() => undefined);
      return;
    }
    case 'wait':
      return world.clock.advance(step.hours * HOUR_MS);
    case 'Redis is lost':
      return hub.forget();
    case 'Stripe forgets its keys':
      return stripe.expireIdempotencyKeys();
    case 'hub hears':
      return await faulty(play, step.fault, () => hub.work({ name: 'milestone', id: milestone, origin: 'test' }));
    case 'sweep':
      return await faulty(play, step.fault, hub.sweep);
  }
}

/** Nobody can edit what lies in the trash. */
function edit({ world: { notionSandbox: notion }, person }: Play, id: string, properties: PropertyWrites): void {
  if (!notion.page(id).in_trash) notion.editAs(person, id, properties);
}

/** A decision by the right person, through the agreed channel, with proof. */
function approval({ world }: Play, daysAgo: number) {
  const today = dateIn(world.context.policy.timeZone, instantFromMillis(world.clock.now()));
  return {
    Approval: { select: { name: 'Approved' } },
    'Decided by': { email: 'd.osei@client.example' },
    'Decided on': { date: { start: addDays(today, -daysAgo) } },
    'Decision channel': { select: { name: 'Email' } },
    'Decision proof': { url: 'https://mail.example/1' },
  };
}

async function faulty({ world }: Play, fault: Fault | null, run: () => Promise<void>): Promise<void> {
  const { faults } = fault?.at === 'Stripe' ? world.stripeSandbox : world.notionSandbox;
  if (fault !== null) {
    const { method, after, times, kind } = fault;
    faults.add({ ...(method === 'any' ? {} : { method }), skip: after, times, fault: KINDS[kind] });
  }
  await run();
  faults.clear();
}
