import Stripe from 'stripe';
import { expect, onTestFinished } from 'vitest';
import type { SendMessage } from '../../jobs/follow-up-client.ts';
import { readReviewFacts } from '../../jobs/review-facts.ts';
import { lookAtRow } from '../../sandbox/demo/look.ts';
import { createClock, type SandboxClock } from '../../sandbox/kit/clock.ts';
import type { PropertyWrites } from '../../sandbox/notion/index.ts';
import { instantFromIso, instantFromMillis } from '../../src/billing/calendar.ts';
import type { Policy } from '../../src/billing/facts.ts';
import { planReview, type RowSection } from '../../src/billing/review/plan-review.ts';
import { localHub } from './local-hub.ts';
import { aProjectToBill, aReadyMilestone, startWorld } from './world.ts';

/** What people write into rows, in short. */
export const choice = (name: string) => ({ select: { name } });
export const noChoice = { select: null };
export const amount = (number: number) => ({ number });
export const on = (day: string) => ({ date: { start: day } });
export const noDay = { date: null };
export const link = (url: string) => ({ url });

/** Shows another time from now on, past or future. Only before anything has happened: time never runs backwards. */
function setClock(clock: SandboxClock, instant: string): void {
  const { advance } = clock;
  const later = createClock(instantFromIso(instant));
  Object.assign(clock, {
    now: later.now,
    advance(ms: number) {
      later.advance(ms);
      advance(ms); // tells those who wait for time to pass
    },
  });
}

/**
 * A worked example of the rules: one client with one project, Notion and Stripe over HTTP, and a hub that sweeps when the
 * clock has moved. It ends with the test that started it, which fails if the hub met a bug, or if a status moved as
 * nothing may cause.
 * @param startsAt the instant that the clock shows in the beginning
 * @param alarms how many integrity alarms the story raises
 */
export async function startExample(
  startsAt: string,
  policy: Partial<Policy> = {},
  { alarms = 0, send }: { readonly alarms?: number; readonly send?: SendMessage } = {},
) {
  const world = await startWorld({ quietPeriodSeconds: 600, ...policy });
  setClock(world.clock, startsAt);
  const { notionSandbox: notion, stripeSandbox, workspace, clock, context } = world;
  const within = aProjectToBill(notion, workspace);
  const hub = localHub(world, send);
  // Where nobody sends messages, each of them is missed.
  const integrity = () => world.alarms.filter((words) => send !== undefined || !words.endsWith('has not gone out'));
  onTestFinished(async () => {
    await world.close();
    expect(hub.bugs, 'failures that are nobody’s bad moment').toEqual([]);
    expect(integrity(), 'moves that nothing may cause').toHaveLength(alarms);
  });
  const { hostname, port } = new URL(stripeSandbox.url);
  const look = (id: string) => lookAtRow(notion, id);
  const goTo = (instant: string): void => clock.advance(instantFromIso(instant) - clock.now());
  return {
    ...within,
    world,
    hub,
    /** Stripe as a person uses it in the Dashboard. */
    dashboard: new Stripe('sk_test_sandbox', { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 }),
    /** A milestone of the project that lacks nothing but its approval; `approve(day)` logs the decision. */
    milestone: (changes: PropertyWrites = {}) => aReadyMilestone(notion, workspace, changes, within),
    edit: (id: string, properties: PropertyWrites) => notion.editAs(within.mara, id, properties),
    look,
    goTo,
    /** Time passes, and the hub sweeps then. */
    async at(instant: string) {
      goTo(instant);
      await hub.sweep();
    },
    /** The milestones and projects that wait to be looked at again because a look at them was interrupted. */
    interrupted: () => world.asked.map(({ id }) => id),
    /** The hub is told to look at a milestone. */
    hears: (id: string) => hub.work({ name: 'milestone', id, origin: 'test' }),
    /** The invoices that bill a milestone, oldest first. */
    invoicesOf: (milestone: string) =>
      stripeSandbox.store.invoices().filter(({ metadata }) => metadata?.milepost_milestone === milestone),
    mails: () => stripeSandbox.store.mails(),
    comments: (id: string) => notion.comments(id),
    /** The lines of the project's `Mismatches`. */
    mismatches: () => look(within.project)('Mismatches').split('\n').filter(Boolean),
    /** A section of the weekly review as of now. */
    async review(section: RowSection) {
      const now = instantFromMillis(clock.now());
      const records = await readReviewFacts({ ...world, ...context, clock: () => now });
      return planReview({ ...records, lastWeek: undefined, health: [] }, context.policy, now).sections[section];
    },
  };
}

export type Example = Awaited<ReturnType<typeof startExample>>;

/** "2026-11-03T14:20": an instant as Stripe keeps it, to the minute, in UTC. */
export const minuteOf = (seconds: number | null | undefined): string =>
  new Date((seconds ?? 0) * 1000).toISOString().slice(0, 16);
