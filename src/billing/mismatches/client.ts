import { billingCurrency } from '../amounts/terms.ts';
import { isCancelled } from '../approval.ts';
import { billedBy, isLive } from '../billing-key.ts';
import type { Currency } from '../currency.ts';
import { formatMoney, sumFromMajor } from '../money.ts';
import { addressProblem } from '../readiness/finance-contact.ts';
import { purchaseOrderGap } from '../readiness/purchase-order.ts';
import { portalProblem } from '../readiness/submission.ts';
import type { Item, MilestoneKind, ProjectFacts, ProjectKind } from './mismatch.ts';

const sameAddress = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** M07. An open invoice went to another customer, or to another address, than the client's. */
const otherCustomer: MilestoneKind = {
  id: 'M07',
  title: 'invoice went to somebody else',
  severity: 'high',
  who: 'account owner',
  find({ live, around: { client } }) {
    if (client === undefined) return undefined;
    const { stripeCustomer } = client.shown;
    const other = live.find(({ customerId }) => stripeCustomer !== '' && customerId !== stripeCustomer);
    if (other !== undefined)
      return `Invoice ${other.number ?? other.id} is for another Stripe customer than this project's client. Link the right client, or void the invoice and decide anew.`;
    const address = client.billingEmail?.trim() ?? '';
    const elsewhere = live.find(
      ({ status, customerEmail }) =>
        status === 'open' && customerEmail !== null && address !== '' && !sameAddress(customerEmail, address),
    );
    return elsewhere === undefined
      ? undefined
      : `Invoice ${elsewhere.number ?? elsewhere.id} went to ${elsewhere.customerEmail ?? ''}, the finance contact is ${address} by now. Forward it to them.`;
  },
};

/** What live invoices have used of the client's purchase order, in one currency. */
const usedOf = ({ invoices, client }: ProjectFacts, currency: string): number =>
  invoices
    .filter((one) => isLive(one) && one.poNumber === client?.poNumber && one.currency === currency)
    .reduce((sum, one) => sum + billedBy(one), 0);

function orderProblem({ live, around }: Item): string | undefined {
  const { client, policy, now } = around;
  const [open] = live.filter(({ status }) => status === 'open');
  if (client === undefined || open === undefined || !client.poRequired) return undefined;
  const gap = purchaseOrderGap(client, policy, now);
  if (gap !== undefined) return gap;
  if (open.poNumber !== client.poNumber)
    return `Invoice ${open.number ?? open.id} names ${open.poNumber === '' ? 'no purchase order' : `purchase order ${open.poNumber}`}, the client's is ${client.poNumber}`;
  const value = client.poValue === null ? undefined : sumFromMajor(client.poValue, open.currency);
  const above = value?.ok === true ? usedOf(around, open.currency) - value.money.minor : 0;
  return above > 0
    ? `Purchase order ${client.poNumber} is exceeded by ${formatMoney({ minor: above, currency: open.currency })}`
    : undefined;
}

/** M17. The purchase order is missing, has expired or is exceeded after sending. */
const purchaseOrder: MilestoneKind = {
  id: 'M17',
  title: 'purchase order does not cover the invoice',
  severity: 'high',
  who: 'account owner',
  find(item) {
    const problem = orderProblem(item);
    return problem === undefined ? undefined : `${problem}. Agree with the client how the invoice is to be paid.`;
  },
};

const UNBILLED = new Set([null, 'Not yet triggered']);

/** What of the contract's value is not billed yet; no limit where no value is known. */
function leftOfContract({ project, invoices }: ProjectFacts, currency: Currency): number {
  const value = project.contractValue === null ? undefined : sumFromMajor(project.contractValue, currency);
  if (value?.ok !== true) return Number.POSITIVE_INFINITY;
  return invoices
    .filter((one) => one.projectId === project.id && isLive(one) && one.trigger !== 'Retainer renewal')
    .reduce((left, one) => left - billedBy(one), value.money.minor);
}

/** What is planned in the project and not billed, against what the purchase order has left. */
function tooSmall(facts: ProjectFacts): string | undefined {
  const { client, milestones, policy } = facts;
  if (client === undefined || !client.poRequired || client.poValue === null) return undefined;
  const planned = milestones
    .filter(
      ({ shown, approval }) => UNBILLED.has(shown.billingStatus) && shown.invoiced === null && !isCancelled(approval),
    )
    // A deposit on top of the price is taken off again.
    .filter(({ trigger }) => trigger !== 'Deposit' || policy.depositCreditedTo === 'nothing')
    .flatMap((milestone) => {
      const currency = billingCurrency(milestone, client, policy);
      const money =
        currency === undefined || milestone.amount === null ? undefined : sumFromMajor(milestone.amount, currency);
      return money?.ok === true ? [money.money] : [];
    });
  const [first] = planned;
  const value = first === undefined ? undefined : sumFromMajor(client.poValue, first.currency);
  if (first === undefined || value?.ok !== true || planned.some(({ currency }) => currency !== first.currency))
    return undefined;
  const left = value.money.minor - usedOf(facts, first.currency);
  const needed = Math.min(
    planned.reduce((sum, { minor }) => sum + minor, 0),
    leftOfContract(facts, first.currency),
  );
  const words = (minor: number): string => formatMoney({ minor: Math.max(0, minor), currency: first.currency });
  return needed > left
    ? `Purchase order ${client.poNumber} has ${words(left)} left, ${words(needed)} are still to be billed: ask the client to raise it`
    : undefined;
}

/** Rule 5.3: what procurement asks for is gathered when the project starts, before anything is triggered. */
const procurementGap: ProjectKind = {
  id: '5.3',
  title: 'billing data incomplete',
  severity: 'medium',
  who: 'account owner',
  find(facts) {
    const { project, client, milestones, policy, now } = facts;
    const [milestone] = milestones.filter(({ shown }) => UNBILLED.has(shown.billingStatus));
    if (project.status === 'Done' || client === undefined || milestone === undefined) return undefined;
    const gaps = [
      addressProblem({ milestone, project, client }, policy.defaultBillingOwner),
      purchaseOrderGap(client, policy, now),
      tooSmall(facts),
      portalProblem(client),
    ].filter((gap) => gap !== undefined);
    return gaps.length === 0 ? undefined : `${gaps.join('. ')}.`;
  },
};

export const clientKinds: readonly MilestoneKind[] = [otherCustomer, purchaseOrder];
export const clientProjectKinds: readonly ProjectKind[] = [procurementGap];
