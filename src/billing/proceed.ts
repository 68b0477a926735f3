import { nextBill } from './amounts/next-bill.ts';
import { dateIn, type Instant, instantFromMillis } from './calendar.ts';
import { dayOf } from './day.ts';
import type { Action } from './decision.ts';
import type { DecisionInput, Invoice } from './facts.ts';
import { invoiceOrder } from './invoice-order.ts';
import { approvalMark, quietUntil } from './quiet-period.ts';
import { type CheckResult, hardFailures, warnings } from './readiness/readiness.ts';
import { billsByDate, isTriggered, triggeredOn } from './trigger.ts';

/** How far what is to be billed next has come, in words, and what is to be done for it. */
export type Progress = {
  readonly detail: string;
  readonly action?: Action | undefined;
  readonly lookAgainAt?: Instant | undefined;
  /** Checks failed although the trigger is there: they are listed for whoever can mend them. */
  readonly isBlocked?: boolean;
};

/** An approved milestone that lacks something is looked at again as often as a sweep comes by. */
const BLOCKED_CHECK_MS = 10 * 60_000;

const HELD_BY_PAUSE = 'R15';

/** Drafts of ours that nobody will finish are cleared away while something else is waited for. */
export const cleanUp = (drafts: readonly Invoice[]): Action | undefined =>
  drafts.length > 0 ? { kind: 'discard drafts', drafts } : undefined;

/** The draft of a correction is in the hands of the person who began it. */
export const draftsOf = (invoices: readonly Invoice[]): readonly Invoice[] =>
  invoices.filter(({ status, revises }) => status === 'draft' && revises === '');

/** Takes the next bill as far as it may go: from the trigger over every check and the quiet period to the invoice. */
export function proceed(input: DecisionInput, checks: readonly CheckResult[]): Progress {
  const drafts = draftsOf(input.facts.invoices);
  return (
    untilReady(input, checks, cleanUp(drafts)) ?? inQuietPeriod(input, checks, cleanUp(drafts)) ?? issue(input, drafts)
  );
}

function untilReady(
  input: DecisionInput,
  checks: readonly CheckResult[],
  action: Action | undefined,
): Progress | undefined {
  const failed = hardFailures(checks);
  const [first] = failed;
  if (first === undefined) return undefined;
  // The calendar, a deal, a purchase order or somebody else's invoice may clear it without a word to us (Rule 5.2).
  const lookAgainAt = instantFromMillis(input.now + BLOCKED_CHECK_MS);
  if (!isTriggered(input))
    return {
      detail: `${first.message}.${notes(input, checks)}`,
      action,
      ...(dateHasCome(input) ? { lookAgainAt } : {}),
    };
  if (failed.length > 1)
    return {
      detail: `Blocked: ${failed.length} things are missing, see "Missing for billing".`,
      action,
      lookAgainAt,
      isBlocked: true,
    };
  // "Deferred" says of itself that it is held up (Rule 10.2).
  const detail = first.id === HELD_BY_PAUSE ? `${first.message}.` : `Blocked: ${first.message}.`;
  return { detail, action, lookAgainAt, isBlocked: true };
}

/** Warnings hold nothing up; they are said while there is time to do something about them. */
const warningNotes = (checks: readonly CheckResult[]): string =>
  warnings(checks)
    .map(({ message, who }) => ` Note for ${who ?? 'everybody'}: ${message}.`)
    .join('');

/** What a date alone bills has no quiet period: its warnings are said while the date lies ahead. */
const notes = ({ facts: { milestone }, policy, now }: DecisionInput, checks: readonly CheckResult[]): string => {
  const planned = billsByDate(milestone) ? dayOf(policy.timeZone, milestone.plannedDate) : undefined;
  return planned !== undefined && planned > dateIn(policy.timeZone, now) ? warningNotes(checks) : '';
};

/** A deposit or a renewal whose day is there waits for something that is not on its own row. */
const dateHasCome = (input: DecisionInput): boolean =>
  billsByDate(input.facts.milestone) && triggeredOn(input) !== undefined;

/** Rule 3.6: an approval can be taken back for a while. What a date triggers has nothing to take back. */
function inQuietPeriod(
  { facts, policy, now }: DecisionInput,
  checks: readonly CheckResult[],
  action: Action | undefined,
): Progress | undefined {
  const until = quietUntil(facts.approvedSince, now, policy.quietPeriodSeconds);
  if (approvalMark(facts.milestone) === undefined || now >= until) return undefined;
  return {
    detail: `Waiting quiet period: approved, the invoice goes out in a moment unless the approval changes.${warningNotes(checks)}`,
    action,
    lookAgainAt: until,
  };
}

function issue(input: DecisionInput, drafts: readonly Invoice[]): Progress {
  const { client, milestone } = input.facts;
  if (client !== undefined && client.shown.stripeCustomer === '')
    return { detail: 'Issuing the invoice.', action: { kind: 'link customer', client } };
  const next = nextBill(input);
  const order = next.kind === 'bill' ? invoiceOrder(input, next.bill) : undefined;
  if (order === undefined)
    throw new Error(`Every check passed, but no order can be made for milestone ${milestone.id}.`);
  return { detail: 'Issuing the invoice.', action: { kind: 'issue invoice', order, drafts } };
}
