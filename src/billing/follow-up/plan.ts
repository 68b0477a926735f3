import { addDays, dateIn, daysBetween, type Instant, type PlainDate } from '../calendar.ts';
import type { Client, Policy } from '../facts.ts';
import { isAddress } from '../readiness/finance-contact.ts';
import { type Responsible, responsibleFor } from '../responsible.ts';
import { invoiceDates } from '../standing/status.ts';
import type { DueMessage } from './due-message.ts';
import { askedFor, type Followed } from './followed.ts';
import type { MessageKind, MessageLine, PlannedMessage } from './message.ts';
import { type Next, nextMessage } from './next-message.ts';
import { sentOn } from './record.ts';
import { daysAt, leavesAt } from './sending-time.ts';
import { slotName } from './slot-name.ts';
import { brokenPromises } from './stop-notes.ts';

/** Everything that the follow-up of one client rests on. */
export type ClientFacts = {
  readonly client: Client;
  /** Its open invoices, and the paid ones whose payment is new. */
  readonly followed: readonly Followed[];
  /** When it last heard from us, about whatever invoice. */
  readonly lastMessageAt: Instant | undefined;
};

/** A message that is due, with what it counts for in Stripe. */
export type Planned = {
  readonly message: PlannedMessage;
  /** One for each invoice that the message is about. */
  readonly counts: readonly { readonly followed: Followed; readonly due: DueMessage }[];
  /** When it may leave at the earliest. */
  readonly leavesAt: Instant;
};

/** Why an invoice has no part in a message now. */
export type NotNow = { readonly followed: Followed; readonly next: Next; readonly why: string };

export type ClientPlan = { readonly planned: Planned | undefined; readonly notNow: readonly NotNow[] };

/** The most pressing first: it goes out today, and lists what else is late (Rule 11.5). */
const PRESSING: readonly MessageKind[] = ['Formal', 'Firm', 'Failure notice', 'Light', 'Courtesy note', 'Thank-you'];

/** A formal notice is never merged (Rule 11.5); what asks for nothing speaks of nothing late. */
const ALONE: ReadonlySet<MessageKind> = new Set(['Formal', 'Courtesy note', 'Thank-you']);

/** How much time a client has after a formal notice. */
const FORMAL_DAYS = 7;

/**
 * What one client is written today: at most one message, about the invoices of its most pressing step (Rules 11.4, 11.5).
 * @returns also every other invoice with the reason why it is not in it
 */
export function planClient(facts: ClientFacts, policy: Policy, now: Instant): ClientPlan {
  const today = dateIn(policy.timeZone, now);
  const all = facts.followed.map((followed) => ({ followed, next: nextMessage(followed, policy, now) }));
  const due = all.flatMap(({ followed, next }) =>
    next.kind === 'message' && next.day <= today ? [{ followed, due: next }] : [],
  );
  const hasHeard = isHeardToday(facts, policy, now);
  const chosen = hasHeard ? [] : together(due, policy);
  const planned = chosen.length === 0 ? undefined : toPlanned(facts.client, { all, chosen }, policy, now);
  const isIn = (followed: Followed): boolean => chosen.some((one) => one.followed === followed);
  return {
    planned,
    notNow: all
      .filter(({ followed }) => !isIn(followed))
      .map(({ followed, next }) => ({ followed, next, why: whyNotNow(next, today, hasHeard) })),
  };
}

/** On the seller's day, and on the client's own. */
function isHeardToday({ client, lastMessageAt }: ClientFacts, policy: Policy, now: Instant): boolean {
  if (lastMessageAt === undefined) return false;
  const [here, there] = daysAt(client, policy, now);
  const [lastHere, lastThere] = daysAt(client, policy, lastMessageAt);
  return lastHere >= here || lastThere >= there;
}

type Due = { readonly followed: Followed; readonly due: DueMessage };

const kindOf = ({ due }: Due): MessageKind => slotName[due.slot];

/** A formal notice goes by itself, and Stripe mails one invoice at a time; else all of the same step go together. */
function together(due: readonly Due[], { followUp }: Policy): readonly Due[] {
  const kind = PRESSING.find((one) => due.some((message) => kindOf(message) === one));
  if (kind === undefined) return [];
  const same = due
    .filter((message) => kindOf(message) === kind)
    .toSorted((a, b) => (a.followed.invoice.dueAt ?? 0) - (b.followed.invoice.dueAt ?? 0) || byId(a, b));
  return kind === 'Formal' || followUp.channel === 'stripe' ? same.slice(0, 1) : same;
}

const byId = (a: Due, b: Due): number => (a.followed.invoice.id < b.followed.invoice.id ? -1 : 1);

