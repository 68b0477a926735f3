import type { Instant } from '../calendar.ts';
import type { Invoice, Policy } from '../facts.ts';
import { type ReviewDay, reviewDay } from './day.ts';
import type { HealthLine, ReviewFacts } from './facts.ts';
import type { CurrencyFigures, StoredFigures } from './figure-list.ts';
import { planFigures } from './figures.ts';
import { healthLines } from './health.ts';
import { type ReviewContext, reviewItem } from './item.ts';
import type { ReviewRow } from './row.ts';
import { closedThisWeek } from './sections/closed.ts';
import { openDeals } from './sections/deals.ts';
import { dueSoon } from './sections/due-soon.ts';
import { heldAndPromised } from './sections/held.ts';
import { mismatchRows } from './sections/mismatches.ts';
import { overdue } from './sections/overdue.ts';
import { type ItemSection, listItems } from './sections/section.ts';
import { unassigned } from './sections/unassigned.ts';
import { upcomingBilling } from './sections/upcoming.ts';
import { waitingOnATrigger } from './sections/waiting.ts';

/** The sections that list items, in the order of the sheet; the figures stand above them, the hub's health below. */
export const ROW_SECTIONS = [
  'Unassigned',
  'Waiting on a trigger',
  'Due soon',
  'Overdue',
  'Mismatches',
  'Upcoming billing',
  'Open deals',
  'Held and promised',
  'Closed this week',
] as const;
export type RowSection = (typeof ROW_SECTIONS)[number];

/** What the owner reads, as data: a function of the facts, the settings and the instant alone. */
export type Review = {
  readonly asOf: Instant;
  readonly day: ReviewDay;
  readonly figures: readonly CurrencyFigures[];
  readonly lastWeek: readonly StoredFigures[] | undefined;
  readonly sections: Readonly<Record<RowSection, readonly ReviewRow[]>>;
  readonly health: readonly HealthLine[];
};

const byId = <T extends { readonly id: string }>(things: readonly T[]): ReadonlyMap<string, T> =>
  new Map(things.map((thing) => [thing.id, thing]));

/** The invoices of each milestone, in the order of their ids. */
const byMilestone = (invoices: readonly Invoice[]): ReadonlyMap<string, readonly Invoice[]> =>
  Map.groupBy(
    [...invoices].sort((a, b) => (a.id < b.id ? -1 : 1)),
    ({ milestoneId }) => milestoneId,
  );

function contextOf({ projects, clients, stripe }: ReviewFacts, policy: Policy, day: ReviewDay): ReviewContext {
  const givenUp = [...(stripe?.givenUp ?? [])].sort((a, b) => a.at - b.at);
  return {
    projects: byId(projects),
    clients: byId(clients),
    invoicesOf: byMilestone(stripe?.invoices ?? []),
    givenUpAt: new Map(givenUp.map(({ invoice, at }) => [invoice.milestoneId, at])),
    policy,
    day,
  };
}

/**
 * Plans the weekly review (Rules 15 and 16) as of an instant. Two reviews of the same facts differ in the hub's health at
 * most; the order in which facts come means nothing.
 */
export function planReview(facts: ReviewFacts, policy: Policy, asOf: Instant): Review {
  const day = reviewDay(policy.timeZone, asOf);
  const context = contextOf(facts, policy, day);
  const items = facts.milestones.map((milestone) => reviewItem(milestone, context));
  const list = (section: ItemSection) => listItems(section, items, day);

  const owned = {
    'Waiting on a trigger': list(waitingOnATrigger),
    'Due soon': list(dueSoon),
    Overdue: list(overdue),
    Mismatches: mismatchRows(facts.projects, context),
    'Upcoming billing': list(upcomingBilling),
    'Open deals': openDeals(facts.deals, context),
    'Held and promised': list(heldAndPromised),
  };
  return {
    asOf,
    day,
    figures: planFigures(items, { stripe: facts.stripe, day, policy }),
    lastWeek: facts.lastWeek,
    sections: {
      ...owned,
      Unassigned: unassigned(Object.entries(owned).map(([title, rows]) => ({ title, rows }))),
      'Closed this week': list(closedThisWeek),
    },
    health: healthLines(facts, { items, day, asOf }),
  };
}
