import { expect, test } from 'vitest';
import { firstBusinessDayFrom, isBusinessDay } from '../../src/billing/business-days.ts';
import { addDays, dateIn, daysBetween, type Instant, type PlainDate } from '../../src/billing/calendar.ts';
import type { Slot } from '../../src/billing/follow-up/record.ts';
import { hoursOf, hubOver, manyInvoices, type Party, type Row, type SentMessage, STARTS, ZONE } from './sixty-days.ts';

const DAYS = 60;
const INVOICES = 500;

const calendarOf = ({ client }: Party) => ({
  countries: ['GB-ENG', client.country].filter((code) => code !== ''),
  holidays: [],
});

const zoneOf = ({ client }: Party): string => (client.timeZone === '' ? ZONE : client.timeZone);

const hourIn = (zone: string, at: Instant): number =>
  Number(new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }).format(at));

/** When each step of an invoice went out. */
function daysOf(sent: readonly SentMessage[], wanted: Row, slot: Slot): readonly PlainDate[] {
  return sent
    .filter(({ rows }) => rows.some((one) => one.row === wanted && one.slot === slot))
    .map(({ at }) => dateIn(ZONE, at));
}

/** The days on which the two steps are due where nothing happens (Rule 11). */
function usualDays({ due, party }: Row): readonly [PlainDate, PlainDate] {
  const calendar = calendarOf(party);
  const light = firstBusinessDayFrom(addDays(due, 1), calendar);
  const [fifth, third] = [addDays(due, 5), addDays(light, 3)];
  return [light, firstBusinessDayFrom(fifth > third ? fifth : third, calendar)];
}

/** Nobody did anything about any invoice of this client, and it has no other one. */
const isPlain = ({ party, due }: Row): boolean =>
  due >= STARTS && party.rows.length === 1 && party.rows.every(({ events }) => events.length === 0);

/** Why nothing may go out about an invoice at this moment, from what people wrote alone. */
function stoppedBy({ milestone, party }: Row, at: Instant): string | undefined {
  const today = dateIn(ZONE, at);
  const { followUpStop: kind, stopUntil: until } = milestone;
  if (kind === 'Queried') return 'queried';
  if (kind === 'On hold' && until !== null && today <= until) return 'on hold';
  if (kind === 'Promised' && until !== null && today <= until) return 'promised';
  const hold = party.client.followUpHoldUntil;
  return hold !== null && today <= hold ? 'client hold' : undefined;
}

test('every hour for sixty days over five hundred invoices: each message once, in its window, none to a paid or stopped one', async () => {
  const rows = manyInvoices(INVOICES, 1);
  const hub = hubOver(rows);
  hub.begin();
  const wrong: string[] = [];
  let checked = 0;
  for (const at of hoursOf(DAYS)) {
    await hub.hour(at);
    for (const { party, rows: about } of hub.sent.slice(checked)) {
      const zone = zoneOf(party);
      const say = (words: string): void =>
        void wrong.push(`${new Date(at).toISOString()} ${party.client.id}: ${words}`);
      const hour = hourIn(zone, at);
      if (hour < 9 || hour >= 16) say(`at ${hour} o’clock there`);
      for (const day of [dateIn(zone, at), dateIn(ZONE, at)])
        if (!isBusinessDay(day, calendarOf(party))) say(`on ${day}, which is no business day`);
      for (const { row, slot } of about) {
        if (row.invoice.status !== 'open') say(`${slot} about ${row.invoice.id}, which is ${row.invoice.status}`);
        const stop = stoppedBy(row, at);
        if (stop !== undefined) say(`${slot} about ${row.invoice.id} although it is ${stop}`);
      }
    }
    checked = hub.sent.length;
  }
  expect(wrong).toEqual([]);

  const { sent } = hub;
  const messages = sent.flatMap(({ rows: about }) =>
    about.map(({ row, slot, cycle }) => `${row.invoice.id} ${slot} ${cycle}`),
  );
  expect(new Set(messages).size).toBe(messages.length);
  const perDay = sent.flatMap(({ party, at }) => [
    `${party.client.id} here ${dateIn(ZONE, at)}`,
    `${party.client.id} there ${dateIn(zoneOf(party), at)}`,
  ]);
  expect(new Set(perDay).size).toBe(perDay.length);

  const lastDay = addDays(STARTS, DAYS - 1);
  for (const row of rows) {
    const [light, firm] = [daysOf(sent, row, 'light')[0], daysOf(sent, row, 'firm')[0]];
    if (firm !== undefined) {
      expect(light, `${row.invoice.id} has a firm message without a light one`).toBeDefined();
      expect(daysBetween(light ?? firm, firm), row.invoice.id).toBeGreaterThanOrEqual(3);
    }
    if (light !== undefined) expect(daysBetween(row.due, light)).toBeGreaterThanOrEqual(1);
    if (!isPlain(row)) continue;
    const usual = usualDays(row).map((day) => (day <= lastDay ? day : undefined));
    expect([light, firm], `${row.invoice.id}, due ${row.due}`).toEqual(usual);
  }

  // Enough of everything was there to be counted.
  expect(rows.filter(isPlain).length).toBeGreaterThan(20);
  expect(messages.length).toBeGreaterThan(600);
  expect(sent.filter(({ rows: about }) => about.length > 1).length).toBeGreaterThan(30);
  const forgotten = rows.filter(
    ({ invoice: { status, followUps }, due, events, party }) =>
      status === 'open' &&
      events.length === 0 &&
      due < addDays(lastDay, -20) &&
      followUps.messages.firm === undefined &&
      party.client.followUpHoldUntil === null,
  );
  expect(forgotten.map(({ invoice }) => invoice.id)).toEqual([]);
  expect(hub.alarms.map(({ words }) => words)).toEqual([]);
  expect(hub.lists.length).toBeGreaterThan(30);
}, 120_000);
