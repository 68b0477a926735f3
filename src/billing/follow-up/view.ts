import { addDays, dateIn, type Instant, type PlainDate, startOfDay } from '../calendar.ts';
import type { Action } from '../decision.ts';
import type { FollowUpStep, MilestoneFacts, Policy, ShownOnMilestone } from '../facts.ts';
import { peopleFor } from '../people.ts';
import type { Standing } from '../standing/standing.ts';
import { longHoldEnds, promiseProblem } from '../standing/stops.ts';
import { type Expected, isNeverMissed, plannedDay, tooLateAt, tooLateWords } from './expected.ts';
import type { Followed } from './followed.ts';
import { type Next, nextMessage } from './next-message.ts';
import { SLOTS, sentOn, unconfirmedSlots } from './record.ts';
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

type One = { readonly followed: Followed; readonly next: Next; readonly expected: Expected | undefined };

type Around = Pick<MilestoneFacts, 'milestone' | 'project' | 'client' | 'clientInvoices'>;

/** Everything about the follow-up of a milestone's live invoices; what the row names is the one that asks for attention. */
export function followUpView(
  { milestone, project, client, clientInvoices }: Around,
  standing: Standing,
  policy: Policy,
  now: Instant,
): FollowUpView {
  const facts = { milestone, project, client };
  const others = [...standing.all.map(({ invoice }) => invoice), ...clientInvoices];
  const all = standing.all.map(({ invoice }): One => {
    const followed = { invoice, ...facts };
    const next = nextMessage(followed, policy, now);
    return { followed, next, expected: next.kind === 'message' ? { followed, next, others } : undefined };
  });
  const [named] = all;
  if (named === undefined) return NO_FOLLOW_UP;
  const isSettled = standing.status === 'Paid' || standing.status === 'Closed';
  const overdue = all
    .map(({ expected }) => (expected === undefined ? undefined : tooLateWords(expected, policy, now)))
    .find((words) => words !== undefined);
  const byHand = all.flatMap(({ next }) => (next.kind === 'by hand' && next.words !== '' ? [next] : []))[0];
  return {
    shown: {
      followUpStep: isSettled ? null : stepOf(named, policy),
      lastFollowUp: lastDay(named, policy),
      nextFollowUp: earliestDay(all, policy, now),
    },
    words: isSettled ? unconfirmedWords(all, facts, policy) : openWords({ all, standing, overdue }, facts, policy, now),
    alarm: overdue,
    task: byHand,
    action: notesAction(all, policy, now),
    looksAgainAt: all.map((one) => looksAgainAt(one, policy, now)),
  };
}

/** When a step's window closes, when a rest is over, and when a person is to decide something or is reminded of it. */
function looksAgainAt({ next, expected }: One, policy: Policy, now: Instant): Instant | undefined {
  const { timeZone } = policy;
  if (next.kind === 'by hand') return startOfDay(timeZone, taskAgainOn(next, dateIn(timeZone, now)));
  if (next.kind === 'rests')
    return next.rest.until === undefined ? undefined : startOfDay(timeZone, addDays(next.rest.until, 1));
  if (expected === undefined) return undefined;
  if (isNeverMissed(expected.next)) return startOfDay(timeZone, addDays(expected.next.lastDay, 1));
  const closes = tooLateAt(expected, policy, now);
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
  const days = SLOTS.flatMap((slot) => sentOn(followed.invoice.followUps, slot, timeZone) ?? []);
  return days.toSorted().at(-1) ?? null;
}

/** By this day the hourly run finds the row; so what is being sent stands there as well, until it is known what became of it. */
function earliestDay(all: readonly One[], policy: Policy, now: Instant): PlainDate | null {
  const days = all.flatMap(({ next, expected }) => {
    if (expected !== undefined) return [plannedDay(expected, policy, now)];
    if (next.kind === 'being sent') return [next.day];
    return next.kind === 'rests' && next.afterwards !== undefined ? [next.afterwards.day] : [];
  });
  return days.toSorted()[0] ?? null;
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
  const refused = named === undefined ? '' : shortened(named.followed, policy, now);
  const isLate = standing.status === 'Overdue';
  return `${late}${refused}${isLate ? (all.map(({ next }) => whyNothing(next)).find((words) => words !== '') ?? '') : ''}${unconfirmedWords(all, facts, policy)}`;
}

function whyNothing(next: Next): string {
  if (next.kind === 'by hand') return next.words === '' ? '' : ` No further message: ${next.words}.`;
  return next.kind === 'rests' && !next.rest.isSaid ? ` No follow-up: ${next.rest.words}.` : '';
}

/** A stop that does not hold as the row says: a person reads there until when it does (Rule 12). */
function shortened(followed: Followed, policy: Policy, now: Instant): string {
  const ended = longHoldEnds(followed.milestone, policy.timeZone, placedOn(followed, policy, now));
  if (ended === undefined) return refusedPromise(followed, policy, now);
  const holds = ended < dateIn(policy.timeZone, now) ? 'held until' : 'holds until';
  return ` A hold lasts 60 days at most: this one ${holds} ${ended}.`;
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
