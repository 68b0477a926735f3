import { firstBusinessDayFrom, isBusinessDay } from '../../src/billing/business-days.ts';
import { addDays, dateIn, daysBetween, type Instant, type PlainDate } from '../../src/billing/calendar.ts';
import type { Slot } from '../../src/billing/follow-up/record.ts';
import { type Party, type Row, type SentMessage, ZONE } from './sixty-days.ts';

/** The rules of follow-up, written anew: the hub is not its own judge. */

export const calendarOf = ({ client }: Pick<Party, 'client'>) => ({
  countries: ['GB-ENG', client.country].filter((code) => code !== ''),
  holidays: [],
});

export const zoneOf = ({ client }: Pick<Party, 'client'>): string => (client.timeZone === '' ? ZONE : client.timeZone);

const hourIn = (zone: string, at: Instant): number =>
  Number(new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }).format(at));

/** Why nothing may go out about an invoice at this moment, from what people wrote alone (Rule 12). */
function stoppedBy({ milestone, party }: Row, at: Instant): string | undefined {
  const today = dateIn(ZONE, at);
  const { followUpStop: kind, stopUntil } = milestone;
  const until = typeof stopUntil === 'string' ? stopUntil : null;
  if (kind === 'Queried') return 'queried';
  if (kind === 'On hold' && until !== null && today <= until) return 'on hold';
  // A promise holds for one business day more.
  if (kind === 'Promised' && until !== null && today <= firstBusinessDayFrom(addDays(until, 1), calendarOf(party)))
    return 'promised';
  const hold = party.client.followUpHoldUntil;
  return typeof hold === 'string' && today <= hold ? 'client hold' : undefined;
}

/** What is wrong with one message at the moment at which it leaves (P3, Rules 2.6, 11.1, 11.6, 11.8, 12). */
export function wrongNow({ at, party, to, rows }: SentMessage): readonly string[] {
  const zone = zoneOf(party);
  const hour = hourIn(zone, at);
  const days = [dateIn(zone, at), dateIn(ZONE, at)].filter((day) => !isBusinessDay(day, calendarOf(party)));
  return [
    ...(hour < 9 || hour >= 16 ? [`at ${hour} o’clock there`] : []),
    ...days.map((day) => `on ${day}, which is no business day`),
    ...(to === party.client.billingEmail ? [] : [`to ${to}`]),
    ...rows.flatMap(({ row, slot }) => {
      const { invoice } = row;
      const stop = stoppedBy(row, at);
      return [
        ...(invoice.status === 'open' ? [] : [`${slot} about ${invoice.id}, which is ${invoice.status}`]),
        ...(stop === undefined ? [] : [`${slot} about ${invoice.id} although it is ${stop}`]),
      ];
    }),
  ];
}

/** What is said twice: the same step and cycle of an invoice, or two messages to a client on one day, ours or its own (P4, Rule 11.5). */
export function saidTwice(sent: readonly SentMessage[]): readonly string[] {
  const named = sent.flatMap(({ party, at, rows }) => [
    ...rows.map(({ row, slot, cycle }) => `${row.invoice.id} ${slot} in cycle ${cycle}`),
    `${party.client.id} here ${dateIn(ZONE, at)}`,
    ...(zoneOf(party) === ZONE ? [] : [`${party.client.id} there ${dateIn(zoneOf(party), at)}`]),
  ]);
  const said = new Set<string>();
  return named.flatMap((one) => {
    if (said.has(one)) return [`twice: ${one}`];
    said.add(one);
    return [];
  });
}

const WINDOW_ENDS: Partial<Readonly<Record<Slot, number>>> = { light: 3, firm: 7 };
const WINDOW_BEGINS: Partial<Readonly<Record<Slot, number>>> = { light: 1, firm: 5 };

/** What is wrong with the steps of one invoice: out of order, too close, before its window, or beyond it and not marked so (P10, 11.1 to 11.3). */
export function wrongSteps(row: Row, sent: readonly SentMessage[]): readonly string[] {
  const steps = sent.flatMap(({ at, rows }) =>
    rows.filter((one) => one.row === row).map(({ slot, rolled }) => ({ slot, rolled, day: dateIn(ZONE, at) })),
  );
  // What nobody knows the outcome of counts as sent (Rule 11.7).
  const mayHaveLight = row.invoice.followUps.messages.light !== undefined;
  return steps.flatMap(({ slot, rolled, day }, at) => {
    const before = steps[at - 1];
    const late = daysBetween(row.due, day);
    const [begins = 0, ends = Number.POSITIVE_INFINITY] = [WINDOW_BEGINS[slot], WINDOW_ENDS[slot]];
    return [
      ...(slot === 'firm' && before?.slot !== 'light' && !mayHaveLight ? ['the firm step without the light one'] : []),
      ...(before !== undefined && daysBetween(before.day, day) < 3 ? [`${slot} so soon after ${before.day}`] : []),
      ...(late < begins ? [`${slot} on day ${late}`] : []),
      ...(rolled === late > ends ? [] : [`${slot} on day ${late} is ${rolled ? '' : 'not '}called rolled`]),
    ].map((words) => `${row.invoice.id}, due ${row.due}: ${words}`);
  });
}

/** When a step of an invoice went out. */
export const daysOf = (sent: readonly SentMessage[], wanted: Row, slot: Slot): readonly PlainDate[] =>
  sent
    .filter(({ rows }) => rows.some((one) => one.row === wanted && one.slot === slot))
    .map(({ at }) => dateIn(ZONE, at));
