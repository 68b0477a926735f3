import { addDays, atHour, type PlainDate } from '../calendar.ts';
import { dayOf } from '../day.ts';
import type { Client, Milestone, Policy, Project } from '../facts.ts';
import { isPaused } from '../pause.ts';
import type { Detail } from '../standing/details.ts';
import type { ReviewDay } from './day.ts';
import { type FollowUpNow, stopWords } from './follow-up.ts';
import { firstSentence, plainDetail, shownDetail } from './shown-detail.ts';

/** A stop with somebody who has to end it, or to see that it ends (Rules 12, 15 row 8). */
export type Hold = {
  readonly kind: HoldKind;
  /** In one line, with what and why. */
  readonly words: string;
  /** Last day of it; undefined: until somebody or something ends it. */
  readonly until: PlainDate | undefined;
  readonly nextStep: string;
};

export const HOLD_KINDS = [
  'Money returned',
  'Disputed',
  'Queried',
  'Approval withdrawn',
  'Short transfer',
  'Unmatched transfer',
  'Promised',
  'On hold',
  'Client on hold',
  'Returned mail',
  'Project paused',
] as const;
export type HoldKind = (typeof HOLD_KINDS)[number];

/** Stops that no person set: the row says them, and what ends them. */
const SHOWN: readonly { readonly detail: Detail; readonly kind: HoldKind; readonly nextStep: string }[] = [
  { detail: 'money returned', kind: 'Money returned', nextStep: 'Decide how to go on: ask again, or write it off' },
  { detail: 'disputed', kind: 'Disputed', nextStep: 'Answer the dispute in Stripe' },
  {
    detail: 'approval withdrawn',
    kind: 'Approval withdrawn',
    nextStep: 'Decide: keep it, credit it or void it in Stripe',
  },
  {
    detail: 'short transfer',
    kind: 'Short transfer',
    nextStep: 'Ask for the rest, or credit it and apply the balance in Stripe',
  },
  { detail: 'unmatched transfer', kind: 'Unmatched transfer', nextStep: 'Apply the balance to its invoice in Stripe' },
  { detail: 'returned mail', kind: 'Returned mail', nextStep: 'Correct "Billing email" of the client' },
];

type Held = {
  readonly milestone: Milestone;
  readonly project: Project | undefined;
  readonly client: Client | undefined;
  readonly followUp: FollowUpNow | undefined;
};

/** What holds an item back: the most important by Rule 7.5, or undefined. */
export function holdOf(
  { milestone, project, client, followUp }: Held,
  policy: Policy,
  day: ReviewDay,
): Hold | undefined {
  const holds = [
    shownHold(milestone),
    stopHold(followUp),
    clientHold(client, day),
    pauseHold(project, policy, day),
  ].filter((hold) => hold !== undefined);
  return holds.sort((a, b) => HOLD_KINDS.indexOf(a.kind) - HOLD_KINDS.indexOf(b.kind))[0];
}

function shownHold({ shown: { billingDetail } }: Milestone): Hold | undefined {
  const detail = shownDetail(billingDetail);
  const found = SHOWN.find((one) => one.detail === detail);
  if (found === undefined) return undefined;
  const { kind, nextStep } = found;
  return { kind, words: firstSentence(plainDetail(billingDetail)), until: undefined, nextStep };
}

function stopHold(followUp: FollowUpNow | undefined): Hold | undefined {
  const stop = followUp?.stop;
  if (stop === undefined) return undefined;
  const { kind, until, named } = stop;
  const nextStep =
    kind === 'Queried'
      ? 'Answer the client, then empty "Follow-up stop"'
      : kind === 'Promised'
        ? `Payment by ${named ?? 'a day that is still to be named'}`
        : `Follow-up goes on ${until === undefined ? 'once somebody ends the hold' : `from ${addDays(until, 1)}`}`;
  return { kind, words: stopWords(stop), until: kind === 'Promised' ? (named ?? until) : until, nextStep };
}

/** Covers all invoices of the client (Rule 12). */
function clientHold(client: Client | undefined, { zone, today }: ReviewDay): Hold | undefined {
  const until = dayOf(zone, client?.followUpHoldUntil ?? null);
  if (until === undefined || until < today) return undefined;
  return {
    kind: 'Client on hold',
    words: `All of the client is on hold until ${until}`,
    until,
    nextStep: `Follow-up goes on from ${addDays(until, 1)}`,
  };
}

function pauseHold(project: Project | undefined, policy: Policy, { zone, today }: ReviewDay): Hold | undefined {
  if (project === undefined || policy.followUp.whilePaused === 'continue') return undefined;
  if (!isPaused(project, policy, atHour(zone, today, 12))) return undefined;
  const resumeOn = dayOf(zone, project.resumeOn);
  return {
    kind: 'Project paused',
    words: 'The project is paused, and follow-up with it',
    until: resumeOn === undefined ? undefined : addDays(resumeOn, -1),
    nextStep: resumeOn === undefined ? 'Say when it goes on in "Resume on" of the project' : `It goes on ${resumeOn}`,
  };
}
