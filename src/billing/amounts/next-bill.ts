import {
  type BillingPart,
  billedBy,
  coveredBy,
  decisionMark,
  isLive,
  isVoidedDecision,
  madeFor,
  partIn,
} from '../billing-key.ts';
import type { DecisionInput, Invoice, Milestone } from '../facts.ts';
import { formatMoney, limitProblem, type Money } from '../money.ts';
import { hasApproval } from '../trigger.ts';
import { claimOf } from './claim.ts';
import { depositCredit, lateDepositProblem } from './deposit.ts';
import { renewalBill } from './retainer.ts';

/** What is to be asked for next: a sum, what it takes off, and under which part and revision. */
export type NextBill = {
  readonly part: BillingPart;
  readonly revision: number;
  /** What the milestone bills now, before anything is taken off. */
  readonly gross: Money;
  /** Smallest units; billed before, so taken off. */
  readonly takenOff: number;
  readonly takenOffFor: string;
  /** What the client is asked for. */
  readonly net: Money;
  /** Said behind the milestone's name: "(20 of 30 days)". */
  readonly words: string;
};

export type NextBillResult =
  | { readonly kind: 'bill'; readonly bill: NextBill }
  | { readonly kind: 'nothing'; readonly why: string }
  | { readonly kind: 'problem'; readonly why: string };

const problem = (why: string): NextBillResult => ({ kind: 'problem', why });

/**
 * What of the claim live invoices were made for already, in smallest units. Credit notes count as nothing: what a person
 * gave back is not asked for again because somebody dates a decision anew.
 */
export const madeForSoFar = (invoices: readonly Invoice[]): number =>
  invoices.filter(isLive).reduce((sum, invoice) => sum + madeFor(invoice), 0);

/** What of it still stands after credit notes. */
export const coveredSoFar = (invoices: readonly Invoice[]): number =>
  invoices.filter(isLive).reduce((sum, invoice) => sum + coveredBy(invoice), 0);

/** The parts of a milestone in the order in which they are billed: everything and what comes on top, or part after part. */
const inParts = (n: number): BillingPart => `part-${n + 1}`;
const inWhole = (n: number): BillingPart => (n === 0 ? 'all' : `supplement-${n}`);

/** The first part that no live invoice bills: at most one of them is ever live under one key (Rule 1.7). */
function nextPart(milestone: Milestone, invoices: readonly Invoice[]): BillingPart {
  const live = new Set(invoices.filter(isLive).map(({ billingKey }) => partIn(billingKey)));
  const isInParts = live.size === 0 ? milestone.approval === 'Approved in part' : [...live].some(isPart);
  const nth = isInParts ? inParts : inWhole;
  let n = 0;
  while (live.has(nth(n))) n += 1;
  return nth(n);
}

const isPart = (part: string): boolean => part.startsWith('part-');

/** Every voided invoice of a part makes its next one another revision (Rule 1.7). */
const nextRevision = (part: BillingPart, invoices: readonly Invoice[]): number =>
  1 +
  Math.max(
    0,
    ...invoices
      .filter(({ status, billingKey }) => status === 'void' && partIn(billingKey) === part)
      .map(({ revision }) => revision),
  );

const known = new WeakMap<DecisionInput, NextBillResult>();

/** What is to be billed next, or why nothing or nothing right can be (Rule R08). Several checks ask for it: it is worked out once. */
export function nextBill(input: DecisionInput): NextBillResult {
  const result = known.get(input) ?? workOut(input);
  known.set(input, result);
  return result;
}

function workOut(input: DecisionInput): NextBillResult {
  const { milestone, invoices } = input.facts;
  const claim = claimOf(input);
  if (!claim.ok) return problem(claim.why);
  const live = invoices.filter(isLive);
  const foreign = live.find(({ currency }) => currency !== claim.money.currency);
  if (foreign !== undefined)
    return problem(
      `the currency is ${claim.money.currency}, but invoice ${foreign.number ?? foreign.id} is in ${foreign.currency}`,
    );
  const customer = input.facts.client?.shown.stripeCustomer ?? '';
  const elsewhere = live.find(({ customerId }) => customerId !== customer);
  if (customer !== '' && elsewhere !== undefined && claim.money.minor > madeForSoFar(invoices))
    return problem(`invoice ${elsewhere.number ?? elsewhere.id} went to another client, who pays for all of it`);
  const gross = { minor: claim.money.minor - madeForSoFar(invoices), currency: claim.money.currency };
  if (live.length > 0 && gross.minor <= 0) return { kind: 'nothing', why: 'All of it is billed.' };
  if (milestone.trigger === 'Retainer renewal' && live.length === 0) return renewal(input, gross);
  const late = lateDepositProblem(input, gross);
  if (late !== undefined) return problem(late);
  const credit = depositCredit(input, gross);
  if (!credit.ok) return problem(credit.why);
  return bill(input, {
    gross,
    takenOff: credit.minor,
    takenOffFor: `Deposit (invoice ${credit.numbers.join(', ')})`,
    words: '',
  });
}

function renewal(input: DecisionInput, full: Money): NextBillResult {
  const outcome = renewalBill(input, full);
  // What waits is said by R15; the sum that waits is the whole one.
  if (outcome.kind === 'wait') return bill(input, { gross: full, takenOff: 0, takenOffFor: '', words: '' });
  if (outcome.kind === 'nothing') return outcome;
  const { gross, givenBack, words } = outcome;
  return bill(input, { gross, takenOff: givenBack, takenOffFor: 'Paused days of the period before', words });
}

function bill(
  { facts: { milestone, invoices } }: DecisionInput,
  own: Pick<NextBill, 'gross' | 'takenOff' | 'takenOffFor' | 'words'>,
): NextBillResult {
  const net = { minor: own.gross.minor - own.takenOff, currency: own.gross.currency };
  if (net.minor === 0)
    return { kind: 'nothing', why: `Nothing to bill: the whole sum is taken off. ${own.takenOffFor}.` };
  const limit = limitProblem(net);
  if (limit !== undefined)
    return problem(
      own.takenOff === 0 ? limit : `${limit}, after ${formatMoney({ ...net, minor: own.takenOff })} were taken off`,
    );
  const part = nextPart(milestone, invoices);
  return { kind: 'bill', bill: { ...own, net, part, revision: nextRevision(part, invoices) } };
}

/**
 * Whether the decision on record differs from those that live invoices bill: only then is more billed on top of them
 * (Rule 8.2). A change of the amount alone asks for a decision, it is none.
 */
export function isDecidedAnew({ facts: { milestone, invoices, unapprovedAt } }: DecisionInput): boolean {
  // What was voided is never billed again by itself, on top of others neither.
  if (!hasApproval(milestone) || isVoidedDecision(milestone, invoices)) return false;
  const live = invoices.filter(isLive);
  const mark = decisionMark(milestone);
  if (live.every(({ decision }) => decision !== mark)) return true;
  return unapprovedAt !== undefined && live.every(({ createdAt }) => createdAt < unapprovedAt);
}

/** What of an amount credit notes have taken back, for words. */
export const creditedOn = (invoice: Invoice): number => invoice.total - billedBy(invoice);
