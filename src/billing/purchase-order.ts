import { isLive } from './billing-key.ts';
import { dateIn } from './calendar.ts';
import type { Client, DecisionInput, MilestoneFacts } from './facts.ts';
import { formatMoney, type Money, moneyFromMajor } from './money.ts';
import { billableMoney } from './terms.ts';

/** What live invoices have used of this purchase order, in its currency. Unpaid and paid alike take from it. */
const usedOf = ({ clientInvoices, milestone }: MilestoneFacts, client: Client, { currency }: Money): number =>
  clientInvoices
    .filter((invoice) => isLive(invoice) && invoice.milestoneId !== milestone.id)
    .filter((invoice) => invoice.poNumber === client.poNumber && invoice.currency === currency)
    .reduce((sum, invoice) => sum + invoice.total, 0);

/** R11. When the client requires a purchase order: there, not expired, and enough left for this sum. */
export function purchaseOrderProblem({ facts, policy, now }: DecisionInput): string | undefined {
  const { client, milestone } = facts;
  if (client === undefined || !client.poRequired) return undefined;
  if (client.poNumber.trim() === '') return 'The client requires a purchase order: "PO number" is empty';
  const { poExpires } = client;
  const expiresOn = typeof poExpires === 'number' ? dateIn(policy.timeZone, poExpires) : poExpires;
  if (expiresOn !== null && expiresOn < dateIn(policy.timeZone, now))
    return `Purchase order ${client.poNumber} expired on ${expiresOn}`;

  const billed = billableMoney(milestone, client, policy);
  if (!billed.ok || client.poValue === null) return undefined;
  const value = moneyFromMajor(client.poValue, billed.money.currency);
  if (!value.ok) return `Correct "PO value" of the client: ${value.why}`;
  const short = usedOf(facts, client, billed.money) + billed.money.minor - value.money.minor;
  if (short <= 0) return undefined;
  return `Purchase order ${client.poNumber} is short by ${formatMoney({ minor: short, currency: billed.money.currency })}: ask the client to raise it`;
}
