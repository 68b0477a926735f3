import { isCancelled } from './approval.ts';
import { decisionMark, isLive } from './billing-key.ts';
import { dateIn, type Instant, instantFromMillis } from './calendar.ts';
import type { Action, Decision } from './decision.ts';
import type { Invoice, MilestoneFacts, Policy } from './facts.ts';
import { invoiceOrder } from './invoice-order.ts';
import { approvalMark, quietUntil } from './quiet-period.ts';
import { type CheckResult, hasApproval, missingLines, readiness } from './readiness.ts';
import { inShadow } from './shadow.ts';
import { nextStatusChange, statusOf } from './status.ts';
import { detailWords, type InvoiceFields, invoiceFields } from './words.ts';

/** An approved milestone that lacks something is looked at again as often as a sweep comes by. */
const BLOCKED_CHECK_MS = 10 * 60_000;

type Waiting = { readonly detail: string; readonly action?: Action | undefined; readonly lookAgainAt?: Instant };

const newestFirst = (a: Invoice, b: Invoice): number => b.revision - a.revision || b.createdAt - a.createdAt;

/** The invoice that counts: a live one, else the newest voided one (a replaced invoice gives way to its replacement, Rule 7.2). */
export function countingInvoice(invoices: readonly Invoice[]): Invoice | undefined {
  const issued = invoices.filter((invoice) => invoice.status !== 'draft').sort(newestFirst);
  return issued.find(isLive) ?? issued[0];
}

/**
 * Decides what a milestone shows and what is to be done, from facts, settings and the clock alone (design: facts → decision).
 * Applying its action and deciding again ends after a few steps with no action left.
 */
export function decide(facts: MilestoneFacts, policy: Policy, now: Instant): Decision {
  const decision = decideOpenly(facts, policy, now);
  return policy.shadow ? inShadow(decision, facts, policy) : decision;
}

function decideOpenly(facts: MilestoneFacts, policy: Policy, now: Instant): Decision {
  const checks = readiness({ facts, policy, now });
  const counting = countingInvoice(facts.invoices);
  const drafts = facts.invoices.filter((invoice) => invoice.status === 'draft');
  if (counting !== undefined && isLive(counting)) return mirror(counting, checks, facts, policy, now);

  const { detail, action, lookAgainAt } = untilIssued(checks, counting, drafts, { facts, policy, now });
  const view = statusOf(counting, dateIn(policy.timeZone, now), isCancelled(facts.milestone.approval), policy);
  return {
    shown: {
      ...keptOf(counting, facts, policy),
      billingStatus: view.status,
      billingDetail: detail,
      missingForBilling: missingLines(checks),
    },
    checks,
    action,
    lookAgainAt,
  };
}

/** An issued invoice is shown as Stripe has it; nothing in Stripe is touched any more. */
function mirror(
  invoice: Invoice,
  checks: readonly CheckResult[],
  { milestone }: MilestoneFacts,
  policy: Policy,
  now: Instant,
): Decision {
  const view = statusOf(invoice, dateIn(policy.timeZone, now), isCancelled(milestone.approval), policy);
  return {
    shown: {
      ...invoiceFields(invoice, policy),
      billingStatus: view.status,
      paidOn: view.status === 'Paid' ? invoiceFields(invoice, policy).paidOn : null,
      billingDetail: detailWords(view, invoice, policy),
      missingForBilling: '',
    },
    checks,
    action: undefined,
    lookAgainAt: nextStatusChange(view, invoice, policy),
  };
}

/**
 * A voided invoice stays findable from the milestone, but nothing of it is owed. An invoice that a person named and that
 * is not ours stays named too: emptying the field is that person's answer to R16.
 */
function keptOf(voided: Invoice | undefined, { milestone, invoices }: MilestoneFacts, policy: Policy): InvoiceFields {
  const { stripeInvoice } = milestone.shown;
  const isForeign = stripeInvoice !== '' && !invoices.some((invoice) => invoice.id === stripeInvoice);
  const none: InvoiceFields = {
    invoiceUrl: null,
    invoiceNumber: '',
    stripeInvoice,
    invoiced: null,
    remaining: null,
    issued: null,
    due: null,
    paidOn: null,
  };
  if (voided === undefined || isForeign) return none;
  const fields = invoiceFields(voided, policy);
  return {
    ...none,
    invoiceUrl: fields.invoiceUrl,
    invoiceNumber: fields.invoiceNumber,
    stripeInvoice: fields.stripeInvoice,
  };
}

function untilIssued(
  checks: readonly CheckResult[],
  voided: Invoice | undefined,
  drafts: readonly Invoice[],
  { facts, policy, now }: { facts: MilestoneFacts; policy: Policy; now: Instant },
): Waiting {
  const cleanUp: Action | undefined = drafts.length > 0 ? { kind: 'discard drafts', drafts } : undefined;
  if (voided !== undefined && !isNewDecision(facts)) {
    return {
      detail: `Voided: invoice ${voided.number ?? voided.id}. To bill again, log a new decision: a new "Decided on".`,
      action: cleanUp,
    };
  }
  const failed = checks.filter((check) => !check.passed);
  const [first] = failed;
  if (first !== undefined) {
    if (!hasApproval({ facts, policy, now })) return { detail: `${first.message}.`, action: cleanUp };
    return {
      detail: `Blocked: ${failed.length === 1 ? `${first.message}.` : `${failed.length} things are missing, see "Missing for billing".`}`,
      action: cleanUp,
      // The calendar, a purchase order or somebody else's invoice may clear it without a word to us (Rule 5.2).
      lookAgainAt: instantFromMillis(now + BLOCKED_CHECK_MS),
    };
  }
  const until = quietUntil(facts.approvedSince, now, policy.quietPeriodSeconds);
  if (approvalMark(facts.milestone) !== undefined && now < until) {
    return {
      detail: 'Waiting quiet period: approved, the invoice goes out in a moment unless the approval changes.',
      action: cleanUp,
      lookAgainAt: until,
    };
  }
  return issue(facts, policy, now, drafts, (voided?.revision ?? 0) + 1);
}

function issue(
  facts: MilestoneFacts,
  policy: Policy,
  now: Instant,
  drafts: readonly Invoice[],
  revision: number,
): Waiting {
  const { client } = facts;
  if (client !== undefined && client.shown.stripeCustomer === '')
    return { detail: 'Issuing the invoice.', action: { kind: 'link customer', client } };
  const order = invoiceOrder(facts, policy, now, revision);
  if (order === undefined)
    throw new Error(`Every check passed, but no order can be made for milestone ${facts.milestone.id}.`);
  return { detail: 'Issuing the invoice.', action: { kind: 'issue invoice', order, drafts } };
}

/** Only a decision that differs from every one that was billed and voided bills again. */
const isNewDecision = ({ milestone, invoices }: MilestoneFacts): boolean =>
  !invoices.some((invoice) => invoice.status === 'void' && invoice.decision === decisionMark(milestone));
