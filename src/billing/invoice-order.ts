import { type BillingKey, billingKey, decisionMark } from './billing-key.ts';
import { dateIn, dueInstant, type Instant, type PlainDate, startOfDay } from './calendar.ts';
import type { Client, MilestoneFacts, Policy } from './facts.ts';
import type { Money } from './money.ts';
import { billableMoney, dueDateAfter, termDays } from './terms.ts';

/**
 * What Stripe is asked to bill. Made from facts alone, so that the same facts on the same day give the same bytes and a
 * repeated request is recognised as a repetition.
 */
export type InvoiceOrder = {
  readonly key: BillingKey;
  readonly milestoneId: string;
  readonly revision: number;
  readonly decision: string;
  readonly client: Client;
  readonly customerId: string;
  readonly money: Money;
  readonly line: string;
  /** Beginning of the issue day: the hour would make each attempt another request. */
  readonly issuedAt: Instant;
  readonly dueDate: PlainDate;
  readonly dueAt: Instant;
  readonly poNumber: string;
  /** Printed on the invoice, in this order (Rule 6.6). */
  readonly printed: readonly { readonly name: string; readonly value: string }[];
};

const decidedOn = ({ milestone }: MilestoneFacts, policy: Policy): string => {
  const on = milestone.decidedOn;
  return typeof on === 'number' ? dateIn(policy.timeZone, on) : (on ?? '');
};

/**
 * The order for a milestone that passed every check. Issue date is today on the seller's calendar (Rules 2.2, 2.3, 6.6).
 * @returns undefined when the facts do not give an amount, terms or a Stripe customer
 */
export function invoiceOrder(
  facts: MilestoneFacts,
  policy: Policy,
  now: Instant,
  revision: number,
): InvoiceOrder | undefined {
  const { milestone, project, client } = facts;
  const days = termDays(client, policy);
  const billed = billableMoney(milestone, client, policy);
  if (
    client === undefined ||
    project === undefined ||
    days === undefined ||
    !billed.ok ||
    client.shown.stripeCustomer === ''
  )
    return undefined;
  const issueDate = dateIn(policy.timeZone, now);
  const dueDate = dueDateAfter(issueDate, days);
  const printed = [
    { name: 'Purchase order', value: client.poNumber },
    { name: 'Milestone', value: milestone.name },
    { name: 'Approved', value: `${decidedOn(facts, policy)} by ${milestone.decidedBy[0] ?? ''}` },
    { name: 'Finance contact', value: client.financeContact },
  ].filter(({ value }) => value.trim() !== '');
  return {
    key: billingKey(milestone.id, 'all', revision),
    milestoneId: milestone.id,
    revision,
    decision: decisionMark(milestone),
    client,
    customerId: client.shown.stripeCustomer,
    money: billed.money,
    line: `${project.name}: ${milestone.name}`,
    issuedAt: startOfDay(policy.timeZone, issueDate),
    dueDate,
    dueAt: dueInstant(policy.timeZone, dueDate),
    poNumber: client.poNumber,
    printed,
  };
}
