import { claimOf } from './amounts/claim.ts';
import { nextBill } from './amounts/next-bill.ts';
import { billingCurrency } from './amounts/terms.ts';
import { billingKey, decisionMark, isLive, madeFor } from './billing-key.ts';
import type { Client, DecisionInput, Invoice, Trigger } from './facts.ts';
import { formatMoney } from './money.ts';

/** Under what an invoice that a person made is known as a milestone's from then on. */
export type Adoption = {
  readonly invoice: Invoice;
  /** The billing key; of a correction the corrected invoice's own. */
  readonly key: string;
  readonly milestoneId: string;
  readonly projectId: string;
  readonly trigger: Trigger | null;
  readonly revision: number;
  readonly decision: string;
  readonly takenOff: number;
  readonly poNumber: string;
  /** The client, where its Stripe customer is to be noted first. */
  readonly link: Client | undefined;
};

export type AdoptionResult =
  | { readonly kind: 'adopt'; readonly adoption: Adoption }
  | { readonly kind: 'refuse'; readonly why: string };

const refuse = (why: string): AdoptionResult => ({ kind: 'refuse', why });

/**
 * Whether an invoice that no milestone is noted on may be taken over as this one's: a person typed its id, or revised one of
 * ours in Stripe. What is taken over is mirrored and never billed again; nothing of its money is touched.
 * @returns undefined where there is none, or another one bills what is typed already
 */
export function adoptionOf(input: DecisionInput): AdoptionResult | undefined {
  const { stranger, invoices } = input.facts;
  if (stranger === undefined) return undefined;
  const state = stateProblem(stranger);
  const revised = invoices.find(({ id }) => id === stranger.revises);
  if (revised !== undefined)
    return state === undefined ? { kind: 'adopt', adoption: asRevised(stranger, revised) } : undefined;
  if (invoices.some(isLive)) return undefined;
  return state === undefined ? adoptTyped(input, stranger) : refuse(state);
}

function stateProblem({ status }: Invoice): string | undefined {
  if (status === 'draft') return 'it is a draft: send it or delete it in Stripe';
  return status === 'void' ? 'it is void' : undefined;
}

/** A correction bills what the corrected one billed, whatever its sum is now: a person agreed on it with the client. */
const asRevised = (invoice: Invoice, revised: Invoice): Adoption => ({
  invoice,
  key: revised.billingKey,
  milestoneId: revised.milestoneId,
  projectId: revised.projectId,
  trigger: revised.trigger,
  revision: revised.revision,
  decision: revised.decision,
  takenOff: revised.takenOff,
  poNumber: revised.poNumber,
  link: undefined,
});

function adoptTyped(input: DecisionInput, invoice: Invoice): AdoptionResult {
  const { milestone, project, client } = input.facts;
  if (project === undefined || client === undefined) return refuse('the milestone has no project with one client yet');
  const problem = customerProblem(client, invoice) ?? sumProblem(input, invoice);
  if (problem !== undefined) return refuse(problem);
  const next = nextBill(input);
  const revision = next.kind === 'bill' ? next.bill.revision : 1;
  return {
    kind: 'adopt',
    adoption: {
      invoice,
      key: billingKey(milestone.id, next.kind === 'bill' ? next.bill.part : 'all', revision),
      milestoneId: milestone.id,
      projectId: project.id,
      trigger: milestone.trigger,
      revision,
      decision: decisionMark(milestone),
      takenOff: next.kind === 'bill' && next.bill.net.minor === invoice.total ? next.bill.takenOff : 0,
      poNumber: client.poNumber,
      link: client.shown.stripeCustomer === '' ? client : undefined,
    },
  };
}

const sameAddress = (a: string | null, b: string | null): boolean =>
  a !== null && b !== null && a.trim().toLowerCase() === b.trim().toLowerCase();

/** The client's own customer; where none is noted yet, one that was billed at the client's own address. */
function customerProblem({ id, name, billingEmail, shown }: Client, invoice: Invoice): string | undefined {
  const { customerId, customerClient, customerEmail } = invoice;
  if (customerClient !== '' && customerClient !== id) return `its customer ${customerId} belongs to another client`;
  if (shown.stripeCustomer !== '')
    return shown.stripeCustomer === customerId
      ? undefined
      : `it is for customer ${customerId}, but ${name} is ${shown.stripeCustomer}`;
  return customerClient === id || sameAddress(customerEmail, billingEmail)
    ? undefined
    : `it went to ${customerEmail ?? 'nobody'}, not to the "Billing email" of ${name}: write ${customerId} into "Stripe customer" of the client if it is the same`;
}

/** What it was made for is the milestone's whole claim, or what is left of it after a deposit. */
function sumProblem(input: DecisionInput, invoice: Invoice): string | undefined {
  const { milestone, client } = input.facts;
  const currency = billingCurrency(milestone, client, input.policy);
  if (currency !== invoice.currency)
    return `it is in ${invoice.currency}, the milestone in ${currency ?? milestone.currency ?? 'an unknown currency'}`;
  const claim = claimOf(input);
  if (!claim.ok) return claim.why;
  const next = nextBill(input);
  const sums = [claim.money.minor, ...(next.kind === 'bill' ? [next.bill.net.minor] : [])];
  if (sums.includes(madeFor(invoice))) return undefined;
  return `its total is ${formatMoney({ minor: invoice.total, currency })}, the milestone asks for ${formatMoney(claim.money)}`;
}

/** Said beside the milestone while the invoice cannot be taken over. */
export const refusedWords = ({ id, number }: Invoice, why: string): string =>
  `Not taken over: invoice ${number ?? id} in "Stripe invoice", because ${why}. Correct it, or empty the field if it bills something else; meanwhile nothing is billed here.`;
