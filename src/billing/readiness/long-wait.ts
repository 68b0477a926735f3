import { dateIn, daysBetween } from '../calendar.ts';
import { dayOf } from '../day.ts';
import type { DecisionInput } from '../facts.ts';
import { triggeredOn } from '../trigger.ts';

/**
 * Rule 5.2. What has waited for long is not billed out of the blue: its owner confirms it with a `Planned date` on or after
 * which it may go out. The wait counts from the trigger, or from the planned date where that came later.
 */
export function longWaitProblem(input: DecisionInput): string | undefined {
  const { facts, policy, now } = input;
  const since = triggeredOn(input);
  if (since === undefined) return undefined;
  const today = dateIn(policy.timeZone, now);
  const planned = dayOf(policy.timeZone, facts.milestone.plannedDate);
  const from = planned !== undefined && since < planned && planned <= today ? planned : since;
  if (daysBetween(from, today) <= policy.confirmAfterDays) return undefined;
  return `This has waited since ${from}, for more than ${policy.confirmAfterDays} days: confirm that it is still to be billed by setting "Planned date" to today`;
}
