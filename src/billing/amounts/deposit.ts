import { isCancelled } from '../approval.ts';
import { billedBy, isLive } from '../billing-key.ts';
import type { Currency } from '../currency.ts';
import type { DecisionInput, Invoice, Milestone, MilestoneFacts, Project } from '../facts.ts';
import { formatMoney, type Money, sumFromMajor } from '../money.ts';
import { billingCurrency } from './terms.ts';

/** By `Order`; milestones without one come last, by name. */
export const byOrder = (a: Milestone, b: Milestone): number =>
  (a.order ?? Number.POSITIVE_INFINITY) - (b.order ?? Number.POSITIVE_INFINITY) || (a.name < b.name ? -1 : 1) || 0;

const isWork = ({ trigger, approval }: Milestone): boolean =>
  trigger !== 'Deposit' && trigger !== 'Retainer renewal' && !isCancelled(approval);

/** The milestone that settles the price: the final handoff, else the last one by order. Deposits and retainers are none. */
export function finalOf(milestones: readonly Milestone[]): Milestone | undefined {
  const work = milestones.filter(isWork).sort(byOrder);
  return work.findLast(({ trigger }) => trigger === 'Final handoff') ?? work.at(-1);
}

/** The live invoices of a project among those of its client. */
const inProject = (invoices: readonly Invoice[], { id }: Project): readonly Invoice[] =>
  invoices.filter((invoice) => invoice.projectId === id && isLive(invoice));

const isDeposit = ({ trigger }: Invoice): boolean => trigger === 'Deposit';

/** Asked for or paid. One that was written off never reached us, so nothing of it can be taken off. */
const counts = ({ status }: Invoice): boolean => status === 'open' || status === 'paid';

/** What deposits have billed and no invoice has taken off yet, in smallest units of one currency. */
function openDeposit({ invoices, clientInvoices, project }: MilestoneFacts): number {
  if (project === undefined) return 0;
  const own = inProject([...invoices, ...clientInvoices], project);
  const billed = own
    .filter((invoice) => isDeposit(invoice) && counts(invoice))
    .reduce((sum, one) => sum + billedBy(one), 0);
  const taken = own.filter(({ trigger }) => trigger !== 'Retainer renewal').reduce((sum, one) => sum + one.takenOff, 0);
  return Math.max(0, billed - taken);
}

/**
 * How much of a deposit comes on top of the price: all of it, unless the contract's value is known; then as far as the
 * milestones and the deposit together exceed it. A deposit that is a part of the price is not taken off again.
 */
function onTopOfPrice({ facts, policy }: DecisionInput, currency: Currency): number {
  const { milestone, siblings, project, client } = facts;
  if (project?.contractValue === null || project === undefined) return Number.POSITIVE_INFINITY;
  const price = sumFromMajor(project.contractValue, currency);
  if (!price.ok) return Number.POSITIVE_INFINITY;
  const planned = [milestone, ...siblings.filter(({ id }) => id !== milestone.id)]
    .filter((one) => isWork(one) || (one.trigger === 'Deposit' && !isCancelled(one.approval)))
    .filter((one) => billingCurrency(one, client, policy) === currency)
    .map(({ amount }) => (amount === null ? undefined : sumFromMajor(amount, currency)))
    .reduce((sum, amount) => sum + (amount?.ok === true ? amount.money.minor : 0), 0);
  return Math.max(0, planned - price.money.minor);
}

/** What of the project's deposits a final invoice has still to take off, in smallest units. */
export const depositToTakeOff = (input: DecisionInput, currency: Currency): number =>
  Math.min(openDeposit(input.facts), onTopOfPrice(input, currency));

/** Whether deposits were billed that nobody has taken off, so that it matters which milestone is the last. */
export const hasOpenDeposit = (facts: MilestoneFacts): boolean => openDeposit(facts) > 0;

const isFinal = ({ milestone, siblings }: MilestoneFacts): boolean =>
  finalOf([milestone, ...siblings.filter(({ id }) => id !== milestone.id)])?.id === milestone.id;

export type DepositCredit =
  | { readonly ok: true; readonly minor: number; readonly numbers: readonly string[] }
  | { readonly ok: false; readonly why: string };

/**
 * What the final invoice takes off for deposits, so that nothing is billed twice (Rule 10).
 * @param gross what the milestone bills before that
 * @returns smallest units; refused where the deposit is above the final milestone or in another currency
 */
export function depositCredit(input: DecisionInput, gross: Money): DepositCredit {
  const { facts, policy } = input;
  const { project, clientInvoices } = facts;
  const none: DepositCredit = { ok: true, minor: 0, numbers: [] };
  if (project === undefined || policy.depositCreditedTo === 'nothing' || !isFinal(facts)) return none;
  const deposits = inProject(clientInvoices, project).filter((one) => isDeposit(one) && counts(one));
  const minor = depositToTakeOff(input, gross.currency);
  if (deposits.length === 0 || minor === 0) return none;
  if (deposits.some(({ currency }) => currency !== gross.currency))
    return { ok: false, why: 'the deposit was billed in another currency' };
  if (minor > gross.minor) {
    const above = `${formatMoney({ minor, currency: gross.currency })} is above the ${formatMoney(gross)} of this last milestone`;
    return {
      ok: false,
      why: `the deposit of ${above}: credit the difference in Stripe, or move it to another milestone`,
    };
  }
  return { ok: true, minor, numbers: deposits.map(({ number, id }) => number ?? id) };
}

/** A deposit that comes after the final invoice would be billed a second time. */
export function lateDepositProblem(input: DecisionInput, deposit: Money): string | undefined {
  const { facts, policy } = input;
  if (facts.milestone.trigger !== 'Deposit' || policy.depositCreditedTo === 'nothing') return undefined;
  const final = finalOf(facts.siblings);
  const billed = facts.clientInvoices.find((one) => one.milestoneId === final?.id && isLive(one));
  if (billed === undefined || onTopOfPrice(input, deposit.currency) === 0) return undefined;
  return `invoice ${billed.number ?? billed.id} for "${final?.name ?? ''}" bills the whole price already, the deposit would come on top of it`;
}
