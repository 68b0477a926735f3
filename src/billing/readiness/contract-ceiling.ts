import { nextBill } from '../amounts/next-bill.ts';
import { billedBy, isLive } from '../billing-key.ts';
import type { DecisionInput } from '../facts.ts';
import { formatMoney, sumFromMajor } from '../money.ts';
import { isTriggered } from '../trigger.ts';

/**
 * R09. All live invoices of the project and this one stay within the contract's value, where it is known. Retainers renew
 * beside the contract and do not count. A milestone's own ceiling holds by how its next bill is made.
 */
export function contractProblem(input: DecisionInput): string | undefined {
  const { milestone, project, invoices, clientInvoices } = input.facts;
  if (project === undefined || project.contractValue === null || milestone.trigger === 'Retainer renewal')
    return undefined;
  if (!isTriggered(input)) return undefined;
  const next = nextBill(input);
  if (next.kind !== 'bill') return undefined;
  const { net } = next.bill;
  const value = sumFromMajor(project.contractValue, net.currency);
  if (!value.ok) return `Correct "Contract value" of the project: ${value.why}`;
  const others = clientInvoices.filter((one) => one.projectId === project.id && one.trigger !== 'Retainer renewal');
  const billed = [...invoices, ...others]
    .filter((one) => isLive(one) && one.currency === net.currency)
    .reduce((sum, one) => sum + billedBy(one), 0);
  const above = billed + net.minor - value.money.minor;
  if (above <= 0) return undefined;
  return `With this invoice ${formatMoney({ ...net, minor: above })} more than the contract's value of ${formatMoney(value.money)} would be billed: correct the amount, or "Contract value" of the project`;
}
