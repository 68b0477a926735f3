import { isCancelled } from '../approval.ts';
import type { Client, Invoice, Milestone } from '../facts.ts';
import { isReturned } from '../follow-up/followed.ts';
import { awaitsSubmission } from '../readiness/submission.ts';
import { netCash, settledOn } from './net-cash.ts';
import type { Ending, StatusView } from './status.ts';
import type { Stop } from './stops.ts';

/** Why an issued invoice stands as it does, beside its status (Rule 7.5), the most important first. */
export const DETAILS = [
  'money returned',
  'disputed',
  'queried',
  'approval withdrawn',
  'short transfer',
  'unmatched transfer',
  'processing',
  'payment failed',
  'action needed',
  'promised',
  'on hold',
  'returned mail',
  'part processing',
  'partially paid',
  'part credited',
  'overpaid',
  'issued, sending',
  'part refunded',
  'refunded',
  'credited',
  'voided',
  'written off',
] as const;
export type Detail = (typeof DETAILS)[number];

export type DetailFacts = {
  readonly invoice: Invoice;
  readonly view: StatusView;
  readonly milestone: Pick<Milestone, 'approval' | 'portalReference'>;
  readonly stop: Stop | undefined;
  readonly client: Client | undefined;
};

const STOPS = { Queried: 'queried', Promised: 'promised', 'On hold': 'on hold' } as const;

const ENDINGS: Readonly<Partial<Record<Ending, Detail>>> = {
  'money returned': 'money returned',
  'part refunded': 'part refunded',
  refunded: 'refunded',
  credited: 'credited',
  voided: 'voided',
  'written off': 'written off',
};

/** What is true of an invoice that is out and not settled. */
function whileOpen({ invoice, milestone, stop, client }: DetailFacts): readonly (Detail | undefined)[] {
  const { moves, amountPaid, amountDue, amountRemaining, credited } = invoice;
  const { inFlight, onCashBalance } = moves;
  return [
    stop === undefined ? undefined : STOPS[stop.kind],
    isCancelled(milestone.approval) ? 'approval withdrawn' : undefined,
    onCashBalance === 0 ? undefined : onCashBalance < amountRemaining ? 'short transfer' : 'unmatched transfer',
    inFlight === 0 ? undefined : inFlight >= amountRemaining ? 'processing' : 'part processing',
    moves.lastAttempt === 'failed' ? 'payment failed' : undefined,
    moves.lastAttempt === 'action needed' ? 'action needed' : undefined,
    isReturned({ invoice, client }) ? 'returned mail' : undefined,
    amountPaid > 0 && amountPaid < amountDue ? 'partially paid' : undefined,
    credited > 0 ? 'part credited' : undefined,
    awaitsSubmission(invoice, milestone) ? 'issued, sending' : undefined,
  ];
}

/** Everything that applies, in the order of importance (Rule 7.5). */
export function detailsOf(facts: DetailFacts): readonly Detail[] {
  const { invoice, view } = facts;
  const isOpen = view.ending === 'none' && view.status !== 'Paid';
  const disputed = invoice.moves.disputed > 0 && invoice.status !== 'void';
  const isOverpaid = invoice.amountOverpaid > 0 && netCash(invoice) > settledOn(invoice);
  const found = new Set<Detail | undefined>([
    ENDINGS[view.ending],
    disputed ? 'disputed' : undefined,
    isOverpaid ? 'overpaid' : undefined,
    ...(isOpen ? whileOpen(facts) : []),
  ]);
  return DETAILS.filter((detail) => found.has(detail));
}
