import { adoptionOf, refusedWords } from './adoption.ts';
import { amendment } from './amendment.ts';
import { nextBill } from './amounts/next-bill.ts';
import { renewalNote, renewalPlan } from './amounts/renewal.ts';
import { isCancelled } from './approval.ts';
import { isVoidedDecision } from './billing-key.ts';
import { dateIn, type Instant, instantFromMillis, startOfDay } from './calendar.ts';
import { dayOf } from './day.ts';
import type { Decision } from './decision.ts';
import type { BillingStatus, DecisionInput, Invoice, MilestoneFacts, Policy } from './facts.ts';
import { followUpView, NO_FOLLOW_UP } from './follow-up/view.ts';
import { peopleFor } from './people.ts';
import { cleanUp, draftsOf, type Progress, proceed } from './proceed.ts';
import { type CheckResult, hardFailures, missingLines, readiness } from './readiness/readiness.ts';
import { inShadow } from './shadow.ts';
import { detailsOf } from './standing/details.ts';
import {
  earliest,
  type InvoiceFields,
  invoiceFields,
  type Standing,
  standingChangesAt,
  standingOf,
  voidedInvoice,
} from './standing/standing.ts';
import { statusOf } from './standing/status.ts';
import { detailWords, otherInvoices } from './standing/words.ts';
import { billsByDate, isTriggered } from './trigger.ts';

/**
 * Decides what a milestone shows and what is to be done, from facts, settings and the clock alone (design: facts → decision).
 * Applying its action and deciding again ends after a few steps with no action left.
 */
export function decide(facts: MilestoneFacts, policy: Policy, now: Instant): Decision {
  const input = { facts, policy, now };
  const checks = readiness(input);
  const standing = standingOf(input);
  const decision = standing === undefined ? beforeIssue(input, checks) : afterIssue(input, checks, standing);
  return policy.shadow ? inShadow(decision, input) : decision;
}

/** An issued invoice is shown as Stripe has it; nothing in Stripe is touched, but for what a new decision adds. */
function afterIssue(input: DecisionInput, checks: readonly CheckResult[], standing: Standing): Decision {
  const { facts, policy, now } = input;
  const today = dateIn(policy.timeZone, now);
  const { who, accountOwner } = peopleFor(facts, policy);
  const { invoice, view, stop, details } = standing;
  const portal = facts.client?.submissionNotes.replace(/\s+/g, ' ').trim() ?? '';
  const words = detailWords(details, {
    invoice,
    view,
    stop,
    isAnswerOverdue: standing.answerOverdueFrom !== undefined && today >= standing.answerOverdueFrom,
    who,
    accountOwner,
    portal,
    policy,
  });
  const onTop = amendment(input, checks, standing, who);
  const followUp = followUpView(facts, standing, policy, now);
  return {
    shown: {
      ...invoiceFields(standing, policy),
      billingStatus: standing.status,
      billingDetail: `${words}${otherInvoices(standing, policy)}${onTop.detail}${renewalNote(input)}${followUp.words}`,
      missingForBilling: onTop.isBlocked === true ? missingLines(checks) : '',
      ...followUp.shown,
    },
    details,
    checks,
    // A correction of one of several invoices comes first: what it bills is not billed once more on top.
    action: takingOver(input)?.action ?? onTop.action ?? renewalAction(input) ?? followUp.action,
    alarm: followUp.alarm,
    task: followUp.task,
    lookAgainAt: earliest([
      standingChangesAt(standing, policy, now),
      onTop.lookAgainAt,
      comesDueAt(input),
      ...followUp.looksAgainAt,
    ]),
  };
}

function beforeIssue(input: DecisionInput, checks: readonly CheckResult[]): Decision {
  const { facts, policy, now } = input;
  const { milestone } = facts;
  const voided = voidedInvoice(facts.invoices);
  const view = statusOf(voided, dateIn(policy.timeZone, now), isCancelled(milestone.approval), policy);
  const stranger = takingOver(input);
  const nothing = stranger === undefined ? nothingToBill(input, checks) : undefined;
  const progress: Progress =
    stranger !== undefined
      ? stranger
      : nothing === undefined
        ? untilIssued(input, checks, voided)
        : { detail: `${nothing}${renewalNote(input)}`, action: renewalAction(input) };
  return {
    shown: {
      ...keptOf(voided, facts),
      billingStatus: nothing === undefined ? view.status : 'Closed',
      // Of a renewal that was voided the next row was made all the same: that stays said, or it would be made again.
      billingDetail: `${progress.detail}${nothing === undefined && voided !== undefined ? renewalNote(input) : ''}`,
      missingForBilling: nothing === undefined ? missingOf(view.status, checks, facts) : '',
      ...NO_FOLLOW_UP.shown,
    },
    details:
      voided === undefined
        ? []
        : detailsOf({ invoice: voided, view, milestone, stop: undefined, client: facts.client }),
    checks,
    action: progress.action,
    lookAgainAt: earliest([progress.lookAgainAt, comesDueAt(input)]),
  };
}

