import { nextBill } from '../amounts/next-bill.ts';
import { isLive } from '../billing-key.ts';
import { addDays, dateIn, startOfDay } from '../calendar.ts';
import type { DecisionInput } from '../facts.ts';
import { formatMoney } from '../money.ts';
import { isTriggered } from '../trigger.ts';

const LONG_OVERDUE_DAYS = 30;
const LATELY_DAYS = 7;

/** R21, a warning when something is about to be billed. The client has another invoice that is more than thirty days overdue. */
export function longOverdueWarning(input: DecisionInput): string | undefined {
  if (!isTriggered(input)) return undefined;
  const { facts, policy, now } = input;
  const before = startOfDay(policy.timeZone, addDays(dateIn(policy.timeZone, now), -LONG_OVERDUE_DAYS));
  const late = facts.clientInvoices.find(({ status, dueAt }) => status === 'open' && dueAt !== null && dueAt < before);
  if (late === undefined || late.dueAt === null) return undefined;
  const due = dateIn(policy.timeZone, late.dueAt);
  return `The client has not paid invoice ${late.number ?? late.id}, due ${due}: perhaps a word with them comes first`;
}

/** R22, a warning when something is about to be billed. The client was billed the same sum under another key in the last seven days: perhaps for the same thing. */
export function possibleDuplicateWarning(input: DecisionInput): string | undefined {
  if (!isTriggered(input)) return undefined;
  const { facts, policy, now } = input;
  const next = nextBill(input);
  if (next.kind !== 'bill') return undefined;
  const { net } = next.bill;
  const since = startOfDay(policy.timeZone, addDays(dateIn(policy.timeZone, now), -LATELY_DAYS));
  const same = facts.clientInvoices.find(
    (one) => isLive(one) && one.createdAt >= since && one.total === net.minor && one.currency === net.currency,
  );
  return same === undefined
    ? undefined
    : `Invoice ${same.number ?? same.id} billed the same ${formatMoney(net)} to this client on ${dateIn(policy.timeZone, same.createdAt)}: make sure that it was for something else`;
}
