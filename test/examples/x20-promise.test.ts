import { expect, test } from 'vitest';
import { choice, noChoice, on } from '../support/example.ts';
import { startFollowUpExample } from '../support/follow-up.ts';

/** Due Friday 6 November 2026, light step on Monday the 9th. */
async function remindedOnce() {
  const example = await startFollowUpExample('2026-10-23T09:00:00Z');
  const { milestone: id, approve } = example.milestone();
  approve('2026-10-23');
  await example.at('2026-10-23T09:01:00Z');
  await example.at('2026-10-23T09:12:00Z');
  const invoice = example.invoicesOf(id)[0]?.id ?? '';
  await example.untilDay('2026-11-09');
  expect(example.subjects()).toHaveLength(1);
  example.goTo('2026-11-10T08:30:00Z');
  return { ...example, id, invoice, shows: example.look(id) };
}

async function promised(day: string) {
  const example = await remindedOnce();
  example.edit(example.id, { 'Follow-up stop': choice('Promised'), 'Stop until': on(day) });
  await example.at('2026-11-10T08:40:00Z');
  return example;
}

test('X20 Promise: no mail from 10 to 23 November; unpaid, the firm step on Tuesday the 24th mentions the promise', async () => {
  const { shows, untilDay, toClients } = await promised('2026-11-20');
  expect([shows('Next follow-up'), shows('Billing detail')]).toEqual([
    '2026-11-24',
    expect.stringContaining('Promised'),
  ]);
  await untilDay('2026-11-23');
  expect(toClients()).toHaveLength(1);
  await untilDay('2026-11-24');
  const [, firm, ...others] = toClients();
  expect(others).toEqual([]);
  expect(firm?.text).toContain('20 November');
  expect(shows('Follow-up step')).toBe('Firm');
});

test('X20 Promise: paid on 20 November, nothing more goes out', async () => {
  const { untilDay, toClients, goTo, at, world, invoice } = await promised('2026-11-20');
  await untilDay('2026-11-19');
  goTo('2026-11-20T10:00:00Z');
  await world.stripeSandbox.pay(invoice);
  await at('2026-11-20T10:10:00Z');
  await untilDay('2026-12-04');
  expect(toClients()).toHaveLength(1);
});

test('X20 Promise: one for 31 days ahead is refused, and the owner is asked', async () => {
  const { shows, untilDay, toClients } = await promised('2026-12-11');
  expect(shows('Billing detail')).toContain(
    'The promise lies more than 30 days ahead and stops nothing: Mara Lindqvist',
  );
  await untilDay('2026-11-12');
  expect(toClients()).toHaveLength(2);
});

test('a second promise that is not kept is for a person: nothing goes out by itself any more', async () => {
  const { shows, untilDay, toClients, edit, id, at } = await promised('2026-11-20');
  await untilDay('2026-11-24');
  expect(toClients()).toHaveLength(2);
  edit(id, { 'Follow-up stop': choice('Promised'), 'Stop until': on('2026-12-04') });
  await at('2026-11-24T12:00:00Z');
  await untilDay('2026-12-31');
  expect(toClients()).toHaveLength(2);
  expect(shows('Billing detail')).toContain(
    '2 promises were not kept (2026-11-20, 2026-12-04): Mara Lindqvist talks to the client',
  );
  edit(id, { 'Follow-up stop': noChoice });
  await untilDay('2027-01-05');
  expect(toClients()).toHaveLength(2);
});
