import { toIso } from './calendar.ts';
import type { Invoice, Milestone } from './facts.ts';
import { billsByDate, hasApproval } from './trigger.ts';

/** Names one thing that is billed once: at most one live invoice carries it, ever (Rule 1.7). */
export type BillingKey = string & { readonly brand: 'BillingKey' };

/**
 * What of a milestone an invoice bills: all of it, a part that was approved by itself, or what was approved on top of an
 * invoice that had been sent (Rules 8.5, 10.1).
 */
export type BillingPart = 'all' | `part-${number}` | `supplement-${number}`;

const KEY = /^[0-9a-f-]{36}:([a-z0-9-]+):r\d+$/;

const isBillingKey = (text: string): text is BillingKey => KEY.test(text);

/**
 * A Notion page id is unique across workspaces, so it stands for the workspace and the milestone.
 * @param revision rises only when a new decision follows a voided invoice
 * @throws RangeError when the milestone id is not a dashed page id
 */
export function billingKey(milestoneId: string, part: BillingPart, revision: number): BillingKey {
  const key = `${milestoneId}:${part}:r${revision}`;
  if (!isBillingKey(key)) throw new RangeError(`"${key}" is not a billing key.`);
  return key;
}

/** The part that a key names; empty when it is no key of ours. */
export const partIn = (key: string): string => KEY.exec(key)?.[1] ?? '';

/** Invoices that ask for money, or got it. Two of them under one key must never be. */
export const isLive = (invoice: Invoice): boolean =>
  invoice.status === 'open' || invoice.status === 'paid' || invoice.status === 'uncollectible';

/** What an invoice bills, in smallest units: its total less all credit notes. */
export const billedBy = ({ total, credited, creditedAfterPayment }: Invoice): number =>
  total - credited - creditedAfterPayment;

/** What of a milestone's amount an invoice was made for: its total, and what it took off because it had been billed before. */
export const madeFor = ({ total, takenOff }: Invoice): number => total + takenOff;

/** What of that still stands after credit notes. */
export const coveredBy = (invoice: Invoice): number => billedBy(invoice) + invoice.takenOff;

/**
 * Tells decisions apart, so that a voided invoice is billed again only after a new one: what was decided and when, not what
 * the amount is by now. Carries no names: it is written into Stripe's metadata.
 */
export function decisionMark({ decidedOn, approval, approvedAmount }: Milestone): string {
  const on = typeof decidedOn === 'number' ? toIso(decidedOn) : (decidedOn ?? 'undated');
  return [approval, on, approvedAmount].filter((part) => part !== null).join(' ');
}

/**
 * What is on record was billed, and that invoice was voided: only another decision bills again. Of what a date alone bills that is
 * a logged approval; nothing else that is written there is a decision.
 */
export function isVoidedDecision(milestone: Milestone, invoices: readonly Invoice[]): boolean {
  const voided = invoices.filter(({ status }) => status === 'void');
  if (billsByDate(milestone) && !hasApproval(milestone)) return voided.length > 0;
  return voided.some(({ decision }) => decision === decisionMark(milestone));
}
