import { firstBusinessDayFrom, isBusinessDay } from '../business-days.ts';
import { addDays, dateIn, type Instant, type PlainDate } from '../calendar.ts';
import { dayOf } from '../day.ts';
import type { Policy } from '../facts.ts';
import { formatMoney, sumFromMajor } from '../money.ts';
import { peopleFor } from '../people.ts';
import { responsibleFor } from '../responsible.ts';
import { businessCalendar } from '../standing/stops.ts';
import { AGAIN_EVERY_DAYS, latest } from './days.ts';
import type { ByHand, DueMessage } from './due-message.ts';
import { followUpDay } from './follow-up-day.ts';
import { askedFor, type Followed } from './followed.ts';
import { lastMessageAt, type Slot, sentOn } from './record.ts';

type When = {
  readonly due: PlainDate;
  readonly from: PlainDate | undefined;
  /** It went out before and came back: once more, under the same conditions (Rule 12). */
  readonly isAgain: boolean;
};

/**
 * What follows the firm step. A formal message goes out only where the contract allows it, after both steps before it, and on the
 * very day for which a person said yes (Rule 13); anything else is for a person to decide.
 */
export function formalStep(followed: Followed, policy: Policy, now: Instant, when: When): DueMessage | ByHand {
  const { invoice, milestone, client } = followed;
  const isSent = sentOn(invoice.followUps, 'formal', policy.timeZone) !== undefined;
  if (isSent && !when.isAgain) return afterLast(followed, policy, now, when);
  const calendar = businessCalendar(policy, client);
  const lastAt = lastMessageAt(invoice.followUps);
  const last = lastAt === undefined ? undefined : dateIn(policy.timeZone, lastAt);
  const first = firstBusinessDayFrom(
    latest(followUpDay('Formal', when.due, last, calendar, policy.followUp.formalAfterDays).day, when.from),
    calendar,
  );
  const why = notAllowed(followed, policy);
  if (why !== undefined) return repeated(followed, policy, when) ?? byHand(policy, now, first, why);
  const yes = dayOf(policy.timeZone, milestone.escalationApprovedOn);
  const today = dateIn(policy.timeZone, now);
  if (yes === undefined || yes < today || yes < first || !isBusinessDay(yes, calendar))
    return byHand(
      policy,
      now,
      first,
      `the contract allows a formal notice: to send it, ${peopleFor(followed, policy).who} enters the day on which it is to go out in "Escalation approved on"`,
    );
  const cycle = invoice.followUps.cycle + (when.isAgain ? 1 : 0);
  return { kind: 'message', slot: 'formal', cycle, day: yes, rolled: false, lastDay: yes };
}

/** Everything that Rule 13 asks for beside the yes of the day; the first that is not there, in words. */
function notAllowed(followed: Followed, policy: Policy): string | undefined {
  const { invoice, milestone, project, client } = followed;
  const { followUp, defaultBillingOwner } = policy;
  const decides = `${peopleFor(followed, policy).who} decides by hand`;
  if ((project?.escalationClause.trim() ?? '') === '')
    return `the contract has no escalation clause ("Escalation clause" of the project): ${decides}`;
  const least = sumFromMajor(followUp.formalFrom, invoice.currency);
  if (least.ok && askedFor(followed) < least.money.minor)
    return `less than ${formatMoney(least.money)} remain, too little for a formal notice: ${decides}`;
  if (followUp.channel === 'stripe')
    return `Stripe's own e-mail cannot carry a formal notice (set up SMTP_URL for one): ${decides}`;
  const isSent = (slot: Slot): boolean => invoice.followUps.messages[slot]?.state === 'sent';
  if (!isSent('firm') || !(isSent('light') || isSent('failure')))
    return `nobody knows whether the messages before went out: ${decides}`;
  return responsibleFor({ milestone, project, client, defaultBillingOwner }) === undefined
    ? 'nobody is responsible for a formal notice: name exactly one person in "Billing owner"'
    : undefined;
}

const byHand = ({ timeZone }: Policy, now: Instant, since: PlainDate, words: string): ByHand => ({
  kind: 'by hand',
  since,
  words: dateIn(timeZone, now) < since ? '' : words,
});

const REPEATS = ['repeat_1', 'repeat_2', 'repeat_3'] as const satisfies readonly Slot[];

/** The firm message once more, where the team wants that and nothing formal may follow. */
function repeated(followed: Followed, policy: Policy, { from }: When): DueMessage | undefined {
  const { invoice, client } = followed;
  const slot = REPEATS.slice(0, policy.followUp.repeats).find((one) => invoice.followUps.messages[one] === undefined);
  const last = lastMessageAt(invoice.followUps);
  if (slot === undefined || last === undefined) return undefined;
  const calendar = businessCalendar(policy, client);
  const again = addDays(dateIn(policy.timeZone, last), AGAIN_EVERY_DAYS);
  const day = firstBusinessDayFrom(latest(again, from), calendar);
  return { kind: 'message', slot, cycle: invoice.followUps.cycle, day, rolled: day > again, lastDay: day };
}

function afterLast(followed: Followed, policy: Policy, now: Instant, { due }: When): ByHand {
  const last = lastMessageAt(followed.invoice.followUps);
  const since = last === undefined ? due : addDays(dateIn(policy.timeZone, last), AGAIN_EVERY_DAYS);
  return byHand(policy, now, since, `the last step has gone out: ${peopleFor(followed, policy).who} decides by hand`);
}
