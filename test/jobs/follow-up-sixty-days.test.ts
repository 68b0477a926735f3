import { expect, test } from 'vitest';
import { firstBusinessDayFrom } from '../../src/billing/business-days.ts';
import { addDays, type PlainDate } from '../../src/billing/calendar.ts';
import { calendarOf, daysOf, saidTwice, wrongNow, wrongSteps } from './judge-messages.ts';
import { hoursOf, hubOver, manyInvoices, type Row, STARTS } from './sixty-days.ts';

const DAYS = 60;
const INVOICES = 500;

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

test('every hour for sixty days over five hundred invoices: each message once, in its window, none to a paid or stopped one', async () => {
  const rows = manyInvoices(INVOICES, 1);
  const hub = hubOver(rows);
  hub.begin();
  const wrong: string[] = [];
  let checked = 0;
  for (const at of hoursOf(DAYS)) {
    await hub.hour(at);
    for (const message of hub.sent.slice(checked))
      for (const words of wrongNow(message))
        wrong.push(`${new Date(at).toISOString()} ${message.party.client.id}: ${words}`);
    checked = hub.sent.length;
  }
  expect(wrong).toEqual([]);

  const { sent } = hub;
  expect(saidTwice(sent)).toEqual([]);
  expect(rows.flatMap((row) => wrongSteps(row, sent))).toEqual([]);

  const lastDay = addDays(STARTS, DAYS - 1);
  for (const row of rows) {
    const [light, firm] = [daysOf(sent, row, 'light')[0], daysOf(sent, row, 'firm')[0]];
    if (!isPlain(row)) continue;
    const usual = usualDays(row).map((day) => (day <= lastDay ? day : undefined));
    expect([light, firm], `${row.invoice.id}, due ${row.due}`).toEqual(usual);
  }

  // Enough of everything was there to be counted.
  expect(rows.filter(isPlain).length).toBeGreaterThan(20);
  expect(sent.flatMap(({ rows: about }) => about).length).toBeGreaterThan(600);
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
