import { addDays, type PlainDate } from '../calendar.ts';
import { type Currency, parseCurrency } from '../currency.ts';
import type { Client, Milestone, Policy } from '../facts.ts';

const TERM_DAYS_MAX = 365;

/** Days between issue and due date: the client's, else the configured ones; undefined when they are not a sensible number. */
export function termDays(client: Client | undefined, policy: Policy): number | undefined {
  const days = client?.paymentTermsDays ?? policy.paymentTermsDays;
  return Number.isInteger(days) && days >= 0 && days <= TERM_DAYS_MAX ? days : undefined;
}

/** The printed date is the due date: no roll for weekends (Rule 2.3). */
export const dueDateAfter = (issued: PlainDate, days: number): PlainDate => addDays(issued, days);

/** The milestone's currency, else the client's, else the configured one; undefined when what is written names none. */
export function billingCurrency(
  milestone: Milestone,
  client: Client | undefined,
  policy: Policy,
): Currency | undefined {
  const written = milestone.currency ?? client?.currency;
  return written === null || written === undefined ? policy.currency : parseCurrency(written);
}
