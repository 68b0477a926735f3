import { creditedOn } from '../amounts/next-bill.ts';
import { addDays, dateIn } from '../calendar.ts';
import type { Invoice, Policy } from '../facts.ts';
import { formatMoney } from '../money.ts';
import type { Detail } from './details.ts';
import { shortfallOf } from './net-cash.ts';
import type { Standing } from './standing.ts';
import { invoiceDates, type StatusView } from './status.ts';
import type { Stop } from './stops.ts';

export type WordsFacts = {
  readonly invoice: Invoice;
  readonly view: StatusView;
  readonly stop: Stop | undefined;
  /** A bank should have answered a debit by now. */
  readonly isAnswerOverdue: boolean;
  /** Name of the one who answers for it (Rule 18.5). */
  readonly who: string;
  /** Name of the one who looks after the client. */
  readonly accountOwner: string;
  readonly portal: string;
  readonly policy: Pick<Policy, 'timeZone'>;
};

/** "due on 2026-11-17", or "overdue since 2026-11-18": days by name, never "in 3 days", which would be rewritten every night. */
function dateWords({ invoice, view, policy }: WordsFacts): string {
  const dates = invoiceDates(invoice, policy.timeZone);
  if (dates === undefined) return 'no due date';
  return view.status === 'Overdue' ? `overdue since ${addDays(dates.due, 1)}` : `due ${dates.due}`;
}

const paidWords = ({ invoice, policy }: WordsFacts): string =>
  invoice.paidAt === null ? 'Paid' : `Paid on ${dateIn(policy.timeZone, invoice.paidAt)}`;

/** What came in another way was recorded by a person, whose word it is. */
function outsideWords({ moves: { outsideStripe }, amountPaid, currency }: Invoice): string {
  if (outsideStripe === 0) return '';
  const part = outsideStripe < amountPaid ? `${formatMoney({ minor: outsideStripe, currency })} of it ` : '';
  return `, ${part}recorded in Stripe as received outside it`;
}

function plainWords(facts: WordsFacts): string {
  const { invoice, view, policy } = facts;
  if (view.status === 'Paid') return `${paidWords(facts)}${outsideWords(invoice)}.`;
  const dates = invoiceDates(invoice, policy.timeZone);
  if (dates === undefined) return 'Issued, without a due date.';
  if (view.status === 'Overdue') return `Overdue since ${addDays(dates.due, 1)}.`;
  return view.status === 'Due soon' ? `Due on ${dates.due}.` : `Sent on ${dates.issued}, due on ${dates.due}.`;
}

function stopWords({ kind, named, reason }: Stop): string {
  const when = named === undefined ? '' : kind === 'Promised' ? ` for ${named}` : ` until ${named}`;
  return `${kind}${when}${reason === '' ? '' : `: ${reason}`}`;
}

/** A debit takes a few days. One that takes longer may hang: a person asks. */
function slowWords({ invoice, isAnswerOverdue, who, policy }: WordsFacts): string {
  const { inFlightSince } = invoice.moves;
  if (!isAnswerOverdue || inFlightSince === null) return '';
  return ` The bank has not answered since ${dateIn(policy.timeZone, inFlightSince)}, which is too long: ${who} asks Stripe what became of it.`;
}

type Writer = (facts: WordsFacts, money: (minor: number) => string, name: string) => string;

