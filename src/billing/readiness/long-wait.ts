import { dateIn, daysBetween, type PlainDate } from '../calendar.ts';
import { dayOf } from '../day.ts';
import type { DecisionInput } from '../facts.ts';
import { billsByDate, hasApproval, isTriggered, triggeredOn } from '../trigger.ts';

/** The day on which its owner said that it is still to be billed: a planned date; of what a date bills a logged approval. */
function confirmedOn({ facts: { milestone }, policy }: DecisionInput): PlainDate | undefined {
  const { timeZone } = policy;
  if (!billsByDate(milestone)) return dayOf(timeZone, milestone.plannedDate);
  return hasApproval(milestone) ? dayOf(timeZone, milestone.decidedOn) : undefined;
}

/**
 * Rule 5.2. What has waited for long is not billed out of the blue: its owner confirms it. The wait counts from the trigger, or
 * from the day of the confirmation where that came later. The date of a deposit or a renewal stays what it is.
 */
export function longWaitProblem(input: DecisionInput): string | undefined {
  const { facts, policy, now } = input;
  const since = isTriggered(input) ? triggeredOn(input) : undefined;
  if (since === undefined) return undefined;
  const today = dateIn(policy.timeZone, now);
  const confirmed = confirmedOn(input);
  const from = confirmed !== undefined && since < confirmed && confirmed <= today ? confirmed : since;
  if (daysBetween(from, today) <= policy.confirmAfterDays) return undefined;
  const how = billsByDate(facts.milestone)
    ? 'setting "Approval" to Approved and "Decided on" to today'
    : 'setting "Planned date" to today';
  return `This has waited since ${from}, for more than ${policy.confirmAfterDays} days: confirm that it is still to be billed by ${how}`;
}
