import { dateIn, type Instant, type PlainDate, startOfDay } from '../calendar.ts';
import type { Action } from '../decision.ts';
import type { FollowUpStep, MilestoneFacts, Policy, ShownOnMilestone } from '../facts.ts';
import { peopleFor } from '../people.ts';
import type { Standing } from '../standing/standing.ts';
import { promiseProblem } from '../standing/stops.ts';
import type { Followed } from './followed.ts';
import { type Next, nextMessage } from './next-message.ts';
import { lastMessageAt, sentOn, unconfirmedSlots } from './record.ts';
import { closesAt } from './sending-time.ts';
import { slotName } from './slot-name.ts';
import { placedOn, stopNotes } from './stop-notes.ts';
import { type FollowUpTask, taskAgainOn } from './task.ts';

/** What a milestone shows of its follow-up, and what follows from it (Rules 11, 12). */
export type FollowUpView = {
  readonly shown: Pick<ShownOnMilestone, 'followUpStep' | 'lastFollowUp' | 'nextFollowUp'>;
  /** What `Billing detail` adds; empty where nothing is to be added. */
  readonly words: string;
  /** A step's window has closed and nothing went out, although nothing keeps it back (Rule 11.13). */
  readonly alarm: string | undefined;
  /** What a person is reminded of beside the milestone. */
  readonly task: FollowUpTask | undefined;
  readonly action: Action | undefined;
  readonly looksAgainAt: readonly (Instant | undefined)[];
};

export const NO_FOLLOW_UP: FollowUpView = {
  shown: { followUpStep: null, lastFollowUp: null, nextFollowUp: null },
  words: '',
  alarm: undefined,
  task: undefined,
  action: undefined,
  looksAgainAt: [],
};

type One = { readonly followed: Followed; readonly next: Next };

/** Everything about the follow-up of a milestone's live invoices; what the row names is the one that asks for attention. */
export function followUpView(
  facts: Pick<MilestoneFacts, 'milestone' | 'project' | 'client'>,
  standing: Standing,
  policy: Policy,
  now: Instant,
): FollowUpView {
  const all = standing.all.map(({ invoice }): One => {
    const followed = { invoice, milestone: facts.milestone, project: facts.project, client: facts.client };
    return { followed, next: nextMessage(followed, policy, now) };
  });
  const [named] = all;
  if (named === undefined) return NO_FOLLOW_UP;
  const isSettled = standing.status === 'Paid' || standing.status === 'Closed';
  const overdue = all.map((one) => overdueWords(one, policy, now)).find((words) => words !== undefined);
  const byHand = all.flatMap(({ next }) => (next.kind === 'by hand' && next.words !== '' ? [next] : []))[0];
  return {
    shown: {
      followUpStep: isSettled ? null : stepOf(named, policy),
      lastFollowUp: lastDay(named, policy),
      nextFollowUp: isSettled ? null : earliestDay(all),
    },
    words: isSettled ? unconfirmedWords(all, facts, policy) : openWords({ all, standing, overdue }, facts, policy, now),
    alarm: overdue,
    task: byHand,
    action: notesAction(all, policy, now),
    looksAgainAt: all.map((one) => looksAgainAt(one, policy, now)),
  };
}

/** When a step's window closes, and when a person is to decide something or is reminded of it. */
function looksAgainAt({ next, followed }: One, policy: Policy, now: Instant): Instant | undefined {
  if (next.kind === 'by hand') return startOfDay(policy.timeZone, taskAgainOn(next, dateIn(policy.timeZone, now)));
  if (next.kind !== 'message') return undefined;
  const closes = closesAt(followed.client, policy, next.lastDay);
  return closes > now ? closes : undefined;
}

function stepOf({ followed }: One, { timeZone }: Policy): FollowUpStep | null {
  const { followUps } = followed.invoice;
  if (sentOn(followUps, 'formal', timeZone) !== undefined) return 'Formal';
  if (sentOn(followUps, 'firm', timeZone) !== undefined) return 'Firm';
  // A notice about a failed payment counts as the light step (Rule 11.9).
  const light = sentOn(followUps, 'light', timeZone) ?? sentOn(followUps, 'failure', timeZone);
  return light === undefined ? null : 'Light';
}

