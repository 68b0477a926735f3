import { daysBetween, type PlainDate } from '../../src/billing/calendar.ts';
import type { Client } from '../../src/billing/facts.ts';
import type { Slot } from '../../src/billing/follow-up/record.ts';
import { dayOf, type Said, saidAbout } from './said.ts';
import { isOld } from './stops.ts';
import { type Attempt, type FollowUpWorld, type Line, today } from './world.ts';

/** The day from which windows count: of what was late before, the day of a person's yes (Rule 11.11). */
function countsFrom(world: FollowUpWorld, { invoice }: Line, { oldInvoicesFrom }: Client): PlainDate {
  const due = dayOf(world, invoice.dueAt ?? world.now);
  return isOld(invoice, world.policy.timeZone) && typeof oldInvoicesFrom === 'string' ? oldInvoicesFrom : due;
}

/** First and last day of each window, after the due date (Rule 11); what has none cannot be rolled. */
const WINDOWS: Partial<Readonly<Record<Slot, readonly [number, number]>>> = {
  light: [1, 3],
  firm: [5, 7],
  formal: [14, Number.POSITIVE_INFINITY],
};
const GAP_DAYS = 3;
const REPEAT_DAYS = 14;

/** P10: in its window or called rolled, three days after the step before, and none left out (Rules 11.1 to 11.3). */
export function wrongStep(world: FollowUpWorld, line: Line, client: Client): readonly string[] {
  const { invoice, slot, rolled } = line;
  const said = saidAbout(world, invoice);
  return [
    ...wrongWindow(
      line,
      daysBetween(countsFrom(world, line, client), today(world)),
      isOld(invoice, world.policy.timeZone),
    ),
    ...skipped(line, said),
    ...tooSoon(world, line, said),
    ...(rolled && WINDOWS[slot] === undefined && !slot.startsWith('repeat') ? [`P10: ${slot} is called rolled`] : []),
  ];
}

function wrongWindow({ slot, rolled, invoice }: Line, late: number, isOldOne: boolean): readonly string[] {
  const window = WINDOWS[slot];
  if (slot === 'courtesy') return late < 0 ? [] : [`Rule 11: a courtesy note about ${invoice.id} on day ${late}`];
  if (window === undefined) return [];
  // What was late before is asked for on the day of the yes itself.
  const begins = slot === 'light' && isOldOne ? 0 : window[0];
  return [
    ...(late < begins ? [`P10: ${slot} about ${invoice.id} on day ${late}`] : []),
    ...(rolled === late > window[1] ? [] : [`P10: ${slot} on day ${late} is ${rolled ? '' : 'not '}called rolled`]),
  ];
}

/** What nobody knows the outcome of counts (Rule 11.7). */
function skipped({ slot, invoice }: Line, said: readonly Said[]): readonly string[] {
  const { messages } = invoice.followUps;
  const has = (...slots: readonly Slot[]): boolean =>
    slots.some((one) => said.some(({ line }) => line.slot === one) || messages[one] !== undefined);
  if (slot === 'firm' && !has('light', 'failure')) return ['Rule 11.3: the firm step before the light one'];
  if ((slot === 'formal' || slot.startsWith('repeat')) && !has('firm'))
    return [`Rule 11.3: ${slot} before the firm step`];
  return slot === 'courtesy' && said.length > 0 ? ['Rule 11: a courtesy note after another message'] : [];
}

function tooSoon(world: FollowUpWorld, { slot, cycle, failedAt }: Line, said: readonly Said[]): readonly string[] {
  const last = said.findLast(({ line }) => line.slot !== 'thanks');
  if (last === undefined || slot === 'thanks') return [];
  const days = daysBetween(dayOf(world, last.at), today(world));
  const isAgain = last.line.slot === slot && cycle > last.line.cycle;
  if (slot === 'failure') {
    const since = failedAt === null ? 1 : daysBetween(dayOf(world, failedAt), today(world));
    return since < 1 ? ['Rule 11.9: a failure notice on the day of the failure'] : [];
  }
  const least = isAgain ? 1 : slot.startsWith('repeat') ? REPEAT_DAYS : GAP_DAYS;
  return days < least ? [`P10: ${slot} ${days} days after ${last.line.slot}`] : [];
}

/** Rule 13. */
export function wrongFormal(
  world: FollowUpWorld,
  { invoice, milestone, project }: Line,
  message: Attempt['message'],
): string[] {
  const { firm, light, failure } = invoice.followUps.messages;
  const least = invoice.currency === 'JPY' ? 50 : 5_000;
  const problems: readonly (readonly [boolean, string])[] = [
    [milestone.escalationApprovedOn === today(world), 'nobody said yes to it for today'],
    [
      project.escalationClause !== '' && message.formal?.clause === project.escalationClause,
      'the contract has no such clause',
    ],
    [
      firm?.state === 'sent' && (light?.state === 'sent' || failure?.state === 'sent'),
      'not both steps before it were sent',
    ],
    [invoice.amountRemaining - invoice.moves.inFlight >= least, 'too little remains'],
  ];
  return problems.flatMap(([isRight, words]) =>
    isRight ? [] : [`Rule 13: formal about ${invoice.id} although ${words}`],
  );
}
