import type { NextBill } from './amounts/next-bill.ts';
import { dueDateAfter, termDays } from './amounts/terms.ts';
import { type BillingKey, billingKey, decisionMark } from './billing-key.ts';
import { dateIn, dueInstant, type Instant, type PlainDate, startOfDay } from './calendar.ts';
import { dayOf } from './day.ts';
import type { Client, DecisionInput, Delivering, Trigger } from './facts.ts';
import type { Money } from './money.ts';
import { billsByDate } from './trigger.ts';

/**
 * What Stripe is asked to bill. Made from facts alone, so that the same facts on the same day give the same bytes and a
 * repeated request is recognised as a repetition.
 */
export type InvoiceOrder = {
  readonly key: BillingKey;
  readonly milestoneId: string;
  readonly projectId: string;
  readonly trigger: Trigger;
  readonly revision: number;
  readonly decision: string;
  readonly client: Client;
  readonly customerId: string;
  /** The sum of the lines: what the client is asked for. */
  readonly money: Money;
  /** What is billed, and below it what had been billed before (smallest units, negative). */
  readonly lines: readonly { readonly words: string; readonly minor: number }[];
  /** What the lines take off, in smallest units; 0 for nothing. */
  readonly takenOff: number;
  readonly delivering: Delivering;
  /** Beginning of the issue day: the hour would make each attempt another request. */
  readonly issuedAt: Instant;
  readonly dueDate: PlainDate;
  readonly dueAt: Instant;
  readonly poNumber: string;
  /** Of the client, printed below the lines; empty for none. */
  readonly taxId: string;
  /** Printed on the invoice, in this order (Rule 6.6). */
  readonly printed: readonly { readonly name: string; readonly value: string }[];
};

/** Who decided and when, as it is printed; nothing where a date alone bills. */
function approvedWords({ facts: { milestone }, policy }: DecisionInput): string {
  const on = dayOf(policy.timeZone, milestone.decidedOn);
  const [by] = milestone.decidedBy;
  return billsByDate(milestone) || on === undefined || by === undefined ? '' : `${on} by ${by}`;
}

/** "part 2", "supplement 1": two invoices for one milestone must not read alike. */
const partWords = (part: NextBill['part']): string => (part === 'all' ? '' : ` (${part.replace('-', ' ')})`);

function linesOf(line: string, { gross, takenOff, takenOffFor, words, part }: NextBill): InvoiceOrder['lines'] {
  const billed = { words: `${line}${partWords(part)}${words}`, minor: gross.minor };
  return takenOff === 0 ? [billed] : [billed, { words: takenOffFor, minor: -takenOff }];
}

/**
 * The order for a milestone that passed every check. Issue date is today on the seller's calendar (Rules 2.2, 2.3, 6.6).
 * @returns undefined when the facts do not give a trigger, terms or a Stripe customer
 */
export function invoiceOrder(input: DecisionInput, next: NextBill): InvoiceOrder | undefined {
  const { facts, policy, now } = input;
  const { milestone, project, client } = facts;
  const days = termDays(client, policy);
  if (
    client === undefined ||
    project === undefined ||
    days === undefined ||
    milestone.trigger === null ||
    client.shown.stripeCustomer === ''
  )
    return undefined;
  const issueDate = dateIn(policy.timeZone, now);
  const dueDate = dueDateAfter(issueDate, days);
  const printed = [
    { name: 'Purchase order', value: client.poNumber },
    { name: 'Milestone', value: milestone.name },
    { name: 'Approved', value: approvedWords(input) },
    { name: 'Finance contact', value: client.financeContact },
  ].filter(({ value }) => value.trim() !== '');
  return {
    key: billingKey(milestone.id, next.part, next.revision),
    milestoneId: milestone.id,
    projectId: project.id,
    trigger: milestone.trigger,
    revision: next.revision,
    decision: decisionMark(milestone),
    client,
    customerId: client.shown.stripeCustomer,
    money: next.net,
    lines: linesOf(`${project.name}: ${milestone.name}`, next),
    takenOff: next.takenOff,
    delivering: client.submission === 'Portal' ? 'portal' : 'mail',
    issuedAt: startOfDay(policy.timeZone, issueDate),
    dueDate,
    dueAt: dueInstant(policy.timeZone, dueDate),
    poNumber: client.poNumber,
    taxId: client.taxId.trim(),
    printed,
  };
}
