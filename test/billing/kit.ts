import { dateIn, type Instant, instantFromIso } from '../../src/billing/calendar.ts';
import type { Decision } from '../../src/billing/decision.ts';
import type {
  DecisionInput,
  Invoice,
  Milestone,
  MilestoneFacts,
  MoneyMoves,
  ShownOnMilestone,
} from '../../src/billing/facts.ts';
import type { InvoiceOrder } from '../../src/billing/invoice-order.ts';
import { findMismatches } from '../../src/billing/mismatches/find.ts';
import type { Mismatch, ProjectFacts } from '../../src/billing/mismatches/mismatch.ts';
import { readiness } from '../../src/billing/readiness/readiness.ts';
import {
  aClient,
  aMilestone,
  anInvoice,
  aPolicy,
  aProject,
  MILESTONE_ID,
  noMoves,
  nothingShown,
  theFacts,
} from '../support/facts.ts';

/** What the tests of the rules say in one word each. Builders of single facts are in `test/support/facts.ts`. */
export const at = instantFromIso;

/** A page id of its own for each number. */
export const pageId = (number: number): string => `${String(number).padStart(8, '0')}-1111-4111-8111-111111111111`;

export const keyOf = (part: string, revision = 1, milestoneId = MILESTONE_ID): string =>
  `${milestoneId}:${part}:r${revision}`;

/** An open invoice over a sum in smallest units. */
export const bill = (minor: number, changes: Partial<Invoice> = {}): Invoice =>
  anInvoice({ total: minor, amountDue: minor, amountRemaining: minor, ...changes });

/** The same invoice once Stripe has all its money. */
export const paidAt = (invoice: Invoice, iso: string): Invoice => ({
  ...invoice,
  status: 'paid',
  amountPaid: invoice.amountDue,
  amountRemaining: 0,
  paidAt: at(iso),
});

export const withMoves = (invoice: Invoice, moves: Partial<MoneyMoves>): Invoice => ({
  ...invoice,
  moves: { ...noMoves, ...invoice.moves, ...moves },
});

/** A credit note of before the payment: it lowers what is due. */
export const creditedBy = (invoice: Invoice, minor: number): Invoice => ({
  ...invoice,
  credited: invoice.credited + minor,
  amountDue: invoice.amountDue - minor,
  amountRemaining: invoice.amountRemaining - minor,
});

/** What the decision orders. @throws when it asks for no invoice */
export function orderedBy({ action, shown }: Decision): InvoiceOrder {
  if (action?.kind !== 'issue invoice') throw new Error(`No invoice is asked for: ${shown.billingDetail}`);
  return action.order;
}

/** The invoice that Stripe makes of an order. */
export const issued = (order: InvoiceOrder, now: Instant, changes: Partial<Invoice> = {}): Invoice =>
  bill(order.money.minor, {
    id: `in_${order.key}`,
    billingKey: order.key,
    milestoneId: order.milestoneId,
    projectId: order.projectId,
    trigger: order.trigger,
    revision: order.revision,
    decision: order.decision,
    takenOff: order.takenOff,
    delivering: order.delivering,
    poNumber: order.poNumber,
    currency: order.money.currency,
    dueAt: order.dueAt,
    createdAt: now,
    finalizedAt: now,
    ...changes,
  });

/** The milestone with what the hub shows on it. */
export const showing = (milestone: Milestone, shown: Partial<ShownOnMilestone>): Milestone => ({
  ...milestone,
  shown: { ...milestone.shown, ...shown },
});

/** What a milestone shows of an invoice that is out. */
export const invoicedShown = (invoiced: number, changes: Partial<ShownOnMilestone> = {}): ShownOnMilestone => ({
  ...nothingShown,
  billingStatus: 'Sent',
  stripeInvoice: 'in_1',
  invoiceNumber: 'NW-0001',
  invoiced,
  remaining: invoiced,
  ...changes,
});

export const inputOf = (
  facts: Partial<MilestoneFacts>,
  now = '2026-11-03T14:30:00Z',
  policy = aPolicy(),
): DecisionInput => ({ facts: theFacts(facts), policy, now: at(now) });

/** The checks that fail, by their numbers, in the order in which they are shown. */
export const failedChecks = (input: DecisionInput): string[] =>
  readiness(input)
    .filter(({ passed }) => !passed)
    .map(({ id }) => id);

/** A project with one milestone that is approved, complete and not billed. */
export function theProject({ now, ...changes }: Partial<Omit<ProjectFacts, 'now'>> & { now: string }): ProjectFacts {
  const policy = changes.policy ?? aPolicy();
  return {
    project: aProject(),
    client: aClient(),
    milestones: [aMilestone()],
    invoices: [],
    unreadable: [],
    speaksForClient: true,
    deals: [],
    deliveredSince: new Map(),
    policy,
    now: at(now),
    today: dateIn(policy.timeZone, at(now)),
    ...changes,
  };
}

/** The numbers of what does not match. */
export const mismatchIds = (facts: ProjectFacts): string[] => findMismatches(facts).map(({ id }) => id);

export const mismatchIn = (facts: ProjectFacts, id: string): Mismatch | undefined =>
  findMismatches(facts).find((one) => one.id === id);
