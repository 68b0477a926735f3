import { atHour, type PlainDate } from '../calendar.ts';
import type { Client, FollowUpStep, Invoice, Milestone, MoneyMoves, Policy, Project } from '../facts.ts';
import { FOLLOW_UP_STEPS } from '../facts.ts';
import type { DueMessage } from '../follow-up/due-message.ts';
import type { Followed } from '../follow-up/followed.ts';
import { type Next, nextMessage } from '../follow-up/next-message.ts';
import { lastSlot, sentOn } from '../follow-up/record.ts';
import { slotName } from '../follow-up/slot-name.ts';
import { placedOn } from '../follow-up/stop-notes.ts';
import { awaitsSubmission } from '../readiness/submission.ts';
import { type Stop, stopInForce } from '../standing/stops.ts';
import type { ReviewDay } from './day.ts';
import { firstSentence, plainDetail, shownDetail } from './shown-detail.ts';

/** What the review says about the follow-up of an open invoice, as follow-up itself sees it (Rule 15, row 4). */
export type FollowUpNow = {
  /** "Light on 2026-11-06" */
  readonly last: string;
  /** What goes out next and when, or why nothing does. */
  readonly next: string;
  /** The stop that a person set and that holds. */
  readonly stop: Stop | undefined;
};

type Row = {
  readonly milestone: Milestone;
  readonly project: Project | undefined;
  readonly client: Client | undefined;
  /** Open invoices of the milestone in Stripe; none when Stripe was not asked. */
  readonly open: readonly Invoice[];
};

/** The one that the row names; of a bill in parts else the one that has been due for longest. */
export function namedInvoice({ milestone, open }: Pick<Row, 'milestone' | 'open'>): Invoice | undefined {
  const { stripeInvoice } = milestone.shown;
  const byDue = [...open].sort((a, b) => (a.dueAt ?? a.createdAt) - (b.dueAt ?? b.createdAt) || (a.id < b.id ? -1 : 1));
  return byDue.find(({ id }) => id === stripeInvoice) ?? byDue[0];
}

/** A list of invoices says nothing of what became of their money. What the row says of it is enough to know what rests. */
function movesShown(invoice: Invoice, billingDetail: string): MoneyMoves {
  switch (shownDetail(billingDetail)) {
    case 'disputed':
      return { ...invoice.moves, disputed: invoice.amountRemaining };
    case 'short transfer':
    case 'unmatched transfer':
      return { ...invoice.moves, onCashBalance: invoice.amountRemaining };
    case 'processing':
      return { ...invoice.moves, inFlight: invoice.amountRemaining };
    case 'payment failed':
      return { ...invoice.moves, lastAttempt: 'failed' };
    default:
      return invoice.moves;
  }
}

/** The follow-up of an open invoice. It rests on the day alone: at every hour of it the review says the same. */
export function followUpNow(row: Row, policy: Policy, { zone, today }: ReviewDay): FollowUpNow {
  const noon = atHour(zone, today, 12);
  const listed = namedInvoice(row);
  const { milestone, project, client } = row;
  if (listed === undefined) {
    const stop = stopInForce(milestone, client, policy, noon);
    return { last: lastShown(milestone), next: nextShown(milestone, stop), stop };
  }
  const invoice = { ...listed, moves: movesShown(listed, milestone.shown.billingDetail) };
  const followed: Followed = { invoice, milestone, project, client };
  const stop = stopInForce(milestone, client, policy, noon, placedOn(followed, policy, noon));
  return {
    last: lastSent(followed, policy) ?? lastShown(milestone),
    next: nextWords(nextMessage(followed, policy, noon), { followed, stop, today }),
    stop,
  };
}

function lastSent({ invoice: { followUps } }: Followed, { timeZone }: Policy): string | undefined {
  const slot = lastSlot(followUps);
  const on = slot === undefined ? undefined : sentOn(followUps, slot, timeZone);
  if (slot === undefined || on === undefined) return undefined;
  const doubt = followUps.messages[slot]?.state === 'unconfirmed' ? ', unconfirmed' : '';
  return `${slotName[slot]} on ${on}${doubt}`;
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const messageWords = ({ slot }: DueMessage, on: PlainDate): string => `${slotName[slot]} on ${on}`;

/** What was planned stays as it is shown; what is late goes out today. */
function dayFor({ day }: DueMessage, { milestone }: Followed, today: PlainDate): PlainDate {
  if (day > today) return day;
  const { nextFollowUp: shown } = milestone.shown;
  return shown !== null && shown >= day ? shown : today;
}

type Around = { readonly followed: Followed; readonly stop: Stop | undefined; readonly today: PlainDate };

function nextWords(next: Next, { followed, stop, today }: Around): string {
  switch (next.kind) {
    case 'message':
      return messageWords(next, dayFor(next, followed, today));
    case 'by hand':
      return next.words === '' ? `Decide by hand from ${next.since} on` : `Decide by hand: ${next.words}`;
    case 'rests': {
      const then = next.afterwards === undefined ? '' : `; then ${messageWords(next.afterwards, next.afterwards.day)}`;
      const isStop = stop !== undefined && next.rest.words.startsWith(stop.kind);
      return `${isStop ? stopWords(stop) : sentence(next.rest.words)}${then}`;
    }
    case 'being sent':
      return `Being sent since ${next.day}`;
    case 'nothing':
      return awaitsSubmission(followed.invoice, followed.milestone)
        ? "Hand it in through the client's portal and note the reference"
        : 'Too little remains for a message';
  }
}

const stepAfter = (step: FollowUpStep | null): FollowUpStep | undefined =>
  step === null ? 'Light' : FOLLOW_UP_STEPS[FOLLOW_UP_STEPS.indexOf(step) + 1];

function lastShown({ shown: { lastFollowUp, followUpStep } }: Milestone): string {
  return lastFollowUp === null ? 'No follow-up yet' : `${followUpStep ?? 'Follow-up'} on ${lastFollowUp}`;
}

const WHY_NOTHING = / (?:No further message|No follow-up): (.*)$/s;

/** As the row shows it, where the invoice itself was not read. */
function nextShown({ shown }: Milestone, stop: Stop | undefined): string {
  const { nextFollowUp, followUpStep, billingDetail } = shown;
  const planned = nextFollowUp === null ? undefined : `${stepAfter(followUpStep) ?? 'Follow-up'} on ${nextFollowUp}`;
  if (stop !== undefined) return `${stopWords(stop)}${planned === undefined ? '' : `; then ${planned}`}`;
  const why = WHY_NOTHING.exec(plainDetail(billingDetail))?.[1];
  return planned ?? (why === undefined ? 'Decide by hand' : sentence(firstSentence(why)));
}

/** "Promised for 2026-11-20: waits for their payment run", "On hold until 2026-11-30" */
export function stopWords({ kind, until, named, reason }: Stop): string {
  const day = kind === 'Promised' ? named : until;
  const when = day === undefined ? '' : kind === 'Promised' ? ` for ${day}` : ` until ${day}`;
  return `${kind}${when}${reason === '' ? '' : `: ${reason}`}`;
}
