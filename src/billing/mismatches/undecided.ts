import { approvalOwnersOf } from '../approval.ts';
import { businessDaysBetween } from '../business-days.ts';
import { isPlainDate, type PlainDate } from '../calendar.ts';
import type { Milestone } from '../facts.ts';
import { NOBODY } from '../people.ts';
import { personInRole } from '../responsible.ts';
import { businessCalendar } from '../standing/stops.ts';
import { hasApproval } from '../trigger.ts';
import type { ProjectFacts } from './mismatch.ts';
import { nameOf, titleLine } from './text.ts';

/** The title of M04. */
export const UNDECIDED = 'no decision on the delivery';

export type Waiting = { readonly since: PlainDate; readonly days: number };

/** For how many business days a delivery waits for its decision; undefined while the review window runs, or where none is waited for. */
export function waitingFor(milestone: Milestone, facts: ProjectFacts): Waiting | undefined {
  const { deliveredSince, client, policy, today } = facts;
  const since = deliveredSince.get(milestone.id);
  if (since === undefined || hasApproval(milestone)) return undefined;
  const days = businessDaysBetween(since, today, businessCalendar(policy, client));
  return days > policy.reviewWindowDays ? { since, days } : undefined;
}

export const waitingWords = ({ since, days }: Waiting): string =>
  `Delivered since ${since}, waiting for ${days} business days. Ask the client for the decision.`;

/** What the line of such a milestone says by now: it is kept in Notion when everything else is lost. */
export function waitingShown(name: string, mismatches: string): Waiting | undefined {
  const beginning = titleLine(name, UNDECIDED);
  const line = mismatches.split('\n').find((one) => one.startsWith(`${beginning} `)) ?? '';
  const [, since = '', days] = /Delivered since (\S+), waiting for (\d+) business days/.exec(line) ?? [];
  return isPlainDate(since) ? { since, days: Number(days) } : undefined;
}

/** How many review windows have passed after so many days. */
const windowsIn = (days: number, window: number): number => Math.floor(Math.max(0, days - 1) / Math.max(1, window));

/** A comment that reminds our own colleague to ask for a decision. */
export type DecisionReminder = {
  readonly milestoneId: string;
  readonly beginning: string;
  readonly text: string;
  /** The colleague whom the text names; undefined where nobody is, or nobody knows them in Notion. */
  readonly colleague: { readonly name: string; readonly id: string } | undefined;
};

/**
 * The reminders that a look has to make: one per window that has passed since the line in `Mismatches` was written, and of
 * several the last. Whoever makes them does so before that line is written anew.
 */
export function decisionReminders(facts: ProjectFacts): readonly DecisionReminder[] {
  const { project, client, policy, milestones } = facts;
  if (!policy.decisionReminder || project.status === 'Done') return [];
  return milestones.flatMap((milestone) => {
    const waiting = waitingFor(milestone, facts);
    if (waiting === undefined) return [];
    const { reviewWindowDays: window, defaultBillingOwner } = policy;
    const before = waitingShown(nameOf(milestone), project.shown.mismatches);
    const number = windowsIn(waiting.days, window);
    if (before?.since === waiting.since && windowsIn(before.days, window) >= number) return [];
    const person = personInRole('account owner', { milestone, project, client, defaultBillingOwner });
    const [owner] = approvalOwnersOf(milestone, project);
    const beginning = `Decision reminder ${number}: delivered since ${waiting.since}`;
    return {
      milestoneId: milestone.id,
      beginning,
      text: `${beginning}, and not decided for ${waiting.days} business days. ${person?.name ?? NOBODY}: please ask ${owner ?? 'the client'} for the decision.`,
      colleague:
        person === undefined || person.notionId === null ? undefined : { name: person.name, id: person.notionId },
    };
  });
}
