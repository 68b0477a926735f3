import { expect, test } from 'vitest';
import { amount, on, startExample } from '../support/example.ts';
import { text, title } from '../support/world.ts';

/** Purchase order over 10,000.00, of which 7,500.00 are billed; a milestone of 4,000.00 is approved on 3 November. */
async function short() {
  const example = await startExample('2026-11-02T09:00:00Z');
  const { client, edit, at, goTo, milestone, look } = example;
  edit(client, { 'PO required': { checkbox: true }, 'PO number': text('PO-9'), 'PO value': amount(10_000) });
  const used = milestone({ Name: title('Discovery'), Amount: amount(7500) });
  used.approve('2026-11-02');
  await at('2026-11-02T09:01:00Z');
  await at('2026-11-02T09:12:00Z');
  const next = milestone({ Order: amount(2) });
  goTo('2026-11-03T09:00:00Z');
  next.approve('2026-11-03');
  await at('2026-11-03T09:01:00Z');
  await at('2026-11-03T09:12:00Z');
  return { ...example, used: used.milestone, id: next.milestone, shows: look(next.milestone) };
}

async function raised() {
  const example = await short();
  example.goTo('2026-11-04T10:00:00Z');
  example.edit(example.client, { 'PO value': amount(12_000) });
  await example.at('2026-11-04T10:10:00Z');
  return example;
}

test('X19 Purchase order: 7,500.00 of 10,000.00 are used, so 4,000.00 are short by 1,500.00 and not billed', async () => {
  const { id, used, shows, at, invoicesOf, mails } = await short();
  expect(invoicesOf(used)).toMatchObject([{ total: 750_000, metadata: { milepost_po: 'PO-9' } }]);
  const words = 'Purchase order PO-9 is short by 1,500.00 GBP: ask the client to raise it';
  expect(shows('Missing for billing')).toBe(`${words} (Mara Lindqvist)`);
  expect([shows('Billing status'), shows('Billing detail')]).toEqual(['Not yet triggered', `Blocked: ${words}.`]);
  await at('2026-11-03T18:00:00Z');
  expect(invoicesOf(id)).toEqual([]);
  expect(mails()).toHaveLength(1);
});

test('X19 Purchase order: raised to 12,000.00, it is issued at the next sweep without a click', async () => {
  const { id, shows, invoicesOf } = await raised();
  expect(invoicesOf(id)).toMatchObject([{ status: 'open', total: 400_000, metadata: { milepost_po: 'PO-9' } }]);
  const [invoice] = invoicesOf(id);
  expect(invoice?.custom_fields).toContainEqual({ name: 'Purchase order', value: 'PO-9' });
  expect([shows('Billing status'), shows('Issued'), shows('Missing for billing')]).toEqual(['Sent', '2026-11-04', '']);
});

test('X19 Purchase order: 500.00 are left of it then, so a further 600.00 are short by 100.00', async () => {
  const { milestone, goTo, at, look, invoicesOf } = await raised();
  goTo('2026-11-05T09:00:00Z');
  const further = milestone({ Name: title('Extra'), Order: amount(3), Amount: amount(600) });
  further.approve('2026-11-05');
  await at('2026-11-05T09:01:00Z');
  await at('2026-11-05T09:12:00Z');
  expect(invoicesOf(further.milestone)).toEqual([]);
  expect(look(further.milestone)('Missing for billing')).toBe(
    'Purchase order PO-9 is short by 100.00 GBP: ask the client to raise it (Mara Lindqvist)',
  );
});

test('X19 Purchase order: exactly the 500.00 that are left fit', async () => {
  const { milestone, goTo, at, invoicesOf } = await raised();
  goTo('2026-11-05T09:00:00Z');
  const further = milestone({ Name: title('Extra'), Order: amount(3), Amount: amount(500) });
  further.approve('2026-11-05');
  await at('2026-11-05T09:01:00Z');
  await at('2026-11-05T09:12:00Z');
  expect(invoicesOf(further.milestone)).toMatchObject([{ total: 50_000 }]);
});

test('X19 Purchase order: the gap is said on the project before anything is approved', async () => {
  const example = await startExample('2026-11-02T09:00:00Z');
  const { client, edit, at, milestone, mismatches } = example;
  edit(client, { 'PO required': { checkbox: true }, 'PO number': text('PO-9'), 'PO value': amount(10_000) });
  milestone({ Name: title('Discovery'), Amount: amount(7500) });
  milestone({ Order: amount(2), 'Planned date': on('2026-11-20') });
  await at('2026-11-02T09:01:00Z');
  expect(mismatches()).toEqual([
    'Billing data incomplete. Purchase order PO-9 has 10,000.00 GBP left, 11,500.00 GBP are still to be billed: ask the client to raise it. (Mara Lindqvist, since 2026-11-02)',
  ]);
});
