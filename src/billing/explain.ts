import { type Instant, toIso } from './calendar.ts';
import { decide } from './decide.ts';
import type { Action, Decision } from './decision.ts';
import type { BillingStatus, DecisionInput, Invoice, MilestoneFacts, Policy } from './facts.ts';
import { followUpSteps } from './follow-up/explain.ts';
import { formatMoney, type Money } from './money.ts';
import type { CheckResult } from './readiness/readiness.ts';
import { type Standing, standingOf, voidedInvoice } from './standing/standing.ts';
import { nextStatusChange } from './standing/status.ts';

/** One fact that a decision rests on, and what it says. Empty facts say so. */
export type FactLine = { readonly fact: string; readonly value: string };

export type NextStep = { readonly what: string; readonly when: string };

/** Why a milestone is, or is not, billed: everything that the decision read and found, and what follows from it. */
export type Explanation = {
  readonly page: { readonly id: string; readonly url: string; readonly name: string };
  /** The instant of the decision. */
  readonly at: string;
  readonly status: BillingStatus;
  /** The rule that gave the status, by its number. */
  readonly rule: string;
  readonly detail: string;
  /** Every reason that applies, the most important first (Rule 7.5). */
  readonly details: readonly string[];
  readonly facts: readonly FactLine[];
  readonly checks: readonly CheckResult[];
  readonly next: readonly NextStep[];
};

/** The rule of section 7.2 that a standing rests on. */
function ruleOf({ standing, facts, decision }: Found): string {
  if (standing === undefined) {
    if (decision.shown.billingStatus === 'Closed' && voidedInvoice(facts.invoices) === undefined)
      return '9 (nothing to bill)';
    return voidedInvoice(facts.invoices) === undefined ? '7.2-1' : '7.2-2';
  }
  const { status, view } = standing;
  if (status === 'Not yet triggered') return '6.5';
  switch (view.ending) {
    case 'written off':
      return '7.2-3';
    case 'credited':
      return '7.2-4b';
    case 'refunded':
    case 'part refunded':
      return '7.2-4d';
    case 'money returned':
      return '7.2-4e';
    default:
      return { Paid: '7.2-4c', Overdue: '7.2-5', 'Due soon': '7.2-6', Sent: '7.2-7', Closed: '7.2-2' }[status];
  }
}

type Found = { readonly facts: MilestoneFacts; readonly decision: Decision; readonly standing: Standing | undefined };

const or = (value: string | number | null | undefined, empty = 'empty'): string =>
  value === null || value === undefined || value === '' ? empty : String(value);

const day = (value: string | number | null): string =>
  typeof value === 'number' ? new Date(value).toISOString() : or(value);

/** A policy that nobody has set holds as the safe one (Rule 10). */
const withDefault = (value: string | null | undefined, usual: string): string => value ?? `${usual} (by default)`;

function invoiceWords(invoice: Invoice): string {
  const money = (minor: number): string => formatMoney({ minor, currency: invoice.currency } satisfies Money);
  const due = invoice.dueAt === null ? '' : `, due ${toIso(invoice.dueAt)}`;
  return `${invoice.number ?? invoice.id}: ${invoice.status}, ${money(invoice.total)}, ${money(invoice.amountRemaining)} remaining${due}, key ${or(invoice.billingKey, 'none')}`;
}

/** The facts in the order in which they matter. */
function factLines({
  milestone,
  project,
  client,
  invoices,
  clientInvoices,
  ...facts
}: MilestoneFacts): readonly FactLine[] {
  const lines: readonly (readonly [string, string])[] = [
    ['Project', or(project?.name, 'cannot be read')],
    ['Project status', or(project?.status)],
    ['Client', or(client?.name, 'cannot be read')],
    ['Stripe customer', or(client?.shown.stripeCustomer)],
    ['Trigger', or(milestone.trigger)],
    ['Amount', `${or(milestone.amount)} ${or(milestone.currency ?? client?.currency, '(the configured currency)')}`],
    ['Planned date', day(milestone.plannedDate)],
    ['Delivery', or(milestone.delivery)],
    ['Handed over', or(milestone.handedOver.join(', '))],
    ['Approval', or(milestone.approval)],
    ['Decided by, on', `${or(milestone.decidedBy.join(', '))}, ${day(milestone.decidedOn)}`],
    ['Decision channel, proof', `${or(milestone.decisionChannel)}, ${or(milestone.decisionProof)}`],
    ['Approval read first at', facts.approvedSince === undefined ? 'not approved' : toIso(facts.approvedSince)],
    ['Kickoff waits for', withDefault(project?.kickoffWaitsFor, 'Payment')],
    ['Partial approval', withDefault(project?.partialApproval, 'Wait for full')],
    ['When paused', withDefault(project?.whenPaused, 'Bill if earned')],
    ['Paused retainer', withDefault(project?.pausedRetainer, 'Skip')],
    ['Follow-up stop', or(milestone.followUpStop, 'none')],
    ...invoices.map((invoice) => ['Invoice', invoiceWords(invoice)] as const),
    ...(invoices.length === 0 ? [['Invoice', 'none'] as const] : []),
    ['Other invoices of the client', String(clientInvoices.length)],
    ['Stripe mode', facts.mode],
  ];
  return lines.map(([fact, value]) => ({ fact, value }));
}

