import { expect, test } from 'vitest';
import { amount } from '../support/example.ts';
import { startFollowUpExample } from '../support/follow-up.ts';

/** 6,000.00 due Friday 13 November 2026, of which 2,500.00 settled on the 10th. */
async function partPaid() {
  const example = await startFollowUpExample('2026-10-30T09:00:00Z');
  const { milestone: id, approve } = example.milestone({ Amount: amount(6000) });
  approve('2026-10-30');
  await example.at('2026-10-30T09:01:00Z');
  await example.at('2026-10-30T09:12:00Z');
  const invoice = example.invoicesOf(id)[0]?.id ?? '';
  await example.untilDay('2026-11-09');
  example.goTo('2026-11-10T12:00:00Z');
  await example.world.stripeSandbox.pay(invoice, { amount: 250_000 });
  await example.at('2026-11-10T12:10:00Z');
  return { ...example, id, invoice, shows: example.look(id) };
}

test('X08 Part payment: due soon and partially paid, overdue from 14 November, the light step on Monday the 16th names 3,500.00', async () => {
  const { shows, untilDay, toClients } = await partPaid();
  expect([shows('Billing status'), shows('Remaining'), shows('Next follow-up')]).toEqual([
    'Due soon',
    '3500',
    '2026-11-16',
  ]);
  await untilDay('2026-11-15');
  expect([shows('Billing status'), toClients().length]).toEqual(['Overdue', 0]);
  await untilDay('2026-11-16');
  const [mail, ...others] = toClients();
  expect(others).toEqual([]);
  expect(mail?.to).toEqual(['ap@client.example']);
  expect(mail?.text).toContain('3,500.00');
  expect(mail?.text).not.toContain('6,000.00');
  expect([shows('Follow-up step'), shows('Last follow-up'), shows('Next follow-up')]).toEqual([
    'Light',
    '2026-11-16',
    '2026-11-19',
  ]);
});

test('X08 Part payment: the second payment on 20 November closes it, and nothing more goes out', async () => {
  const { shows, untilDay, subjects, goTo, at, world, invoice } = await partPaid();
  await untilDay('2026-11-19');
  expect(subjects()).toHaveLength(2);
  goTo('2026-11-20T11:00:00Z');
  await world.stripeSandbox.pay(invoice, { amount: 350_000 });
  await at('2026-11-20T11:10:00Z');
  expect([shows('Billing status'), shows('Paid on'), shows('Next follow-up')]).toEqual(['Paid', '2026-11-20', '']);
  await untilDay('2026-12-11');
  expect(subjects()).toHaveLength(2);
});
