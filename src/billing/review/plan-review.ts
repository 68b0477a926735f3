import type { Instant } from '../calendar.ts';
import type { Policy } from '../facts.ts';
import { type ReviewDay, reviewDay } from './day.ts';
import type { HealthLine, ReviewFacts } from './facts.ts';
import { type CurrencyFigures, planFigures, type StoredFigures } from './figures.ts';
import { reviewItem } from './item.ts';
import type { ReviewRow } from './row.ts';
import { closedThisWeek } from './sections/closed.ts';
import { dueSoon } from './sections/due-soon.ts';
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

/**
 * Plans the weekly review (Rules 15 and 16) as of an instant. Two reviews of the same facts differ in the hub's health at
 * most; the order in which facts come means nothing.
 */
export function planReview(facts: ReviewFacts, policy: Policy, asOf: Instant): Review {
  const day = reviewDay(policy.timeZone, asOf);
  const context = { projects: byId(facts.projects), clients: byId(facts.clients), policy, day };
  const items = facts.milestones.map((milestone) => reviewItem(milestone, context));
  const list = (section: ItemSection) => listItems(section, items, day);

  const owned = {
    'Waiting on a trigger': list(waitingOnATrigger),
    'Due soon': list(dueSoon),
    Overdue: list(overdue),
    Mismatches: mismatchRows(facts.projects, context),
    'Upcoming billing': list(upcomingBilling),
    'Open deals': [],
    'Held and promised': [],
  };
  return {
    asOf,
    day,
    figures: planFigures(items, day),
    lastWeek: facts.lastWeek,
    sections: {
      ...owned,
      Unassigned: unassigned(Object.entries(owned).map(([title, rows]) => ({ title, rows }))),
      'Closed this week': list(closedThisWeek),
    },
    health: facts.health,
  };
}