function actionWords(action: Action): string {
  switch (action.kind) {
    case 'link customer':
      return `finds or makes the Stripe customer of ${action.client.name}, then goes on to bill`;
    case 'issue invoice': {
      const { money, dueDate, delivering, key } = action.order;
      const how = delivering === 'portal' ? 'issues (without mail) an invoice' : 'sends an invoice';
      return `${how} over ${formatMoney(money)}, due ${dueDate}, under the key ${key}`;
    }
    case 'adopt invoice':
      return `takes over invoice ${action.adoption.invoice.number ?? action.adoption.invoice.id}: notes this milestone on it in Stripe`;
    case 'discard drafts':
      return `deletes ${action.drafts.length} unfinished draft${action.drafts.length === 1 ? '' : 's'} in Stripe`;
    case 'note stops':
      return 'notes on the invoice since when follow-up rests';
    case 'plan renewal':
      return `adds the row "${action.renewal.name}" for the next period`;
  }
}

function nextSteps({ decision, standing, facts }: Found, policy: Policy, now: Instant): readonly NextStep[] {
  const steps: NextStep[] = [];
  // Noting a stop changes nothing that anybody sees.
  if (decision.action !== undefined && decision.action.kind !== 'note stops')
    steps.push({ what: `Milepost ${actionWords(decision.action)}`, when: 'with its next look' });
  if (decision.lookAgainAt !== undefined && decision.lookAgainAt > now)
    steps.push({ what: clockWords(decision, standing, policy), when: toIso(decision.lookAgainAt) });
  if (steps.length === 0)
    steps.push({
      what:
        standing === undefined
          ? 'Nothing, until somebody changes the milestone, its project or its client'
          : 'Nothing, until something happens to the invoice in Stripe or somebody changes the milestone',
      when: 'then at once',
    });
  return [...steps, ...followUpSteps(facts, policy, now)];
}

function clockWords({ shown, lookAgainAt }: Decision, standing: Standing | undefined, policy: Policy): string {
  if (/waiting quiet period/i.test(shown.billingDetail))
    return 'The quiet period ends; every check runs again, and it is billed';
  if (standing === undefined) return 'Milepost looks again; it is billed as soon as nothing is missing';
  const isByDate = standing.all.some(({ invoice, view }) => nextStatusChange(view, invoice, policy) === lookAgainAt);
  const next = { Sent: 'Due soon', 'Due soon': 'Overdue' }[String(standing.status)];
  return isByDate && next !== undefined ? `The status becomes ${next}` : 'Milepost looks again';
}

/** Explains one decision: the facts it read, each check with its outcome, the status and why, what would happen next and when. */
export function explain(input: DecisionInput): Explanation {
  const { facts, policy, now } = input;
  const decision = decide(facts, policy, now);
  const found = { facts, decision, standing: standingOf(input) };
  const { id, url, name } = facts.milestone;
  return {
    page: { id, url, name },
    at: toIso(now),
    status: decision.shown.billingStatus ?? 'Not yet triggered',
    rule: ruleOf(found),
    detail: decision.shown.billingDetail,
    details: decision.details,
    facts: factLines(facts),
    checks: decision.checks,
    next: nextSteps(found, policy, now),
  };
}

const OUTCOME = { passed: 'ok  ', hard: 'FAIL', soft: 'note' } as const;

const checkLine = ({ id, about, kind, passed, message, who }: CheckResult): string => {
  const line = `  ${OUTCOME[passed ? 'passed' : kind]}  ${id.padEnd(5)} ${about}`;
  return passed ? line : `${line}\n              ${message} (${who ?? 'nobody is responsible yet'})`;
};

/** The same as text for people. */
export function explanationText({ page, at, status, rule, detail, facts, checks, next }: Explanation): string {
  const width = Math.max(...facts.map(({ fact }) => fact.length));
  return `${[
    `${page.name}: ${status}`,
    `  ${detail}`,
    `  By rule ${rule}, decided at ${at}`,
    '',
    'Facts',
    ...facts.map(({ fact, value }) => `  ${fact.padEnd(width)}  ${value}`),
    '',
    'Checks',
    ...checks.map(checkLine),
    '',
    'Next',
    ...next.map(({ what, when }) => `  ${what} (${when})`),
  ].join('\n')}\n`;
}
