import { expect, test } from 'vitest';
import { on } from '../support/example.ts';
import { startFollowUpExample } from '../support/follow-up.ts';
import { text } from '../support/world.ts';

/** An invoice that somebody made by hand in Stripe in September, long due when Milepost takes it over in November. */
async function takenOver() {
  const example = await startFollowUpExample('2026-09-01T09:00:00Z');
  const { dashboard, goTo, at, edit, look } = example;
  const customer = await dashboard.customers.create({ name: 'Northwind Ltd', email: 'ap@client.example' });
  const draft = await dashboard.invoices.create({
    customer: customer.id,
    collection_method: 'send_invoice',
    currency: 'gbp',
    days_until_due: 14,
  });
  await dashboard.invoices.addLines(draft.id, { lines: [{ amount: 400_000, description: 'Design' }] });
  const { id: invoice } = await dashboard.invoices.sendInvoice(draft.id);
  goTo('2026-11-03T09:00:00Z');
  const { milestone: id } = example.milestone();
  edit(id, { 'Stripe invoice': text(invoice) });
  await at('2026-11-03T09:05:00Z');
  return { ...example, id, invoice, shows: look(id) };
}

test('11.11 what was late before it was taken over waits for a person’s yes, and says so', async () => {
  const { shows, untilDay, toClients } = await takenOver();
  expect(shows('Billing status')).toBe('Overdue');
  expect(shows('Billing detail')).toContain('Mara Lindqvist says yes with a day in "Follow up old invoices from"');
  await untilDay('2026-11-13');
  expect(toClients()).toEqual([]);
});

test('11.11 with a yes the light step goes out on its day, and the firm one as if it had been due then', async () => {
  const { shows, untilDay, toClients, edit, client, subjects, at } = await takenOver();
  edit(client, { 'Follow up old invoices from': on('2026-11-09') });
  await at('2026-11-03T09:20:00Z');
  expect(shows('Next follow-up')).toBe('2026-11-09');
  await untilDay('2026-11-08');
  expect(toClients()).toEqual([]);
  await untilDay('2026-11-09');
  expect(subjects()).toHaveLength(1);
  expect([shows('Follow-up step'), shows('Next follow-up')]).toEqual(['Light', '2026-11-16']);
  await untilDay('2026-11-13');
  expect(subjects()).toHaveLength(1);
  await untilDay('2026-11-16');
  expect([subjects().length, shows('Follow-up step')]).toEqual([2, 'Firm']);
});