/** One sentence or two per reason: what happened, what it means, who does what next. */
const WRITERS: Readonly<Record<Detail, Writer>> = {
  'money returned': ({ invoice, who }, money, name) =>
    `Money returned: ${money(shortfallOf(invoice))} of invoice ${name} went back to the client. ${who} decides how to go on; no reminder goes out.`,
  disputed: ({ invoice, who }, money, name) =>
    `Disputed: the client's bank disputes ${money(invoice.moves.disputed)} of invoice ${name}. ${who} answers it in Stripe.`,
  queried: ({ stop, who, ...facts }, _money, name) =>
    `${stop === undefined ? 'Queried' : stopWords(stop)}. ${who} answers the client about invoice ${name}, ${dateWords({ stop, who, ...facts })}.`,
  'approval withdrawn': ({ who, ...facts }, _money, name) =>
    `Approval withdrawn after invoice ${name} was issued, ${dateWords({ who, ...facts })}. ${who} decides: keep it, credit it or void it in Stripe. No reminder goes out.`,
  'short transfer': ({ invoice, who }, money, name) =>
    `Short transfer: ${money(invoice.moves.onCashBalance)} arrived for invoice ${name}, ${money(invoice.amountRemaining - invoice.moves.onCashBalance)} are missing. ${who} asks for the rest, or credits it and applies the balance in Stripe.`,
  'unmatched transfer': ({ invoice, who }, money, name) =>
    `Unmatched transfer: ${money(invoice.moves.onCashBalance)} of the client arrived at Stripe without being matched with an invoice. ${who} applies it to invoice ${name} in Stripe, or to the one that it is for.`,
  processing: (facts, money) =>
    `Processing: ${money(facts.invoice.moves.inFlight)} are on their way from the client's bank, which takes a few days.${slowWords(facts)}`,
  'payment failed': (facts, money) =>
    `Payment failed: the last attempt did not go through, ${money(facts.invoice.amountRemaining)} remain, ${dateWords(facts)}.`,
  'action needed': (facts, money) =>
    `Action needed: the client's bank asks the client to confirm the payment, ${money(facts.invoice.amountRemaining)} remain, ${dateWords(facts)}.`,
  promised: (facts, money) =>
    `${facts.stop === undefined ? 'Promised' : stopWords(facts.stop)}. ${money(facts.invoice.amountRemaining)} remain, ${dateWords(facts)}.`,
  'on hold': (facts, money) =>
    `${facts.stop === undefined ? 'On hold' : stopWords(facts.stop)}. ${money(facts.invoice.amountRemaining)} remain, ${dateWords(facts)}.`,
  'returned mail': ({ accountOwner, ...facts }, _money, name) =>
    `Returned mail: the message about invoice ${name} came back, ${dateWords({ accountOwner, ...facts })}. ${accountOwner} corrects the client's "Billing email".`,
  'part processing': (facts, money) =>
    `Part processing: ${money(facts.invoice.moves.inFlight)} of ${money(facts.invoice.amountRemaining)} are on their way, ${dateWords(facts)}.${slowWords(facts)}`,
  'partially paid': (facts, money) => {
    const { amountPaid, amountDue, amountRemaining } = facts.invoice;
    return `Partially paid: ${money(amountPaid)} of ${money(amountDue)} received, ${money(amountRemaining)} remaining, ${dateWords(facts)}.`;
  },
  'part credited': (facts, money) =>
    `Part credited: ${money(creditedOn(facts.invoice))} of ${money(facts.invoice.total)} taken back by credit note, ${money(facts.invoice.amountRemaining)} remaining, ${dateWords(facts)}.`,
  overpaid: (facts, money) =>
    `Overpaid: ${paidWords(facts).toLowerCase()}, ${money(facts.invoice.amountOverpaid)} too much. ${facts.who} returns it or keeps it as the client's credit.`,
  'issued, sending': ({ accountOwner, portal, ...facts }, _money, name) =>
    `Issued, not sent: invoice ${name}, ${dateWords({ accountOwner, portal, ...facts })}. ${accountOwner} hands it in through the client's portal${portal === '' ? '' : ` (${portal})`} and notes under what it was taken in "Portal reference".`,
  'part refunded': (facts, money) =>
    `Part refunded: ${paidWords(facts).toLowerCase()}, ${money(wentBack(facts))} given back as agreed.`,
  refunded: (facts, money, name) => `Refunded: ${money(wentBack(facts))} of invoice ${name} given back as agreed.`,
  credited: (_facts, _money, name) => `Credited: credit notes cover all of invoice ${name}.`,
  voided: (_facts, _money, name) => `Voided: invoice ${name}.`,
  'written off': ({ invoice }, money) =>
    `Written off: ${money(invoice.amountRemaining)} marked uncollectible in Stripe.`,
};

const wentBack = ({ invoice: { moves, creditedAfterPayment } }: WordsFacts): number =>
  Math.max(moves.refundedAsAgreed + moves.refundedUnexplained, creditedAfterPayment);

/** `Billing detail` of an issued invoice: its most important reason, else what the calendar says. */
export function detailWords(details: readonly Detail[], facts: WordsFacts): string {
  const [first] = details;
  if (first === undefined) return plainWords(facts);
  const { invoice } = facts;
  const money = (minor: number): string => formatMoney({ minor, currency: invoice.currency });
  return WRITERS[first](facts, money, invoice.number ?? invoice.id);
}

/** What else is to be said of a bill in parts: the row names one invoice, and there are others. */
export function otherInvoices({ all, invoice: named }: Standing, policy: Pick<Policy, 'timeZone'>): string {
  return all
    .filter(({ invoice }) => invoice.id !== named.id)
    .map(({ invoice, view }) => {
      const money = formatMoney({ minor: invoice.amountRemaining, currency: invoice.currency });
      const name = invoice.number ?? invoice.id;
      if (view.ending === 'written off') return ` Of invoice ${name} ${money} were written off.`;
      const due = invoiceDates(invoice, policy.timeZone)?.due;
      return invoice.status === 'open' ? ` Beside it invoice ${name}: ${money} remaining, due ${due}.` : '';
    })
    .join('');
}
