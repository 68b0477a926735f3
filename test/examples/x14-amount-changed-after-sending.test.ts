import { expect, test } from 'vitest';
import { amount, choice, on, startExample } from '../support/example.ts';

/** 4,000.00 were approved on 3 November and sent. */
async function sent() {
  const example = await startExample('2026-11-03T14:10:00Z');
  const { milestone: id, approve } = example.milestone();
  approve('2026-11-03');
  await example.hears(id);
  await example.at('2026-11-03T14:20:30Z');
  const [first] = example.invoicesOf(id);
  return { ...example, id, shows: example.look(id), first, number: first?.number ?? '' };
}

/** What Stripe holds, with all that a person could change about it. */
const inStripe = ({ world }: Awaited<ReturnType<typeof sent>>): string =>
  JSON.stringify([world.stripeSandbox.store.invoices(), world.stripeSandbox.store.mails()]);

async function editedTo(sum: number) {
  const example = await sent();
  const before = inStripe(example);
  example.goTo('2026-11-05T09:00:00Z');
  example.edit(example.id, { Amount: amount(sum) });
  await example.at('2026-11-05T09:10:00Z');
  await example.at('2026-11-05T10:00:00Z');
  return { ...example, before };
}

test('X14 Amount changed after sending: edited to 4,500.00, Stripe stays untouched and a new decision is asked for', async () => {
  const example = await editedTo(4500);
  expect(inStripe(example)).toBe(example.before);
  expect([example.shows('Billing status'), example.shows('Billing detail')]).toEqual([
    'Sent',
    'Sent on 2026-11-03, due on 2026-11-17. The amount here is 500.00 GBP more than was billed: log a new decision to bill the difference.',
  ]);
  expect([example.shows('Invoiced'), example.shows('Remaining')]).toEqual(['4000', '4000']);
  expect(example.mismatches()).toEqual([
    'Design: amount differs. 500.00 GBP more here than was billed. Log a new decision to bill the difference, or put the amount back. (Mara Lindqvist, since 2026-11-05)',
  ]);
});

test('X14 Amount changed after sending: put back to 4,000.00, the mismatch closes by itself', async () => {
  const { id, edit, at, shows, mismatches, invoicesOf } = await editedTo(4500);
  edit(id, { Amount: amount(4000) });
  await at('2026-11-05T10:10:00Z');
  expect(mismatches()).toEqual([]);
  expect(shows('Billing detail')).toBe('Sent on 2026-11-03, due on 2026-11-17.');
  expect(invoicesOf(id)).toHaveLength(1);
});

test('X14 Amount changed after sending: 4,500.00 approved, a supplementary invoice of 500.00 under its own key and due date', async () => {
  const { id, edit, goTo, at, shows, invoicesOf, mails, mismatches, first } = await editedTo(4500);
  goTo('2026-11-06T10:00:00Z');
  edit(id, { 'Decided on': on('2026-11-06') });
  await at('2026-11-06T10:01:00Z');
  expect(invoicesOf(id), 'the quiet period begins anew').toHaveLength(1);
  expect(shows('Billing detail')).toMatch(/On top, 500\.00 GBP: waiting quiet period/);
  await at('2026-11-06T10:12:00Z');
  const [original, supplement, ...others] = invoicesOf(id);
  expect(others).toEqual([]);
  expect(original).toEqual(first);
  expect(supplement).toMatchObject({
    status: 'open',
    total: 50_000,
    metadata: { milepost_key: `${id}:supplement-1:r1`, milepost_milestone: id, milepost_revision: '1' },
  });
  expect(new Date((supplement?.due_date ?? 0) * 1000).toISOString()).toBe('2026-11-20T23:59:59.000Z');
  expect(mails().map(({ invoice }) => invoice)).toEqual([original?.id, supplement?.id]);
  expect([shows('Invoiced'), shows('Remaining')]).toEqual(['4500', '4500']);
  expect(mismatches()).toEqual([]);
  await at('2026-11-06T12:00:00Z');
  expect(invoicesOf(id)).toHaveLength(2);
});

test('X14 Amount changed after sending: the milestone is paid once both invoices are, with one closing comment', async () => {
  const { id, edit, goTo, at, shows, invoicesOf, world, comments } = await editedTo(4500);
  goTo('2026-11-06T10:00:00Z');
  edit(id, { 'Decided on': on('2026-11-06') });
  await at('2026-11-06T10:01:00Z');
  await at('2026-11-06T10:12:00Z');
  const [original, supplement] = invoicesOf(id);
  await world.stripeSandbox.pay(original?.id ?? '');
  await at('2026-11-16T10:00:00Z');
  expect([shows('Billing status'), shows('Remaining'), shows('Stripe invoice'), shows('Due')]).toEqual([
    'Due soon',
    '500',
    supplement?.id,
    '2026-11-20',
  ]);
  expect(comments(id)).toEqual([]);
  await world.stripeSandbox.pay(supplement?.id ?? '');
  await at('2026-11-16T10:20:00Z');
  expect([shows('Billing status'), shows('Remaining'), shows('Invoiced')]).toEqual(['Paid', '0', '4500']);
  expect(comments(id)).toHaveLength(1);
});

test('X14 Amount changed after sending: edited to 3,600.00, a credit note of 400.00 is proposed and Stripe stays untouched', async () => {
  const example = await editedTo(3600);
  expect(inStripe(example)).toBe(example.before);
  expect(example.shows('Billing detail')).toBe(
    `Sent on 2026-11-03, due on 2026-11-17. 400.00 GBP more than the amount here was billed: Mara Lindqvist gives it back with a credit note on invoice ${example.number} in Stripe.`,
  );
  expect(example.shows('Remaining')).toBe('4000');
  expect(example.mismatches()).toEqual([
    'Design: amount differs. 400.00 GBP less here than was billed. Give it back with a credit note in Stripe, or put the amount back. (Mara Lindqvist, since 2026-11-05)',
  ]);
});

test('X14 Amount changed after sending: after the credit note of 400.00 the remaining is 3,600.00', async () => {
  const { id, at, shows, dashboard, first, invoicesOf, world, mismatches } = await editedTo(3600);
  await dashboard.creditNotes.create({ invoice: first?.id ?? '', amount: 40_000, reason: 'order_change' });
  await at('2026-11-05T10:20:00Z');
  expect([shows('Billing status'), shows('Invoiced'), shows('Remaining')]).toEqual(['Sent', '4000', '3600']);
  expect(shows('Billing detail')).toBe(
    'Part credited: 400.00 GBP of 4,000.00 GBP taken back by credit note, 3,600.00 GBP remaining, due 2026-11-17.',
  );
  expect(mismatches()).toEqual([]);
  await world.stripeSandbox.pay(first?.id ?? '');
  await at('2026-11-05T10:30:00Z');
  expect([shows('Billing status'), shows('Remaining'), shows('Paid on')]).toEqual(['Paid', '0', '2026-11-05']);
  expect(invoicesOf(id)).toMatchObject([{ amount_paid: 360_000 }]);
});

test('X14 Amount changed after sending: 4,500.00 approved again on the very same day is a new decision as well', async () => {
  const { id, edit, at, invoicesOf } = await editedTo(4500);
  edit(id, { Approval: choice('Requested') });
  await at('2026-11-05T11:00:00Z');
  edit(id, { Approval: choice('Approved') });
  await at('2026-11-05T11:10:00Z');
  await at('2026-11-05T11:21:00Z');
  expect(invoicesOf(id).map(({ total }) => total)).toEqual([400_000, 50_000]);
});
