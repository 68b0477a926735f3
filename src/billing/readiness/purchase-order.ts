import { nextBill } from '../amounts/next-bill.ts';
import { billedBy, isLive } from '../billing-key.ts';
import { dateIn, type Instant } from '../calendar.ts';
import { dayOf } from '../day.ts';
import type { Client, DecisionInput, MilestoneFacts, Policy } from '../facts.ts';
import { formatMoney, type Money, sumFromMajor } from '../money.ts';
import { isTriggered } from '../trigger.ts';

/** What live invoices have used of this purchase order, in its currency. Unpaid and paid alike take from it. */
const usedOf = ({ invoices, clientInvoices }: MilestoneFacts, client: Client, { currency }: Money): number =>
  [...invoices, ...clientInvoices]
    .filter((invoice) => isLive(invoice) && invoice.poNumber === client.poNumber && invoice.currency === currency)
    .reduce((sum, invoice) => sum + billedBy(invoice), 0);

/** What of a purchase order is missing or over, whatever it is to pay for: known when a project starts (Rule 5.3). */
export function purchaseOrderGap(client: Client | undefined, policy: Policy, now: Instant): string | undefined {
  if (client === undefined || !client.poRequired) return undefined;
  if (client.poNumber.trim() === '') return 'The client requires a purchase order: "PO number" is empty';
  const expiresOn = dayOf(policy.timeZone, client.poExpires);
  return expiresOn !== undefined && expiresOn < dateIn(policy.timeZone, now)
    ? `Purchase order ${client.poNumber} expired on ${expiresOn}`
    : undefined;
}

/** By how much this sum and all that was billed exceed the purchase order, in words; undefined when they fit or no value is known. */
export function purchaseOrderShort(facts: MilestoneFacts, sum: Money): string | undefined {
  const { client } = facts;
  if (client === undefined || !client.poRequired || client.poValue === null) return undefined;
  const value = sumFromMajor(client.poValue, sum.currency);
  if (!value.ok) return `Correct "PO value" of the client: ${value.why}`;
  const short = usedOf(facts, client, sum) + sum.minor - value.money.minor;
  if (short <= 0) return undefined;
  return `Purchase order ${client.poNumber} is short by ${formatMoney({ ...sum, minor: short })}: ask the client to raise it`;
}

/**
 * R11. When the client requires a purchase order: there, not expired, and enough left for this sum. What is left changes with
 * every bill, so it counts once this one is to be billed; before that the project says what will not fit (Rule 5.3).
 */
export function purchaseOrderProblem(input: DecisionInput): string | undefined {
  const { facts, policy, now } = input;
  const gap = purchaseOrderGap(facts.client, policy, now);
  if (gap !== undefined) return gap;
  const next = isTriggered(input) ? nextBill(input) : undefined;
  return next?.kind === 'bill' ? purchaseOrderShort(facts, next.bill.net) : undefined;
}