type Looked = { readonly followed: Followed; readonly next: Next };

function toPlanned(
  client: Client,
  { all, chosen }: { readonly all: readonly Looked[]; readonly chosen: readonly Due[] },
  policy: Policy,
  now: Instant,
): Planned | undefined {
  const [first] = chosen;
  if (first === undefined) return undefined;
  const { followUp, defaultBillingOwner } = policy;
  const today = dateIn(policy.timeZone, now);
  const kind = kindOf(first);
  const isAlone = ALONE.has(kind) || followUp.channel === 'stripe';
  const beside = isAlone
    ? []
    : all.filter((one) => isLateAndFree(one, policy, today) && !isOneOf(one.followed, chosen));
  const { milestone, project } = first.followed;
  return {
    message: {
      kind,
      client: { id: client.id, name: client.name, financeContact: client.financeContact },
      to: client.billingEmail?.trim() ?? '',
      copyTo: copiesOf(client),
      sender: responsibleFor({ milestone, project, client, defaultBillingOwner }) ?? nobody(followUp.fromName),
      language: client.language,
      about: chosen.map(({ followed }) => lineOf(followed, policy, now)),
      beside: beside.map(({ followed }) => lineOf(followed, policy, now)),
      formal: kind === 'Formal' ? formalTerms(first.followed, policy, today) : undefined,
    },
    counts: chosen,
    leavesAt: leavesAt(client, policy, first.due.day, now),
  };
}

/** Answers go to the address that we send from. */
const nobody = (name: string): Responsible => ({ name, email: null, notionId: null });

const isOneOf = (followed: Followed, chosen: readonly Due[]): boolean =>
  chosen.some((one) => one.followed === followed);

/** Late, and nothing keeps us from naming it. */
function isLateAndFree({ followed, next }: Looked, { timeZone }: Policy, today: PlainDate): boolean {
  const due = invoiceDates(followed.invoice, timeZone)?.due;
  if (due === undefined || due >= today || followed.invoice.status !== 'open') return false;
  return next.kind === 'message' || next.kind === 'by hand';
}

/** Addresses of `Copy to`, whatever stands between them; what is none is left out (Rule 11.8). */
export function copiesOf({ copyTo, billingEmail }: Pick<Client, 'copyTo' | 'billingEmail'>): readonly string[] {
  const main = billingEmail?.trim().toLowerCase();
  const found = copyTo
    .split(/[\s,;<>()[\]{}|/"]+/)
    .map((one) => one.replace(/^mailto:/i, '').replace(/[.:]+$/, ''))
    .filter((one) => isAddress(one) && one.toLowerCase() !== main);
  return [...new Map(found.map((one) => [one.toLowerCase(), one])).values()];
}

function lineOf(followed: Followed, policy: Policy, now: Instant): MessageLine {
  const { invoice, milestone, project } = followed;
  const { currency } = invoice;
  const today = dateIn(policy.timeZone, now);
  const due = invoiceDates(invoice, policy.timeZone)?.due ?? today;
  return {
    invoiceId: invoice.id,
    number: invoice.number ?? invoice.id,
    milestone: milestone.name,
    project: project?.name ?? '',
    total: { minor: invoice.total, currency },
    remaining: { minor: invoice.status === 'paid' ? invoice.total : askedFor(followed), currency },
    due,
    daysOverdue: Math.max(0, daysBetween(due, today)),
    url: invoice.hostedUrl,
    pdfUrl: invoice.pdfUrl,
    poNumber: invoice.poNumber,
    brokenPromise: brokenPromises(followed, policy, now).at(-1),
  };
}

function formalTerms({ invoice, project }: Followed, { timeZone }: Policy, today: PlainDate): PlannedMessage['formal'] {
  const slots = ['light', 'failure', 'firm'] as const;
  return {
    clause: project?.escalationClause.trim() ?? '',
    earlier: slots.flatMap((slot) => sentOn(invoice.followUps, slot, timeZone) ?? []).toSorted(),
    payBy: addDays(today, FORMAL_DAYS),
  };
}

function whyNotNow(next: Next, today: PlainDate, hasHeard: boolean): string {
  switch (next.kind) {
    case 'message':
      if (next.day > today) return `its ${slotName[next.slot].toLowerCase()} message is planned for ${next.day}`;
      return hasHeard ? 'the client has heard from us today' : 'another message of today goes first';
    case 'rests':
      return next.rest.words;
    case 'by hand':
      return next.words === '' ? `a person decides from ${next.since} on` : next.words;
    case 'being sent':
      return 'a message about it is being sent';
    case 'nothing':
      return 'nothing is to be asked for';
  }
}