function lastDay({ followed }: One, { timeZone }: Policy): PlainDate | null {
  const at = lastMessageAt(followed.invoice.followUps);
  return at === undefined ? null : dateIn(timeZone, at);
}

/** As it was planned, also where it has passed: then something keeps it from going out. */
function earliestDay(all: readonly One[]): PlainDate | null {
  const days = all.flatMap(({ next }) => {
    if (next.kind === 'message') return [next.day];
    return next.kind === 'rests' && next.afterwards !== undefined ? [next.afterwards.day] : [];
  });
  return days.toSorted()[0] ?? null;
}

/** Rule 11.13. */
function overdueWords({ followed, next }: One, policy: Policy, now: Instant): string | undefined {
  if (next.kind !== 'message' || next.slot === 'thanks') return undefined;
  if (now < closesAt(followed.client, policy, next.lastDay)) return undefined;
  const { invoice } = followed;
  return `The ${slotName[next.slot].toLowerCase()} follow-up of invoice ${invoice.number ?? invoice.id} was due by ${next.lastDay} and has not gone out`;
}

type Open = { readonly all: readonly One[]; readonly standing: Standing; readonly overdue: string | undefined };

function openWords(
  { all, standing, overdue }: Open,
  facts: Pick<MilestoneFacts, 'milestone' | 'project' | 'client'>,
  policy: Policy,
  now: Instant,
): string {
  const [named] = all;
  const late = overdue === undefined ? '' : ` ${overdue}: see whether Milepost runs and can send.`;
  const refused = named === undefined ? '' : refusedPromise(named.followed, policy, now);
  const isLate = standing.status === 'Overdue';
  return `${late}${refused}${isLate ? (all.map(({ next }) => whyNothing(next)).find((words) => words !== '') ?? '') : ''}${unconfirmedWords(all, facts, policy)}`;
}

function whyNothing(next: Next): string {
  if (next.kind === 'by hand') return next.words === '' ? '' : ` No further message: ${next.words}.`;
  return next.kind === 'rests' && !next.rest.isSaid ? ` No follow-up: ${next.rest.words}.` : '';
}

/** X20. */
function refusedPromise(followed: Followed, policy: Policy, now: Instant): string {
  const problem = promiseProblem(followed.milestone, policy.timeZone, placedOn(followed, policy, now));
  if (problem === undefined) return '';
  const { who } = peopleFor(followed, policy);
  return problem === 'no date'
    ? ` The promise names no day: ${who} enters it in "Stop until".`
    : ` The promise lies more than 30 days ahead and stops nothing: ${who} agrees on an earlier day, or sets "On hold".`;
}

/** Said for as long as nobody has found out (Rule 11.7). */
function unconfirmedWords(
  all: readonly One[],
  facts: Pick<MilestoneFacts, 'milestone' | 'project' | 'client'>,
  policy: Policy,
): string {
  const { who } = peopleFor(facts, policy);
  return all
    .flatMap(({ followed: { invoice } }) =>
      unconfirmedSlots(invoice.followUps).map((slot) => {
        const on = sentOn(invoice.followUps, slot, policy.timeZone);
        return ` Unconfirmed: nobody knows whether the ${slotName[slot].toLowerCase()} message of ${on} went out. It is not repeated; ${who} asks the client, and records the answer with "milepost confirm".`;
      }),
    )
    .join('');
}

/** Stops are noted on every invoice that they hold back. */
function notesAction(all: readonly One[], policy: Policy, now: Instant): Action | undefined {
  for (const { followed } of all) {
    if (followed.invoice.status !== 'open') continue;
    const stops = stopNotes(followed, policy, now);
    if (stops !== undefined) return { kind: 'note stops', invoice: followed.invoice, stops };
  }
  return undefined;
}