/** What a person billed by hand is taken over, or it is said why not. */
function takingOver(input: DecisionInput): Progress | undefined {
  const { stranger } = input.facts;
  const result = adoptionOf(input);
  if (stranger === undefined || result === undefined) return undefined;
  if (result.kind === 'adopt')
    return {
      detail: `Taking over invoice ${stranger.number ?? stranger.id}.`,
      action: { kind: 'adopt invoice', adoption: result.adoption },
    };
  return {
    detail: refusedWords(stranger, result.why),
    lookAgainAt: instantFromMillis(input.now + STRANGER_CHECK_MS),
    isBlocked: true,
  };
}

/** Nothing tells us of an invoice that is none of ours: what was mended in Stripe is looked for. */
const STRANGER_CHECK_MS = 10 * 60_000;

/** What the calendar and other bills change matters again once there is another decision. */
const LONG_WAIT = '5.2';
const OF_THE_MOMENT = new Set(['R09', 'R11', 'R15', LONG_WAIT]);

/** Of what is closed nothing is missing. What was voided waits for another decision, however long. */
function missingOf(
  status: BillingStatus,
  checks: readonly CheckResult[],
  { milestone, invoices }: MilestoneFacts,
): string {
  if (status === 'Closed') return '';
  return missingLines(
    isVoidedDecision(milestone, invoices) ? checks.filter(({ id }) => !OF_THE_MOMENT.has(id)) : checks,
  );
}

/** What is triggered and leaves nothing to ask for is closed: a skipped period, a sum that the deposit covers (Rule 9, zero invoice). */
function nothingToBill(input: DecisionInput, checks: readonly CheckResult[]): string | undefined {
  const { milestone, invoices } = input.facts;
  const next = nextBill(input);
  // What was voided waits for another decision before anything is worked out anew.
  if (next.kind !== 'nothing' || !isTriggered(input) || isVoidedDecision(milestone, invoices)) return undefined;
  const isRenewal = milestone.trigger === 'Retainer renewal';
  // Waiting for long changes nothing where nobody is asked for anything.
  const isHeldUp = hardFailures(checks).some(({ id }) => id !== LONG_WAIT);
  return isRenewal || !isHeldUp ? next.why : undefined;
}

/** The next period's row follows once this one is dealt with. */
function renewalAction(input: DecisionInput): Decision['action'] {
  const renewal = renewalPlan(input);
  return renewal === undefined ? undefined : { kind: 'plan renewal', renewal };
}

/** When a date on the row comes that triggers, or that a decision was dated ahead to. */
function comesDueAt({ facts: { milestone }, policy, now }: DecisionInput): Instant | undefined {
  const { plannedDate, decidedOn } = milestone;
  if (!billsByDate(milestone) && typeof decidedOn === 'number') return decidedOn > now ? decidedOn : undefined;
  const day = dayOf(policy.timeZone, billsByDate(milestone) ? plannedDate : decidedOn);
  return day !== undefined && day > dateIn(policy.timeZone, now) ? startOfDay(policy.timeZone, day) : undefined;
}

const NO_INVOICE = {
  invoiceUrl: null,
  invoiceNumber: '',
  invoiced: null,
  remaining: null,
  issued: null,
  due: null,
  paidOn: null,
} as const;

/**
 * A voided invoice stays findable from the milestone, but nothing of it is owed. An invoice that a person named and that
 * is not ours stays named too: emptying the field is that person's answer to R16.
 */
function keptOf(voided: Invoice | undefined, { milestone, invoices }: MilestoneFacts): InvoiceFields {
  const { stripeInvoice } = milestone.shown;
  const isForeign = stripeInvoice !== '' && !invoices.some((invoice) => invoice.id === stripeInvoice);
  if (voided === undefined || isForeign) return { ...NO_INVOICE, stripeInvoice };
  return {
    ...NO_INVOICE,
    invoiceUrl: voided.hostedUrl,
    invoiceNumber: voided.number ?? '',
    stripeInvoice: voided.id,
  };
}

function untilIssued(input: DecisionInput, checks: readonly CheckResult[], voided: Invoice | undefined): Progress {
  const { milestone, invoices } = input.facts;
  if (voided === undefined) return proceed(input, checks);
  const words = `Voided: invoice ${voided.number ?? voided.id}.`;
  const action = cleanUp(draftsOf(invoices));
  if (isCancelled(milestone.approval)) return { detail: `${words} "Approval" says ${milestone.approval}.`, action };
  if (!isVoidedDecision(milestone, invoices)) {
    const progress = proceed(input, checks);
    return isTriggered(input) ? progress : { ...progress, detail: `${words} ${progress.detail}` };
  }
  return { detail: `${words} To bill again, log a new decision: a new "Decided on".`, action };
}
