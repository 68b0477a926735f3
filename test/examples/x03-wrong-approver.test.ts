import { expect, test } from 'vitest';
import { minuteOf, on, startExample } from '../support/example.ts';

/** "Approved" by R. Lane on 3 November; the approval owner is D. Osei. */
async function decidedByLane() {
  const example = await startExample('2026-11-03T14:10:00Z');
  const { milestone, approve } = example.milestone();
  approve('2026-11-03');
  example.edit(milestone, { 'Decided by': { email: 'r.lane@client.example' } });
  await example.hears(milestone);
  return { ...example, id: milestone, shows: example.look(milestone) };
}

test('X03 Wrong approver: the decider alone is what is missing', async () => {
  const { id, shows, at, invoicesOf, mails } = await decidedByLane();
  const words = 'Decided by r.lane@client.example, but the approval owner is d.osei@client.example';
  expect(shows('Missing for billing')).toBe(`${words} (Mara Lindqvist)`);
  expect([shows('Billing status'), shows('Billing detail')]).toEqual(['Not yet triggered', `Blocked: ${words}.`]);
  await at('2026-11-04T12:00:00Z');
  expect(invoicesOf(id)).toEqual([]);
  expect(mails()).toEqual([]);
});

test('X03 Wrong approver: after a decision by D. Osei on 5 November the issue date is 5 November', async () => {
  const { id, shows, at, edit, goTo, invoicesOf } = await decidedByLane();
  goTo('2026-11-05T09:30:00Z');
  edit(id, { 'Decided by': { email: 'D.Osei@client.example' }, 'Decided on': on('2026-11-05') });
  await at('2026-11-05T09:31:00Z');
  expect(invoicesOf(id), 'the quiet period begins with this decision').toEqual([]);
  await at('2026-11-05T09:42:00Z');
  const [invoice, ...others] = invoicesOf(id);
  expect(others).toEqual([]);
  expect(minuteOf(invoice?.created)).toBe('2026-11-05T09:42');
  expect([shows('Billing status'), shows('Issued'), shows('Due')]).toEqual(['Sent', '2026-11-05', '2026-11-19']);
  expect(shows('Missing for billing')).toBe('');
  expect(invoice?.custom_fields).toContainEqual({ name: 'Approved', value: '2026-11-05 by D.Osei@client.example' });
});
