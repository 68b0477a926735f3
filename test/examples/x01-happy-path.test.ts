import { expect, test } from 'vitest';
import { amount, choice, minuteOf, on, startExample } from '../support/example.ts';
import { title } from '../support/world.ts';

/** Milestone 2 was approved on Tuesday 2026-11-03 at 14:10, and the hub heard of it at once. */
async function approved() {
  const example = await startExample('2026-11-03T14:10:00Z');
  const { milestone, approve } = example.milestone({ Name: title('Milestone 2'), Order: amount(2) });
  example.milestone({
    Name: title('Milestone 3'),
    Order: amount(3),
    Amount: amount(5000),
    Delivery: choice('Planned'),
    Approval: choice('Not requested'),
    'Planned date': on('2026-12-01'),
  });
  approve('2026-11-03');
  await example.hears(milestone);
  return { ...example, id: milestone, shows: example.look(milestone) };
}

/** The quiet period is over: the invoice is out. */
async function issued() {
  const example = await approved();
  await example.at('2026-11-03T14:20:30Z');
  const [invoice] = example.invoicesOf(example.id);
  return { ...example, invoiceId: invoice?.id ?? '' };
}

test('X01 Happy path: nothing goes out before the quiet period is over', async () => {
  const { id, shows, invoicesOf, at } = await approved();
  await at('2026-11-03T14:19:00Z');
  expect(invoicesOf(id)).toEqual([]);
  expect(shows('Billing status')).toBe('Not yet triggered');
  expect(shows('Billing detail')).toMatch(/^Waiting quiet period/);
  expect(shows('Missing for billing')).toBe('');
});

test('X01 Happy path: issued at 14:20 over 4,000.00, mailed once, due on Tuesday 17 November', async () => {
  const { id, shows, invoicesOf, mails } = await issued();
  expect(invoicesOf(id)).toMatchObject([
    { status: 'open', total: 400_000, currency: 'gbp', number: expect.any(String) },
  ]);
  const [invoice] = invoicesOf(id);
  expect(minuteOf(invoice?.created)).toBe('2026-11-03T14:20');
  expect(new Date((invoice?.due_date ?? 0) * 1000).toISOString()).toBe('2026-11-17T23:59:59.000Z');
  expect(mails()).toMatchObject([{ kind: 'invoice', to: 'ap@client.example', invoice: invoice?.id }]);
  expect([shows('Issued'), shows('Due')]).toEqual(['2026-11-03', '2026-11-17']);
  expect([shows('Invoiced'), shows('Remaining')]).toEqual(['4000', '4000']);
  expect(shows('Billing detail')).toBe('Sent on 2026-11-03, due on 2026-11-17.');
});

test('X01 Happy path: sent from 3 to 9, due soon from 10 to 17, overdue from 18 November 00:00', async () => {
  const { shows, at } = await issued();
  const standsAt = async (instant: string) => {
    await at(instant);
    return [shows('Billing status'), shows('Billing detail')];
  };
  expect(shows('Billing status')).toBe('Sent');
  expect(await standsAt('2026-11-09T23:59:30Z')).toEqual(['Sent', 'Sent on 2026-11-03, due on 2026-11-17.']);
  expect(await standsAt('2026-11-10T00:00:00Z')).toEqual(['Due soon', 'Due on 2026-11-17.']);
  expect(await standsAt('2026-11-17T23:59:30Z')).toEqual(['Due soon', 'Due on 2026-11-17.']);
  expect(await standsAt('2026-11-18T00:00:00Z')).toEqual(['Overdue', 'Overdue since 2026-11-18.']);
  expect(shows('Remaining')).toBe('4000');
});

test('X01 Happy path: the project names milestone 3 as its next billing event from the day of issue', async () => {
  const { project, look } = await issued();
  expect(look(project)('Next billing event')).toBe('Milestone 3: 5,000.00 GBP, milestone approval, Mara Lindqvist');
  expect(look(project)('Next billing date')).toBe('2026-12-01');
});

test('X01 Happy path: paid by card on 16 November at 11:02, closed out, milestone 3 is next', async () => {
  const { id, invoiceId, client, shows, project, look, world, goTo, at, comments, mails, mismatches } = await issued();
  await at('2026-11-16T09:00:00Z');
  expect(look(client)('Account status')).toBe('Due soon');
  goTo('2026-11-16T11:02:00Z');
  await world.stripeSandbox.pay(invoiceId);
  await at('2026-11-16T11:10:00Z');
  expect([shows('Billing status'), shows('Billing detail')]).toEqual(['Paid', 'Paid on 2026-11-16.']);
  expect([shows('Paid on'), shows('Invoiced'), shows('Remaining')]).toEqual(['2026-11-16', '4000', '0']);
  expect([shows('Next follow-up'), shows('Last follow-up'), shows('Follow-up step')]).toEqual(['', '', '']);
  const next = 'Milestone 3: 5,000.00 GBP, milestone approval, Mara Lindqvist';
  expect(look(project)('Next billing event')).toBe(next);
  expect(comments(id)).toEqual([
    `Paid: invoice ${shows('Invoice number')} for "Milestone 2", 4,000.00 GBP, on 2026-11-16. Next: ${next}, planned for 2026-12-01.`,
  ]);
  expect(look(client)('Account status')).toBe('Current');
  expect(mismatches()).toEqual([]);
  expect(mails()).toHaveLength(1);
});

test('X01 Happy path: it appears under "Closed this week" of its own week and in no other section', async () => {
  const { id, invoiceId, world, goTo, at, review } = await issued();
  goTo('2026-11-16T11:02:00Z');
  await world.stripeSandbox.pay(invoiceId);
  await at('2026-11-16T11:10:00Z');
  expect(await review('Closed this week')).toMatchObject([{ key: id, item: 'Milestone 2', date: '2026-11-16' }]);
  for (const section of ['Waiting on a trigger', 'Due soon', 'Overdue', 'Mismatches'] as const)
    expect(await review(section), section).toEqual([]);
});
